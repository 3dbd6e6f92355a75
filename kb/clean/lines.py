"""The lines of a page: the chosen reader's text, each line with the place PDFium saw it at."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from kb.clean.characters import characters
from kb.extract import Line, RawPage

_SOLID = re.compile(r"[^\W_]")
_NOT_SOLID = re.compile(r"[\W_]+")
BULLETS = "•–—-*▪■□☐☑☒✓✔►▶→·○◦"
_ONLY_BULLET = re.compile(rf"[{re.escape(BULLETS)}]|\d{{1,2}}[.)]")
_PREFIX = 12  # letters that are enough to find the place of a line whose rest differs


def page_lines(page: RawPage) -> list[Line]:
    """The lines in the order of the file, characters put right; `size` is 0.0 where unplaced."""
    placed = [replace(line, text=characters(line.text)) for line in page.lines]
    placed = [line for line in placed if line.text]
    if page.reader == "pdfium":
        return list(_with_bullets(placed))
    texts = [characters(line) for line in page.pypdf.splitlines()]
    return list(_with_bullets(_placed([text for text in texts if text], placed)))


def compact(text: str) -> str:
    """Letters and digits only, in one case: what two readers of the same line agree on."""
    return _NOT_SOLID.sub("", text).casefold()


def _placed(texts: Sequence[str], places: Sequence[Line]) -> Iterator[Line]:
    """The texts with the places of the lines that hold the same letters.

    Where a text runs over several of them (cells of a row), it is cut in the same way.
    """
    keys = [compact(line.text) for line in places]
    stream = "".join(keys)
    starts = [0, *accumulate(map(len, keys))][: len(keys)]
    cursor = 0
    for text in texts:
        key = compact(text)
        at = _find(stream, key, cursor)
        if at < 0:
            yield Line(text, 0, 0, 0, 0, 0)
            continue
        cursor = at + len(key)
        for piece, offset, length in _cut(text, at, min(cursor, len(stream)), starts):
            index = bisect_right(starts, offset) - 1
            yield _part(piece, places[index], offset - starts[index], length, len(keys[index]))


def _find(stream: str, key: str, cursor: int) -> int:
    if not key:
        return -1
    for wanted in (key, key[:_PREFIX]):
        at = stream.find(wanted, cursor)
        at = at if at >= 0 else stream.find(wanted)
        if at >= 0:
            return at
    return -1


def _cut(text: str, start: int, end: int, starts: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Pieces of a text whose letters are `start` to `end` of the stream: text, offset, length."""
    first, last = bisect_right(starts, start), bisect_right(starts, end - 1)
    bounds = [start, *starts[first:last], end]
    rest = text
    for low, high in pairwise(bounds[:-1]):
        head, rest = _split_after(rest, high - low)
        if head:
            yield head, low, high - low
    if rest:
        yield rest, bounds[-2], bounds[-1] - bounds[-2]


def _split_after(text: str, solids: int) -> tuple[str, str]:
    """Cut after that many letters and digits and what clings to the last one."""
    places = [m.end() for m in _SOLID.finditer(text)]
    if solids <= 0 or solids > len(places):
        return "", text
    head = text[: places[solids - 1]]
    cling = re.match(r"\S*", text[len(head) :])
    if solids < len(places) and cling:
        gap = text[len(head) : places[solids] - 1]
        head += gap.split(" ")[0] if " " in gap else ""
    return head.strip(), text[len(head) :].strip()


def _part(text: str, line: Line, offset: int, length: int, whole: int) -> Line:
    """The part of a line that a text covers, its place taken in proportion."""
    if not whole or (offset == 0 and length >= whole):
        return replace(line, text=text)
    width = line.x1 - line.x0
    x0 = line.x0 + width * offset / whole
    x1 = min(x0 + width * length / whole, line.x1)
    return replace(line, text=text, x0=round(x0, 1), x1=round(x1, 1))


def _with_bullets(lines: Sequence[Line] | Iterator[Line]) -> Iterator[Line]:
    """A bullet that stands alone is put before the line that it belongs to."""
    bullet: Line | None = None
    for line in lines:
        if bullet is not None:
            line = replace(line, text=f"{bullet.text} {line.text}")
            bullet = None
        if _ONLY_BULLET.fullmatch(line.text):
            bullet = line
        else:
            yield line
    if bullet is not None:
        yield bullet
