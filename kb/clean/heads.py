"""Running heads and feet: found by their return in the same place, taken out, their number kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.clean.leaves import Leaf
from kb.extract import Line

# a line that stands so often in the first or last rows is no text of the page
_SHARE = 0.12
_MIN_PAGES = 3
_ROWS = 3
_ZONE = 0.13  # of the height, from either edge
_SIDE = 0.1  # of the width: thumb indexes
_LONGEST = 120

ROMAN = r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_ALONE = re.compile(
    r"\W*(?:(?:seite|page|s\.|-|–)\s*)?(?P<n>\d{1,4}|(?=[ivxlcdm])" + ROMAN + r")"
    r"\W*(?:(?:von|of|/|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_AT_AN_END = re.compile(r"^\W*(\d{1,4})(?!\d|\s*[.%]\s*\w)|(?<![\d.,])(\d{1,4})\W*$")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A leaf without its running lines; `numbers` are the printed page numbers it may have.

    A number is decimal or roman, as printed.
    """

    leaf: Leaf
    numbers: tuple[str, ...] = ()


def strip_heads(leaves: Sequence[Leaf]) -> list[Stripped]:
    """The leaves without running heads, feet and thumb indexes; fewer than four keep theirs."""
    edges = [_edge_lines(leaf) for leaf in leaves]
    running = _running(leaves, edges) if len(leaves) > _MIN_PAGES else [set() for _ in leaves]
    return [
        _strip(leaf, edge, chosen)
        for leaf, edge, chosen in zip(leaves, edges, running, strict=True)
    ]


def _strip(leaf: Leaf, edge: Sequence[int], running: set[int]) -> Stripped:
    kept = tuple(line for i, line in enumerate(leaf.lines) if i not in running)
    numbers = dict.fromkeys(n for i in edge for n in _numbers(leaf.lines[i], i in running))
    return Stripped(replace(leaf, lines=kept), tuple(numbers))


def _edge_lines(leaf: Leaf) -> list[int]:
    """Indexes of the lines near an edge of the page."""
    placed = [i for i, line in enumerate(leaf.lines) if line.size]
    unplaced = [i for i, line in enumerate(leaf.lines) if line.y1 == 0]
    chosen = {i for i in placed if _in_zone(leaf.lines[i], leaf)}
    chosen.update(i for i in unplaced if i < _ROWS or i >= len(leaf.lines) - _ROWS)
    return sorted(i for i in chosen if len(leaf.lines[i].text) < _LONGEST)


def _in_zone(line: Line, leaf: Leaf) -> bool:
    middle = (line.y0 + line.y1) / 2
    aside = line.x1 < _SIDE * leaf.width or line.x0 > (1 - _SIDE) * leaf.width
    return aside or not _ZONE * leaf.height < middle < (1 - _ZONE) * leaf.height


def _running(leaves: Sequence[Leaf], edges: Sequence[Sequence[int]]) -> list[set[int]]:
    keys = [{i: _key(leaf.lines[i].text) for i in e} for leaf, e in zip(leaves, edges, strict=True)]
    pages = Counter(key for page in keys for key in set(page.values()))
    enough = max(_MIN_PAGES, _SHARE * len(leaves))
    running = [{i for i, key in page.items() if pages[key] >= enough} for page in keys]
    for leaf, edge, chosen in zip(leaves, edges, running, strict=True):
        chosen.update(i for i in edge if _ALONE.fullmatch(leaf.lines[i].text))
    return _with_their_bands(leaves, edges, running)


def _with_their_bands(
    leaves: Sequence[Leaf], edges: Sequence[Sequence[int]], running: list[set[int]]
) -> list[set[int]]:
    """Heads that change with the chapter: alone in the band where most pages have a running one."""
    bands: dict[tuple[int, int], set[int]] = defaultdict(set)
    for page, (leaf, chosen) in enumerate(zip(leaves, running, strict=True)):
        for i in chosen:
            bands[_band(leaf.lines[i])].add(page)
    usual = {band for band, on in bands.items() if band[0] and len(on) >= len(leaves) / 2}
    return [
        chosen | {i for i in edge if _band(leaf.lines[i]) in usual}
        for leaf, edge, chosen in zip(leaves, edges, running, strict=True)
    ]


def _band(line: Line) -> tuple[int, int]:
    return round(line.y0 / 2), round(line.size)


def _key(text: str) -> str:
    alone = _ALONE.fullmatch(text)
    return "#" if alone else re.sub(r"\d+", "#", text.casefold())


def _numbers(line: Line, running: bool) -> Iterator[str]:
    """Page numbers that a line may hold: alone in it, or at an end of a running one."""
    if (alone := _ALONE.fullmatch(line.text)) is not None:
        yield alone["n"]
    elif running:
        yield from (m[1] or m[2] for m in _AT_AN_END.finditer(line.text))
