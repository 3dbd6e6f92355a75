"""Text of pages in paragraphs, as a handout sets it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.handout.content import Extract, Handout
from kb.model import Page, Source
from kb.texts import handout as words
from kb.texts.citation import edition_of, law_of, place_of
from kb.texts.german import GERMAN

RIGHT_TO_LEFT = frozenset({"ar", "fa"})  # of the glossary's languages
_BULLET = re.compile(r"[•▪‣◦●■→–-]\s+|[☐□▢❏❑]\s*")
_BOXES = "☐□▢❏❑"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or line of a list. `heading` is its level on its page, 0 for running text."""

    text: str
    heading: int = 0
    bullet: str = ""  # "•" or "☐"


def name_of(source: Source) -> str:
    """What an extract is called in a heading: its section, else its place."""
    return source.section[-1] if source.section else f"{source.title}, {place_of(source)}"


def name_of_edition(source: Source) -> str:
    """An edition in the list of sources."""
    publisher = f"{source.publisher}: " if source.publisher else ""
    named = [f"{publisher}{source.title}", edition_of(source), law_of(source)]
    return ", ".join(filter(None, named))


def subtitle(handout: Handout) -> str:
    """Who made it, and when: "Fluchtraum Bremen e.V. · Zusammengestellt am 3. März 2026"."""
    month = GERMAN.months[handout.made.month - 1]
    made = words.MADE.format(date=f"{handout.made.day}. {month} {handout.made.year}")
    return " · ".join(filter(None, [handout.association, made]))


def of_text(text: str) -> Iterator[Paragraph]:
    """A quotation or a note: blank lines part paragraphs, list marks begin one."""
    for block in re.split(r"\n\s*\n", text):
        yield from _lines(block)


def of_page(page: Page) -> Iterator[Paragraph]:
    """A whole page, its headings apart."""
    starts = {h.start: h for h in page.headings if h.start >= 0}
    edges = sorted({0, len(page.text), *starts})
    for start, end in pairwise(edges):
        text = page.text[start:end]
        if start in starts:
            title, _, text = text.partition("\n")
            yield Paragraph(title.strip(), starts[start].level)
        yield from of_text(text)


def of_extract(part: Extract) -> Iterator[Paragraph]:
    """All its pages; a heading that is the extract's own name is not said twice."""
    every = (paragraph for page in part.pages for paragraph in of_page(page))
    first = next(every, None)
    if first and not (first.heading and first.text == name_of(part.source)):
        yield first
    yield from every


def _lines(block: str) -> Iterator[Paragraph]:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    running: list[str] = []
    for line in lines:
        mark = _BULLET.match(line)
        if mark:
            if running:
                yield Paragraph(" ".join(running))
                running = []
            bullet = "☐" if line[0] in _BOXES else "•"
            yield Paragraph(line[mark.end() :], bullet=bullet)
        else:
            running.append(line)
    if running:
        yield Paragraph("\n".join(running))
