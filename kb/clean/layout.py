"""From lines to running text: words put together, lines joined, paragraphs and rows kept apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kb.clean.columns import margin_notes
from kb.clean.hyphens import Joint, join_inside, joint
from kb.clean.leaves import body_size
from kb.clean.lines import BULLETS
from kb.clean.words import Vocabulary
from kb.extract import Line

_ITEM = re.compile(rf"(?:[{re.escape(BULLETS)}]|\d{{1,2}}[.)]|[a-z]\)|\(\w\))\s+\S")
_SENTENCE_END = re.compile(r"[.!?:…][\"“”»«)\]']*\d{0,2}$")
_SLASH_END = re.compile(r"\w/$")
_HYPHEN_END = re.compile(r"[^\W_][*:_/]?[-\xad]$")
_LETTER_WIDTH = 0.42  # of the font box, on average: for guessing whether a word would have fit
_CELL_GAP = 1.8  # times the font box

PARAGRAPH, ROW, SPACE, NOTHING = "\n\n", "\n", " ", ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, and where it begins and ends in the text it became part of."""

    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """The text of a leaf, and its lines in the order in which they stand in it."""

    text: str
    lines: tuple[Placed, ...]


def set_text(lines: Sequence[Line], vocabulary: Vocabulary, *, width: float, body: int) -> Setting:
    """Put the lines of one leaf together. Paragraphs are apart by a blank line; list items and
    rows of tables begin a line; everything else is joined by spaces. What stands in a narrow side
    column comes after the paragraph beside it, as a paragraph of its own. `width` is the leaf's,
    `body` the rounded size of the document's text.
    """
    aside = margin_notes(lines, width, body)
    setter = _Setter(vocabulary)
    flow = _Flow([line for line in lines if line.size and id(line) not in aside])
    waiting: list[Line] = []
    last: Line | None = None
    for line in lines:
        if id(line) in aside:
            waiting.append(line)
            continue
        gap = PARAGRAPH if last is None else flow.gap(last, line)
        if gap == PARAGRAPH and waiting and not _is_broken(last):
            setter.add_aside(waiting)
            waiting = []
        setter.add(line, gap)
        last = line
    setter.add_aside(waiting)
    return setter.setting()


def _is_broken(line: Line | None) -> bool:
    return line is not None and _HYPHEN_END.search(line.text) is not None


def _is_next_row(a: Line, b: Line) -> bool:
    return abs(a.y0 - b.y0) < 1.6 * max(a.size, b.size, 1)


class _Setter:
    """Builds a text line by line and remembers where each begins."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._text = ""
        self._lines: list[Placed] = []

    def add(self, line: Line, gap: str) -> None:
        text = join_inside(line.text)
        how = joint(self._text[-80:], text, self._vocabulary) if self._text else Joint.APART
        if how is Joint.APART:
            self._text = self._text.rstrip("\xad") + (gap if self._text else "")
        elif how is Joint.JOIN:
            self._text = self._text[:-1]
        start = len(self._text)
        self._text += text
        self._lines.append(Placed(line, start, len(self._text)))

    def add_aside(self, lines: Sequence[Line]) -> None:
        for before, line in zip([None, *lines], lines, strict=False):
            self.add(line, SPACE if before and _is_next_row(before, line) else PARAGRAPH)

    def setting(self) -> Setting:
        return Setting(self._text.rstrip("\xad"), tuple(self._lines))


class _Flow:
    """How the lines of one leaf follow each other."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rights = _right_edges(lines)
        self._leading = _leading(lines)
        self._cells = _cells(lines)
        self._usual = median(len(line.text) for line in lines) if lines else 0

    def gap(self, a: Line, b: Line) -> str:
        """What stands between two lines that no hyphen joins."""
        gap = self._gap(a, b)
        # "Mentor/" and "innen", addresses; a row of a table ends with one too
        is_word = gap != PARAGRAPH and _SLASH_END.search(a.text) and b.text[0].isalnum()
        return NOTHING if is_word and not b.continues(a) else gap

    def _gap(self, a: Line, b: Line) -> str:
        if not a.size or not b.size:
            return self._gap_unplaced(a, b)
        if b.continues(a):
            return SPACE
        if _ITEM.match(b.text):
            return PARAGRAPH if self._is_far(a, b) else ROW
        if id(a) in self._cells and id(b) in self._cells:
            return ROW
        if _is_figures(a.text) and _is_figures(b.text):
            return ROW
        if self._is_new_block(a, b):
            return PARAGRAPH
        if id(a) in self._cells or id(b) in self._cells:
            return ROW
        return self._gap_in_column(a, b)

    def _gap_unplaced(self, a: Line, b: Line) -> str:
        if _ITEM.match(b.text):
            return ROW
        short = len(a.text) < 0.75 * (self._usual or 80)
        return PARAGRAPH if short and _SENTENCE_END.search(a.text) else SPACE

    def _is_new_block(self, a: Line, b: Line) -> bool:
        if abs(a.size - b.size) > 0.08 * max(a.size, b.size) and not self._goes_on(a, b):
            return True
        if b.y0 > a.y0 + a.size or b.x0 > a.x1 or b.x1 < a.x0:  # another column
            return bool(_SENTENCE_END.search(a.text)) or not b.text[0].islower()
        if a.bold != b.bold and not self._is_full(a, b):
            return True
        return self._is_far(a, b)

    def _goes_on(self, a: Line, b: Line) -> bool:
        """A sentence runs over a line that is set mostly in another font: a path, a command."""
        if _SENTENCE_END.search(a.text) or max(a.size, b.size) > 1.5 * min(a.size, b.size):
            return False
        usual = max(self._leading.get(round(line.size), 0) for line in (a, b))
        is_next = 0 < a.y0 - b.y0 < 1.25 * usual
        runs_on = b.text[0].islower() or _SLASH_END.search(a.text) is not None
        return is_next and (runs_on or self._fills(a, b, _column(a), _column(b)))

    def _is_far(self, a: Line, b: Line) -> bool:
        """More than a line's distance lies between them."""
        usual = self._leading.get(round(a.size), 1.0 * a.size)
        return a.y0 - b.y0 > max(1.25 * usual, usual + 2)

    def _gap_in_column(self, a: Line, b: Line) -> str:
        ended = _SENTENCE_END.search(a.text) is not None
        if ended and b.x0 - a.x0 > 0.5 * b.size and b.text[0].isupper():  # indented first line
            return PARAGRAPH
        if self._is_full(a, b):
            return SPACE
        return PARAGRAPH if ended and not b.text[0].islower() else ROW

    def _is_full(self, a: Line, b: Line) -> bool:
        """The first word of `b` would not have fit after `a`: the break means nothing."""
        # beside a heading in bold there may be no other line of its size to tell how far they go
        is_one_column = a.bold != b.bold and _column(a)[0] == _column(b)[0]
        return self._fills(a, b, _column(a), _column(b) if is_one_column else _column(a))

    def _fills(self, a: Line, b: Line, *columns: tuple[int, int]) -> bool:
        word = len(b.text.split(" ", 1)[0]) + 1
        right = max(self._rights.get(column, a.x1) for column in columns)
        return a.x1 + word * _LETTER_WIDTH * b.size > right


