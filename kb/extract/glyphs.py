"""The characters of a page with their places, got from PDFium with as few calls as there can be.

PDFium tells of one character at a time, and a page has thousands. To ask each for everything the
plain way took ten times as long as PDFium itself; here a call costs a quarter of a microsecond.
"""

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from kb.extract.raw import HIDDEN_BULLET

BROKEN_WORD = "\x02"  # PDFium's sign for a hyphen and the line break after it …
_BROKEN_AT_ONCE = "\ufffe"  # … and the other one, where it is asked for all text at once
_BULLET = re.compile("•")
_LEVEL = 0.995  # cosine of 6 degrees, in either direction
_WHITE = 225  # of 255, in red, green and blue: paper and pale boxes
_AT_ONCE = 2048  # characters


class Box(NamedTuple):
    """Where the font has its letters, in points; `size` is `height` rounded, as lines have it."""

    bottom: float
    top: float
    height: float
    size: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Character `text[i]` is drawn from `x0[i]` to `x1[i]` and down to `feet[i]`, in points.

    `boxes` are those of their fonts, with a height of 0.0 for what is not level.
    """

    text: str
    x0: Sequence[float]
    x1: Sequence[float]
    feet: Sequence[float]
    boxes: Sequence[Box]


def quick(function: Any, result: Any = ctypes.c_int) -> Any:
    """The same function of PDFium's without a look at its arguments: they are handles of type
    c_void_p, plain numbers, and what `byref` gives.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_char_box = quick(raw.FPDFText_GetCharBox)
_text_object = quick(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_char_angle = quick(raw.FPDFText_GetCharAngle, ctypes.c_float)
_loose_box = quick(raw.FPDFText_GetLooseCharBox)
_loose = raw.FS_RECTF()
_target = ctypes.byref(_loose)
_places = (ctypes.c_double * (4 * _AT_ONCE))()
# where left, right, bottom and top of each are written to: made once, since that takes long
_targets = [
    [ctypes.byref(_places, 8 * at) for at in range(side, 4 * _AT_ONCE, 4)] for side in range(4)
]


def glyphs(page: Any, count: int) -> Glyphs:
    """The `count` characters of a text page; bullets that nobody sees are HIDDEN_BULLET."""
    handle = ctypes.cast(page, ctypes.c_void_p)
    sides: list[list[float]] = [[], [], [], []]
    for start in range(0, count, _AT_ONCE):
        number = min(_AT_ONCE, count - start)
        deque(map(_char_box, repeat(handle), range(start, start + number), *_targets), maxlen=0)
        for side, values in enumerate(sides):
            values += _places[side : 4 * number : 4]
    x0, x1, low, high = sides
    owners = map(_text_object, repeat(handle), range(count))
    return Glyphs(_text(page, count), x0, x1, low, list(_boxes(handle, owners, low, high)))


def _boxes(
    page: ctypes.c_void_p, owners: Iterator[int | None], low: Sequence[float], high: Sequence[float]
) -> Iterator[Box]:
    """What is set at once has one font and one baseline, but not where it runs downwards."""
    start = 0
    for owner, run in groupby(owners):
        end = start + sum(1 for _ in run)
        box, is_level = _box(page, start)
        # some fonts do not say how high they are: then each has its own
        is_own = box[:2] == (low[start], high[start])
        is_line = max(low[start:end]) <= box.top and min(high[start:end]) >= box.bottom
        if owner and is_level and is_line and not is_own:
            yield from repeat(box, end - start)
        else:
            yield box
            yield from (_box(page, i)[0] for i in range(start + 1, end))
        start = end


def _box(page: ctypes.c_void_p, index: int) -> tuple[Box, bool]:
    """The font's box, and whether the character is level."""
    _loose_box(page, index, _target)
    bottom, top = _loose.bottom, _loose.top
    if math.cos(_char_angle(page, index)) <= _LEVEL:
        return Box(bottom, top, 0.0, 0.0), False
    # nominal sizes like 8.85 differ in the sixth digit from one letter to the next
    return Box(bottom, top, top - bottom, round(top - bottom + 1e-4, 1)), True


def _text(page: Any, count: int) -> str:
    text = _text_at_once(page, count)
    if len(text) != count:  # it has none for signs that a font maps to nothing
        text = "".join(chr(raw.FPDFText_GetUnicode(page, i)) for i in range(count))
    return _BULLET.sub(lambda m: HIDDEN_BULLET if _is_hidden(page, text, m.start()) else m[0], text)


def _text_at_once(page: Any, count: int) -> str:
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(page, 0, count, units)
    # two halves stay two characters here, as in PDFium's count
    text = bytes(units)[: 2 * (written - 1)].decode("utf-16-le", "surrogatepass")
    return text.replace(_BROKEN_AT_ONCE, BROKEN_WORD)


def _is_hidden(page: Any, text: str, index: int) -> bool:
    """In the colour of the paper, with text in another: lists are wrapped by hand that way."""
    after = range(index + 1, min(index + 4, len(text)))
    letter = next((i for i in after if text[i].strip()), None)
    if letter is None or min(_colour(page, index)) < _WHITE:
        return False
    return min(_colour(page, letter)) < _WHITE


def _colour(page: Any, index: int) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(page, index, red, green, blue, alpha)
    return red.value, green.value, blue.value
