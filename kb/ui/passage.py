"""The text of a page in blocks, and the few of them that show where the marks are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Page, Span

_ENOUGH = 900  # characters: about what fits on a phone before the page image


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or with a `level` a heading.

    `start` is its offset in the text of the page; `marks` are offsets into its own `text`.
    """

    text: str
    start: int
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
        found.append(Block(page.text[start:end], start, moved, heading.level if heading else 0))
    return found


def excerpt(whole: Sequence[Block], best: int | None = None) -> Sequence[Block]:
    """The run of blocks around the passage, long enough to be understood.

    The passage is the first marked block at or after the offset `best`, where the search found the
    most; without it the first marked block. Without marks it is the block at `best`, else the
    beginning of the page. The excerpt begins with the heading above the passage, if that stands
    close.
    """
    marked = [number for number, block in enumerate(whole) if block.marks]
    if not marked and not best:
        return _enough(whole, 0, 0)
    places = marked or range(len(whole))
    passage = next((n for n in places if _end(whole[n]) > (best or 0)), places[-1])
    return _enough(whole, _with_heading(whole, passage), passage)


def _enough(whole: Sequence[Block], start: int, passage: int) -> Sequence[Block]:
    end, length = start, 0
    while end < len(whole) and (length < _ENOUGH or end <= passage):
        length += len(whole[end].text)
        end += 1
    return whole[start:end]


def _end(block: Block) -> int:
    return block.start + len(block.text)


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
