"""Running heads and feet: found by their return at the edges of pages, taken out, numbers kept."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import median

from kb.clean.leaves import Leaf, body_size
from kb.clean.roman import ROMAN
from kb.clean.stream import compact
from kb.extract import Line

# a line that stands so often in the first or last rows is no text of the page
_SHARE = 0.12
_MIN_PAGES = 3
_ROWS = 3
_ZONE = 0.13  # of the height, from either edge
_SIDE = 0.1  # of the width: thumb indexes
_LONGEST = 120
_BAND_SHARE = 0.3
_APART = 1.3  # times the usual distance of rows: a head stands off from the text

_ALONE = re.compile(
    r"\W*(?:(?:seite|page|s\.)\s*)?(\d{1,4}|(?=[ivxlcdm])" + ROMAN + r")"
    r"\W*(?:(?:von|of|/|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_AT_AN_END = re.compile(r"^\W*(\d{1,4})(?!\d|\s*[.%]\s*\w)|(?<![\d.,])(\d{1,4})\W*$")


def strip_heads(leaves: Sequence[Leaf]) -> tuple[list[Leaf], list[tuple[str, ...]]]:
    """The leaves without running heads, feet and thumb indexes, and the numbers at their edges.

    Fewer than four leaves keep all lines. A running line that stands nowhere else in the document,
    such as the title of a table of many pages, stays where it stands first. Numbers, decimal or
    roman as printed, are what may be a page number; a line that is nothing but one stays until
    `strip_number`, for it may be a cell.
    """
    edges = [_edge_lines(leaf) for leaf in leaves]
    running = _running(leaves, edges) if len(leaves) > _MIN_PAGES else [set() for _ in leaves]
    numbers = [
        tuple(dict.fromkeys(n for i in edge for n in _numbers(leaf.lines[i], i in chosen)))
        for leaf, edge, chosen in zip(leaves, edges, running, strict=True)
    ]
    going = _but_once(leaves, running)
    return [_without(leaf, chosen) for leaf, chosen in zip(leaves, going, strict=True)], numbers


def strip_number(leaf: Leaf, label: str) -> Leaf:
    """The leaf without the lines at its edges that hold just its own number."""
    alone = {i: _ALONE.fullmatch(leaf.lines[i].text) for i in _edge_lines(leaf)}
    return _without(leaf, {i for i, m in alone.items() if m and m[1].lower() == label.lower()})


def _without(leaf: Leaf, indexes: set[int]) -> Leaf:
    return replace(leaf, lines=tuple(li for i, li in enumerate(leaf.lines) if i not in indexes))


def _edge_lines(leaf: Leaf) -> list[int]:
    """Indexes of the lines in the outermost rows of the page, or set apart at its sides."""
    body = body_size(leaf.lines)
    row_of = _rows(leaf)
    rows = sorted(set(row_of.values()))
    outer = {*rows[:_ROWS], *rows[-_ROWS:]}
    chosen = []
    for i, line in enumerate(leaf.lines):
        if not line.y1:
            at_edge = i < _ROWS or i >= len(leaf.lines) - _ROWS
        else:
            at_edge = row_of[i] in outer and _is_high_or_low(line, leaf)
            at_edge = at_edge or _is_thumb_index(line, leaf, body)
        if at_edge and len(line.text) < _LONGEST:
            chosen.append(i)
    return chosen


def _rows(leaf: Leaf) -> dict[int, float]:
    """The height of the row that a placed line stands in, by its index; rows are 3 points apart."""
    placed = sorted((i for i, li in enumerate(leaf.lines) if li.y1), key=lambda i: leaf.lines[i].y0)
    rows: dict[int, float] = {}
    row = last = -math.inf
    for i in placed:
        height = leaf.lines[i].y0
        row = height if height - last > 3 else row
        rows[i], last = row, height
    return rows


def _is_high_or_low(line: Line, leaf: Leaf) -> bool:
    middle = (line.y0 + line.y1) / 2
    return not _ZONE * leaf.height < middle < (1 - _ZONE) * leaf.height


def _is_thumb_index(line: Line, leaf: Leaf, body: int) -> bool:
    """Turned, or a sign or two in a size of its own: not the first column of a table."""
    beside = line.x1 < _SIDE * leaf.width or line.x0 > (1 - _SIDE) * leaf.width
    return beside and (not line.size or (len(line.text) < 3 and abs(line.size - body) > 2))


def _running(leaves: Sequence[Leaf], edges: Sequence[Sequence[int]]) -> list[set[int]]:
    keys = [{i: _key(leaf, i) for i in e} for leaf, e in zip(leaves, edges, strict=True)]
    pages = Counter(key for page in keys for key in set(page.values()))
    enough = max(_MIN_PAGES, _SHARE * len(leaves))
    running = [{i for i, key in page.items() if key and pages[key] >= enough} for page in keys]
    recurring = [{i for i, k in page.items() if k and pages[k] >= _MIN_PAGES} for page in keys]
    bands = _bands(leaves, edges, recurring)
    running = [
        chosen | {i for i in edge if _key(leaf, i) and _in_band(leaf.lines[i], bands)}
        for leaf, edge, chosen in zip(leaves, edges, running, strict=True)
    ]
    return [_standing_off(leaf, chosen) for leaf, chosen in zip(leaves, running, strict=True)]


def _standing_off(leaf: Leaf, chosen: set[int]) -> set[int]:
    """Without rows that stand as close to the text as its own do: they belong to a table."""
    row_of = _rows(leaf)
    rows = sorted(set(row_of.values()))
    if len(rows) < 2:
        return chosen
    distance = _APART * median(b - a for a, b in pairwise(rows))
    judged = {i for i in chosen if i in row_of and _is_high_or_low(leaf.lines[i], leaf)}
    numbers = {i for i in row_of if _ALONE.fullmatch(leaf.lines[i].text)}
    gone = {row_of[i] for i in judged | numbers}
    off = _off_text(rows, gone, distance) | _off_text(rows[::-1], gone, distance)
    return chosen - {i for i in judged if row_of[i] not in off}


def _off_text(rows: Sequence[float], gone: set[float], distance: float) -> set[float]:
    """Of the rows to go, from an edge inwards, those up to the last that stands off from the next.

    The outermost row needs no distance.
    """
    block = list(takewhile(gone.__contains__, rows[:_ROWS]))
    while len(block) > 1 and len(rows) > len(block):
        if abs(rows[len(block)] - block[-1]) >= distance:
            break
        block.pop()
    return set(block)


def _but_once(leaves: Sequence[Leaf], running: Sequence[set[int]]) -> list[set[int]]:
    """The running lines without the first one of those whose words would be lost altogether."""
    kept = [_without(leaf, chosen) for leaf, chosen in zip(leaves, running, strict=True)]
    text = _words("".join(line.text for leaf in kept for line in leaf.lines))
    going = []
    for leaf, chosen in zip(leaves, running, strict=True):
        lost = {i for i in sorted(chosen) if _words(leaf.lines[i].text) not in text}
        text += "".join(_words(leaf.lines[i].text) for i in lost)
        going.append(chosen - lost)
    return going


def _words(text: str) -> str:
    return compact(re.sub(r"\d+", "", text))


def _key(leaf: Leaf, index: int) -> str:
    """What returns from page to page: the text but for its numbers, "" for a lone page number.

    Its size is part of it: a chapter's title is no head, though it runs over the pages after it.
    """
    line = leaf.lines[index]
    if _ALONE.fullmatch(line.text):
        aside = line.y1 and _is_thumb_index(line, leaf, body_size(leaf.lines))
        return f"aside {round(line.x0 / 10)}" if aside else ""
    key = re.sub(r"\d+", "#", line.text.casefold())
    telling = sum(map(str.isalpha, key)) > 2  # figures are cells
    return f"{round(line.size)} {key}" if telling else ""


def _bands(
    leaves: Sequence[Leaf], edges: Sequence[Sequence[int]], recurring: Sequence[set[int]]
) -> set[tuple[int, int]]:
    """Where many pages have a line that recurs, or their number: a head that changes with the
    chapter stands there too.
    """
    pages: dict[tuple[int, int], set[int]] = defaultdict(set)
    for page, (leaf, edge, chosen) in enumerate(zip(leaves, edges, recurring, strict=True)):
        for i in edge:
            if i in chosen or _ALONE.fullmatch(leaf.lines[i].text):
                for band in _near(leaf.lines[i]):
                    pages[band].add(page)
    return {band for band, on in pages.items() if len(on) >= _BAND_SHARE * len(leaves)}


def _band(line: Line) -> tuple[int, int]:
    return round(line.y0), round(line.size)


def _near(line: Line) -> Iterator[tuple[int, int]]:
    """Its height and size, and those within two points of its height."""
    y, size = _band(line)
    return ((y + step, size) for step in range(-2, 3))


def _in_band(line: Line, bands: set[tuple[int, int]]) -> bool:
    return bool(line.y1) and _band(line) in bands


def _numbers(line: Line, running: bool) -> Iterator[str]:
    """Page numbers that a line may hold: alone in it, or at an end of a running one."""
    if (alone := _ALONE.fullmatch(line.text)) is not None:
        yield alone[1]
    elif running:
        yield from (m[1] or m[2] for m in _AT_AN_END.finditer(line.text))
