"""Roman numerals, as front matter is numbered."""

import re

# matches the empty string too: what stands before it must ask for one letter
ROMAN = r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SIGNS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def from_roman(text: str) -> int:
    """The value of a roman numeral in any case, 0 if it is none."""
    text = text.lower()
    if not text or not re.fullmatch(ROMAN, text):
        return 0
    values = [_VALUES[c] for c in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def to_roman(value: int) -> str:
    """The lower-case roman numeral of a value from 1 to 3999."""
    signs = []
    for worth, sign in _SIGNS:
        count, value = divmod(value, worth)
        signs.append(sign * count)
    return "".join(signs)
