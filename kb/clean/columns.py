"""Columns of a page: notes in the margin, and text in two columns and its order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.extract import Line

_NARROW = 0.3  # of the page's width
_WIDE = 0.5  # of the longest line of text
_CROSSING = 0.15  # share of the lines that may run over the middle of a page in two columns
_FEW = 8  # lines in each of two columns
_COLUMN = 0.3  # of the page's width, at least: narrower lines are cells


def margin_notes(lines: Sequence[Line], width: float, body: int) -> set[int]:
    """The identities of lines in a narrow column beside the text, and of lines set vertically.

    `body` is the rounded size of the document's text.
    """
    placed = [line for line in lines if line.size and line.x1 > line.x0]
    turned = {id(line) for line in lines if not line.size and line.y1 > 0}
    if not placed:
        return turned
    wide = _text_lines(placed, body)
    if max(line.x1 - line.x0 for line in wide) < _COLUMN * width:
        return turned
    left, right = min(line.x0 for line in wide), max(line.x1 for line in wide)
    beside = [
        line
        for line in placed
        if (line.x1 < left or line.x0 > right) and line.x1 - line.x0 < _NARROW * width
    ]
    return turned | _notes(beside, placed, wide)


def _text_lines(placed: Sequence[Line], body: int) -> list[Line]:
    """Long lines in the size of the text: they tell where its columns are."""
    texts = [line for line in placed if round(line.size) == body] or list(placed)
    longest = max(line.x1 - line.x0 for line in texts)
    return [line for line in texts if line.x1 - line.x0 >= _WIDE * longest]


def _notes(beside: Sequence[Line], placed: Sequence[Line], wide: Sequence[Line]) -> set[int]:
    """A note has a line of text next to it, the first cell of a row another cell. A line with
    nothing next to it goes with the line above.
    """
    apart, text = {id(line) for line in beside}, {id(line) for line in wide}
    notes: set[int] = set()
    above: Line | None = None
    for line in beside:
        near = [o for o in placed if id(o) not in apart and _share_a_row(line, o)]
        if near:
            is_note = any(id(o) in text for o in near)
        else:
            is_note = above is None or id(above) in notes or not _is_below(above, line)
        if is_note:
            notes.add(id(line))
        above = line
    return notes


def _share_a_row(a: Line, b: Line) -> bool:
    middle = (a.y0 + a.y1) / 2
    return b.y0 < middle < b.y1


def _is_below(above: Line, line: Line) -> bool:
    return 0 < above.y0 - line.y0 < 2 * line.size


# -- two columns -----------------------------------------------------------------------------------


def are_mixed(lines: Sequence[Line], width: float) -> bool:
    """The page has two columns of text, and its lines go to and fro between them."""
    sides = [side for line in lines if (side := _side(line, width))]
    full = Counter(_side(li, width) for li in lines if li.x1 - li.x0 > _COLUMN * width)
    if min(full[1], full[-1]) < _FEW or full.total() < len(lines) / 2:  # else a table
        return False
    crossing = sum(line.size > 0 for line in lines) - len(sides)
    turns = sum(a != b for a, b in pairwise(sides))
    return crossing <= _CROSSING * len(lines) and turns > len(sides) / 3


def in_columns(lines: Sequence[Line], width: float) -> tuple[Line, ...]:
    """The left column before the right one, between each two lines that run over both."""
    placed = sorted((li for li in lines if li.y1), key=lambda li: -round((li.y0 + li.y1) / 2))
    rest = [line for line in lines if not line.y1]
    return (*_column_by_column(placed, width), *rest)


def _column_by_column(lines: Sequence[Line], width: float) -> Iterator[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        side = _side(line, width)
        if side:
            (left if side < 0 else right).append(line)
            continue
        yield from (*left, *right, line)
        left, right = [], []
    yield from (*left, *right)


def _side(line: Line, width: float) -> int:
    """-1 left of the page's middle, 1 right of it, 0 across it or set otherwise than level."""
    middle, slack = width / 2, 0.01 * width
    if not line.size:
        return 0
    return -1 if line.x1 <= middle + slack else 1 if line.x0 >= middle - slack else 0