def _is_figures(text: str) -> bool:
    """A row of a table, for the most part."""
    cells = text.split()
    return len(cells) > 2 and 2 * sum(map(_is_figure, cells)) > len(cells)


def _is_figure(cell: str) -> bool:
    return any(map(str.isdigit, cell)) or cell in "-–"


def _column(line: Line) -> tuple[int, int]:
    """Lines of one column and size share it; first-line indents fall into the same one mostly."""
    return round(line.x0 / 40), round(line.size)


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        edges[_column(line)] = max(edges.get(_column(line), 0.0), line.x1)
    return edges


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance of two baselines, by size."""
    steps: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        step = a.y0 - b.y0
        if abs(a.size - b.size) < 0.5 and 0.5 * a.size < step < 2.5 * a.size:
            steps.setdefault(round(a.size), []).append(step)
    return {size: _lower_half(values) for size, values in steps.items()}


def _lower_half(values: Sequence[float]) -> float:
    """Robust where half of the lines are paragraphs: the median of the smaller half."""
    ordered = sorted(values)
    return median(ordered[: len(ordered) // 2 + 1])


def _cells(lines: Sequence[Line]) -> set[int]:
    """Identities of lines that share a row with another."""
    return {id(line) for pair in _rows(lines) for line in pair}


def _rows(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Neighbours in a row, with a gap that is no word space of justified text."""
    return (
        (a, b) for a, b in pairwise(lines) if b.continues(a) and b.x0 - a.x1 > _CELL_GAP * a.size
    )


def mend_page_ends(pages: Sequence[Sequence[Line]], vocabulary: Vocabulary) -> list[list[Line]]:
    """A word broken by the end of a page is put on the page where it begins, and off the next."""
    mended = [list(lines) for lines in pages]
    for here, there in pairwise(mended):
        _mend(here, there, vocabulary)
    return mended


def _mend(here: list[Line], there: list[Line], vocabulary: Vocabulary) -> None:
    size = body_size(here)
    last = next((i for i in reversed(range(len(here))) if _is_body(here[i], size)), None)
    first = next((i for i, line in enumerate(there) if _is_body(line, size)), None)
    if last is None or first is None or not there[first].text[0].islower():
        return
    left, right = here[last], there[first]
    how = joint(left.text, right.text, vocabulary)
    if how is Joint.APART:
        return
    rest, _, after = right.text.partition(" ")
    whole = (left.text[:-1] if how is Joint.JOIN else left.text) + rest
    here[last] = replace(left, text=whole)
    there[first : first + 1] = [replace(right, text=after)] if after else []


def _is_body(line: Line, size: int) -> bool:
    return round(line.size) == size
