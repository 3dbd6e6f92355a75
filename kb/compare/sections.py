"""An edition as sections, and a section as sentences that can be compared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kb.compare.comparison import Place
from kb.currency.sentences import sentences
from kb.german import fold
from kb.model import Heading, Page

_DEEPEST = 3  # as in tables of contents
_NUMBERING = re.compile(
    r"^(?:(?i:kapitel|teil|abschnitt|anhang)\s+)?(?:\d{1,3}|[A-Z](?=[.\s]))(?:\.\d+)*\.?:?\s+"
)
_EXCERPT = re.compile(r"\s*\([^()]*\)\s*$")  # "7 Aufenthalt sichern (Auszug)"
_PAGE_NUMBER = re.compile(r"[\s.…]*(?:\d{1,4}|[ivxlc]{1,6})?$", re.IGNORECASE)
_BLOCK = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")
_GENDER = re.compile(r"(?<=\w)[*:_/]-?(?=\w)")  # Vormund/innen, Vormund*innen, Vormund:innen
_SIGNS = re.compile(r"[^\w%€§]")
_ENDED = re.compile(r"[.!?:;…][\"“”»«)\]']*[\d¹²³⁰-⁹]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, an item of a list or a cell. `words` are what counts when comparing: one spelling
    for each, without signs. `begins`: a paragraph begins with it.
    """

    text: str
    words: tuple[str, ...]
    place: Place
    begins: bool


@dataclass(slots=True)
class Section:
    """A heading down to the third level with the text up to the next; `chapter` is the title of
    the first level above it. `number` counts the sections of an edition from 0.
    """

    title: str
    level: int
    chapter: str
    place: Place
    sentences: list[Sentence] = field(default_factory=list)
    number: int = 0

    @property
    def name(self) -> str:
        """The title without what editions change."""
        return name(self.title)

    @property
    def text(self) -> str:
        """The title and all sentences."""
        return f"{self.title}\n{joined(self.sentences)}"


def sections(pages: Sequence[Page]) -> list[Section]:
    """The sections of an edition in order; text before the first heading has the title "".

    Lines of a table of contents are left out: whatever changes in them is said where it changes.
    """
    found: list[Section] = []
    listed = {name(h.title) for page in pages for h in page.headings}
    for page in pages:
        for heading, start, end in _cuts(page):
            if heading is not None or not found:
                found.append(_section(heading, Place(page.key, page.label, start), found))
            fresh = [s for s in _sentences(page, start, end) if not _is_listed(s.text, listed)]
            _append(found[-1].sentences, fresh)
    told = [section for section in found if section.title or section.sentences]
    return [replace(section, number=number) for number, section in enumerate(told)]


def name(title: str) -> str:
    """A title without numbering, "(Auszug)", case and spelling."""
    return fold(_GENDER.sub("", _EXCERPT.sub("", _NUMBERING.sub("", title))))


def joined(run: Sequence[Sentence]) -> str:
    """Sentences as they stood, a paragraph to a line."""
    parts = [("\n" if sentence.begins else " ") + sentence.text for sentence in run]
    return "".join(parts)[1:]


@lru_cache(maxsize=100_000)
def word(text: str) -> str:
    """A word as it is compared: "Vormund/innen," and "Vormund*innen" are the same."""
    return fold(_SIGNS.sub("", _GENDER.sub("", text)))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text with their places; signs that stand alone are none."""
    for found in _WORD.finditer(text):
        if key := word(found[0]):
            yield key, found.start(), found.end()


def _section(heading: Heading | None, place: Place, before: Sequence[Section]) -> Section:
    if heading is None:
        return Section("", 1, "", place)
    chapter = heading.title if heading.level == 1 else before[-1].chapter if before else ""
    return Section(heading.title, heading.level, chapter, place)


def _cuts(page: Page) -> Iterator[tuple[Heading | None, int, int]]:
    """The page's text cut at its headings: each, None for what stands before the first, and where
    the text below it begins and ends.
    """
    own = [h for h in page.headings if h.start >= 0 and h.level <= _DEEPEST]
    ends = [h.start for h in own] + [len(page.text)]
    yield None, 0, ends[0]
    for heading, end in zip(own, ends[1:], strict=True):
        yield heading, min(_after(page.text, heading), end), end


def _after(text: str, heading: Heading) -> int:
    """Where the text below a heading begins; one that the page does not show has no line."""
    line_end = text.find("\n", heading.start)
    line_end = len(text) if line_end < 0 else line_end
    line = text[heading.start : line_end]
    is_title = fold("".join(line.split())).startswith(fold("".join(heading.title.split()))[:40])
    return line_end if is_title else heading.start


def _sentences(page: Page, start: int, end: int) -> Iterator[Sentence]:
    for block in _BLOCK.finditer(page.text, start, end):
        begins = True
        for span in sentences(page.text, block.start(), block.end()):
            text = page.text[span.start : span.end]
            keys = tuple(key for key, _, _ in words(text))
            if keys:
                place = Place(page.key, page.label, span.start)
                yield Sentence(text, keys, place, begins)
                begins = False


def _append(held: list[Sentence], fresh: Sequence[Sentence]) -> None:
    """A sentence that the end of a page cuts is put together again."""
    rest = list(fresh)
    if held and rest and _goes_on(held[-1], rest[0]):
        first, second = held.pop(), rest.pop(0)
        whole = f"{first.text} {second.text}"
        held.append(replace(first, text=whole, words=(*first.words, *second.words)))
    held += rest


def _goes_on(a: Sentence, b: Sentence) -> bool:
    apart = a.place.key != b.place.key
    return apart and b.text[0].islower() and not _ENDED.search(a.text)


def _is_listed(text: str, titles: set[str]) -> bool:
    bare = _PAGE_NUMBER.sub("", text)
    return bare != text and name(bare) in titles
