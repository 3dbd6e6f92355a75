"""Finds places of our text of a page in another reading of it, by their letters alone.

Two readers of one page agree on its letters but not on spaces, hyphens, ligatures, the form of
umlauts, running heads or the order of columns. So both texts become streams of bare letters, and a
place is looked up by its letters and by what stands around them.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Span

# Letters compared on each side to tell equal words apart; a line of print holds about as many.
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, folded; `origins[i]` is where letter i stood in it."""

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Letters":
        """ "ﬁ" gives f and i with one origin; accents, hyphens and spaces give nothing."""
        letters: list[str] = []
        origins: list[int] = []
        for origin, character in enumerate(text):
            for letter in unicodedata.normalize("NFKD", character).casefold():
                if letter.isalnum() or letter == "§":
                    letters.append(letter)
                    origins.append(origin)
        return cls("".join(letters), origins)

    def part(self, span: Span) -> tuple[int, int]:
        """The range of letters whose origins lie in `span`."""
        inside = [i for i, origin in enumerate(self.origins) if span.start <= origin < span.end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def locate(spans: Sequence[Span], ours: str, theirs: str) -> list[Span]:
    """For each span of `ours` the span of `theirs` with the same letters in the same surroundings.

    A span whose letters do not occur in `theirs`, or that has none, is left out.
    """
    source, target = Letters.of(ours), Letters.of(theirs)
    found = (_find(source, target, span) for span in spans)
    return [span for span in found if span is not None]


def _find(source: Letters, target: Letters, span: Span) -> Span | None:
    start, end = source.part(span)
    if start == end:
        return None
    wanted = source.text[start:end]
    places = _occurrences(wanted, target.text)
    if not places:
        return None
    expected = start / len(source.text) * len(target.text)
    best = max(
        places,
        key=lambda place: (
            _agreement(source.text, start, end, target.text, place),
            -abs(place - expected),
        ),
    )
    return Span(target.origins[best], target.origins[best + len(wanted) - 1] + 1)


def _occurrences(wanted: str, text: str) -> list[int]:
    places = []
    place = text.find(wanted)
    while place >= 0:
        places.append(place)
        place = text.find(wanted, place + 1)
    return places


def _agreement(source: str, start: int, end: int, target: str, place: int) -> int:
    """How many letters before and after agree; the sum of both sides."""
    before = _common(
        source[max(0, start - _CONTEXT) : start][::-1], target[:place][: -_CONTEXT - 1 : -1]
    )
    behind = place + end - start
    return before + _common(source[end : end + _CONTEXT], target[behind : behind + _CONTEXT])


def _common(one: str, other: str) -> int:
    for length, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return length
    return min(len(one), len(other))
