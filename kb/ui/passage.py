"""The text of a page in blocks, and the few of them that show where the marks are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Page, Span

_ENOUGH = 900  # characters: about what fits on a phone before the page image


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or with a `level` a heading; `marks` are offsets into `text`."""

    text: str
    marks: tuple[Span, ...] = ()
    level: int = 0


def blocks(page: Page, marks: Sequence[Span]) -> list[Block]:
    """The whole page, headings apart from paragraphs."""
    edges = {heading.start: heading for heading in page.headings if heading.start >= 0}
    found = []
    for start, end in _ranges(page.text, sorted(edges)):
        heading = edges.get(start)
        inside = [Span(max(m.start, start), min(m.end, end)) for m in marks]
        moved = tuple(Span(m.start - start, m.end - start) for m in inside if m.start < m.end)
        found.append(Block(page.text[start:end], moved, heading.level if heading else 0))
    return found


def excerpt(whole: Sequence[Block]) -> Sequence[Block]:
    """The run of blocks that starts before the first mark and is long enough to be understood.

    It begins with the heading above the first mark, if that stands close; without marks it is the
    beginning of the page.
    """
    marked = [number for number, block in enumerate(whole) if block.marks]
    start = _with_heading(whole, marked[0]) if marked else 0
    end, length = start, 0
    while end < len(whole) and (length < _ENOUGH or (marked and end <= marked[0])):
        length += len(whole[end].text)
        end += 1
    return whole[start:end]


def _with_heading(whole: Sequence[Block], number: int) -> int:
    for above in (number, number - 1, number - 2):
        if above >= 0 and whole[above].level:
            return above
    return max(0, number - 1) if number and len(whole[number - 1].text) < _ENOUGH // 3 else number


def _ranges(text: str, headings: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each block: blank lines part them, and a heading's line stands alone."""
    for paragraph in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        edges = [paragraph.start(), paragraph.end()]
        for heading in (h for h in headings if paragraph.start() <= h < paragraph.end()):
            line_end = text.find("\n", heading, paragraph.end())
            edges += [heading, line_end + 1] if line_end > 0 else [heading]
        for start, end in pairwise(sorted(set(edges))):
            block = text[start:end]
            if block.strip():
                yield start, start + len(block.rstrip())
