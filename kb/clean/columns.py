"""Which lines stand in the margin beside the text, and which only begin there, as tables do."""

from collections.abc import Sequence

from kb.extract import Line

_NARROW = 0.3  # of the page's width
_WIDE = 0.5  # of the longest line of text
_COLUMN = 0.3  # of the page's width, at least: narrower lines are cells


def margin_notes(lines: Sequence[Line], width: float, body: int) -> set[int]:
    """The identities of lines in a narrow column beside the text, and of lines set vertically.

    `body` is the rounded size of the document's text.
    """
    placed = [line for line in lines if line.size]
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
