"""The association's colour in shades that can be read, on the light ground and on the dark one.

Contrast after WCAG 2.2: relative luminance of sRGB, (lighter + 0.05) / (darker + 0.05).
"""

from dataclasses import dataclass

_READABLE = 4.5  # WCAG 2.2, 1.4.3, AA
# The grounds that links stand on, as in static/kb.css: of each theme the one that is nearer to ink.
_LIGHT_GROUND = "#f3f6f7"
_DARK_GROUND = "#1a252b"
_STEPS = 100
_WHITE, _BLACK = "#ffffff", "#000000"


@dataclass(frozen=True, slots=True)
class Shade:
    """An accent for one theme, and the ink that can be read on it."""

    accent: str
    ink: str


def light(colour: str) -> Shade:
    """The shade for the light ground: the colour itself, or as much darker as need be."""
    return _shade(colour, _LIGHT_GROUND, towards=_BLACK)


def dark(colour: str) -> Shade:
    """The shade for the dark ground: the colour itself, or as much lighter as need be."""
    return _shade(colour, _DARK_GROUND, towards=_WHITE)


def contrast(one: str, other: str) -> float:
    """How well two colours "#rrggbb" stand apart: 1 for the same, 21 for black and white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _shade(colour: str, ground: str, towards: str) -> Shade:
    mixed = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    accent = next(shade for shade in mixed if contrast(shade, ground) >= _READABLE)
    # for every colour one of the two has a contrast of more than 4.5
    return Shade(accent, max(_WHITE, _BLACK, key=lambda ink: contrast(ink, accent)))


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
