"""Cut a page into the parts that get a vector: its headings, its sentences, every ten words."""

import re
from collections.abc import Iterator, Sequence

from kb.meaning.encoder import Part
from kb.model import Page

# Changes with every change to what is cut or kept of it: vectors made by other rules are of no use.
CUTTING = "4"

# Sentences and windows together: over sentences and clauses half a point of nDCG@10 in English and
# Spanish, one to three in Turkish, Russian and Arabic. Windows side by side lose half of that.
_WORDS, _STEP = 10, 5
_LEAST = 60  # characters; shorter sentences join the next
_MOST = 400  # what an encoder still reads as one thought; tables have no full stops
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n\s*|\n(?=\s*[-–•☐□✓])")
_WORD = re.compile(r"\S+")


def leading(page: Page) -> str:
    """The innermost heading that leads into the page from before it, "" if none does."""
    inherited = [heading.title for heading in page.headings if heading.start < 0]
    return " ".join(inherited[-1].split()) if inherited else ""


def headings(page: Page) -> list[Part]:
    """The headings on the page."""
    own = (heading for heading in page.headings if heading.start >= 0)
    return _telling(page.text, [(h.start, h.start + len(h.title)) for h in own])


def sentences(page: Page) -> list[Part]:
    """What is fit to be shown as an answer, apart from headings; short ones join the next."""
    start, said = 0, list[Part]()
    for first, end in [*sorted(headings(page)), (len(page.text), len(page.text))]:
        said += _sentences(page.text, start, first)
        start = max(start, end)
    return _telling(page.text, said)


def windows(page: Page) -> list[Part]:
    """Ten words each, overlapping by half, wherever sentences begin and end."""
    words = [match.span() for match in _WORD.finditer(page.text)]
    starts = range(0, max(1, len(words) - _WORDS + _STEP), _STEP)
    found = [words[start : start + _WORDS] for start in starts]
    return _telling(page.text, [(held[0][0], held[-1][1]) for held in found if held])


def _telling(text: str, parts: Sequence[Part]) -> list[Part]:
    """Each part once, without blanks around it, and none without a letter."""
    trimmed = dict.fromkeys(_trimmed(text, start, end) for start, end in parts)
    return [(start, end) for start, end in trimmed if any(map(str.isalpha, text[start:end]))]


def _trimmed(text: str, start: int, end: int) -> Part:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _sentences(text: str, start: int, end: int) -> Iterator[Part]:
    """Stretches between the ends of sentences, joined until they are long enough."""
    for match in _SENTENCE.finditer(text, start, max(start, end)):
        if match.start() - start >= _LEAST:
            yield from _short_enough(text, start, match.start())
            start = match.end()
    if text[start:end].strip():
        yield from _short_enough(text, start, end)


def _short_enough(text: str, start: int, end: int) -> Iterator[Part]:
    while end - start > _MOST:
        blank = max(text.rfind(" ", start, start + _MOST), text.rfind("\n", start, start + _MOST))
        stop = blank if blank > start else start + _MOST
        yield start, stop
        start = stop
    yield start, end
