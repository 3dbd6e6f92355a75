"""Sentences of a page, and whether one speaks of former law knowingly."""

import re
from collections.abc import Iterator

from kb.model import Span

REACH = 2_000  # characters

# "Abs. 2", "1. Januar", "z. B. " and "a. F." end no sentence
_ABBREVIATED = (
    "Abs|Art|Nr|Buchst|lit|Hs|Alt|ff|vgl|bzw|ca|ggf|evtl|sog|insb|inkl|usw|etc|Std|Str|Tel|Dr|Prof"
    "|Hrsg|St|max|min"
)
_END = re.compile(
    r"(?:(?<=[^\W\d]{2}[.!?])|(?<=[)“”%€][.!?])|(?<=[.!?][“”¹²³⁰-⁹]))\s+(?=[^a-zäöüß])"
)
_NO_END = re.compile(rf"(?<!\w)(?:{_ABBREVIATED})\.\s*$")
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d/])")
_SAID = re.compile(
    r"(?<!\w)(?:a\.\s?F\.|alte[nr]? Fassung|früher(?!\w)|vormals|ehemals)", re.IGNORECASE
)
# Whoever writes after the change may also put it so.
_PAST = re.compile(
    r"(?<!\w)(?:ehemalig\w*|damals|damalig\w*|seinerzeit|bisher\w*|bislang|vorher|zuvor"
    r"|bis\s+(?:\w+\s+){0,2}\d{4}|vor\s+(?:\w+\s+){0,2}\d{4}|überholt|veraltet|abgeschafft|aufgehoben"
    r"|abschaffung|aufhebung|wegfall|gestrichen|weggefallen|abgelöst|ersetzt|entfallen|entfällt|ausgelaufen|nicht\s+mehr|alte[nrs]?"
    r"|ältere[nrs]?|frühere[nrs]?|war|waren|galt|galten|hieß|hießen|stand|standen)(?!\w)",
    re.IGNORECASE,
)


def paragraph_at(text: str, span: Span) -> Span:
    """The paragraph, item or row: cleaning keeps only the line breaks that count.

    Of an endless one so much as a reader takes in.
    """
    first, last = max(0, span.start - REACH), min(len(text), span.end + REACH)
    start, end = text.rfind("\n", first, span.start) + 1, text.find("\n", span.end, last)
    return Span(max(start, first), last if end < 0 else end)


def sentence_at(text: str, span: Span) -> Span:
    """The sentence or sentences of a paragraph that `span` lies in."""
    around = paragraph_at(text, span)
    start, end = around.start, around.end
    for gap in _gaps(text, start, end):
        if gap.end <= span.start:
            start = gap.end
        elif gap.start >= span.end:
            return Span(start, gap.start)
    return Span(start, end)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of text, in order."""
    for gap in _gaps(text, start, end):
        yield Span(start, gap.start)
        start = gap.end
    yield Span(start, end)


def _gaps(text: str, start: int, end: int) -> Iterator[Span]:
    """The spaces between sentences."""
    for found in _END.finditer(text, start, end):
        if not _NO_END.search(text, max(start, found.start() - 8), found.start()):
            yield Span(*found.span())


def says_former(text: str, span: Span, since: str, *, written_before: bool) -> bool:
    """Whether the words around `span` name former law as such, or know of the change of `since`.

    Who wrote before the change can only know it by its date; "früher" then means earlier still.
    Who wrote after it names former law mostly to explain it: one hint in the paragraph will do.
    """
    sentence = sentence_at(text, span)
    if _SAID.search(text, sentence.start, sentence.end):
        return True
    years = _YEAR.finditer(text, sentence.start, sentence.end)
    if since and any(int(year[0]) >= int(since[:4]) for year in years):
        return True
    paragraph = paragraph_at(text, span)
    return not written_before and bool(_PAST.search(text, paragraph.start, paragraph.end))
