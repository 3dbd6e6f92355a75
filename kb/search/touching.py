"""Which of many words share a part with those asked for: all at once, since few ever do."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

_PART = 4  # letters, see `kb.german.Analyzer.grams`
_BITS = 16  # of a part's number: with a hundred parts asked, one word in seventy passes by chance
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63)


class Touching:
    """Looks for the parts of some stems in others."""

    def __init__(self, parts: Collection[str]) -> None:
        """`parts` of another length than a part has are of no stem that is long enough to share."""
        self._asked = np.zeros(1 << _BITS, bool)
        self._asked[_numbers("".join(part for part in parts if len(part) == _PART))[::_PART]] = True

    def of(self, words: Sequence[Sequence[str]]) -> list[int]:
        """Which words, each given by its stems, may share a part; none that does is left out."""
        padded = ["".join(f"_{stem}_" for stem in stems) for stems in words]
        ends = np.cumsum([len(text) for text in padded])
        found = np.flatnonzero(self._asked[_numbers("".join(padded))])
        touched: list[int] = np.unique(np.searchsorted(ends, found, side="right")).tolist()
        return touched


def _numbers(text: str) -> NDArray[np.intp]:
    """A number for each four letters in a row, the same for the same."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(letters) < _PART:
        return np.zeros(0, np.intp)
    count = len(letters) - _PART + 1
    mixed = np.zeros(count, np.uint64)
    for at, factor in enumerate(_FACTORS):
        mixed += letters[at : at + count] * np.uint64(factor)
    return (mixed >> np.uint64(64 - _BITS)).astype(np.intp)
