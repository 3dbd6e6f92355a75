"""Which of many words share a part with those asked for: all at once, since few ever do."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

_PART = 4  # letters, see `kb.german.Analyzer.grams`
_GAP = "__"  # between forms: a part has one "_" at an end, and a form of one letter is "__a_"
_BITS = 16  # of a part's number: with a hundred parts asked, one word in seventy passes by chance
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63)


class Touching:
    """Looks for the parts of some forms in others, and for some forms as a whole."""

    def __init__(self, parts: Collection[str], whole: Collection[str] = ()) -> None:
        """`parts` of another length than a part has are of no form that is long enough to share."""
        looked_for = [part for part in parts if len(part) == _PART]
        looked_for += [f"{_GAP}{form}_"[-_PART:] for form in whole if form]
        self._asked = np.zeros(1 << _BITS, bool)
        self._asked[_numbers("".join(looked_for))[::_PART]] = True

    def of(self, words: Sequence[Sequence[str]]) -> list[int]:
        """Which words, each given by its forms, may share a part or be one of the whole ones; none
        that does is left out.
        """
        if not words:
            return []
        texts = list(map(_GAP.join, words))
        ends = np.cumsum(np.fromiter(map(len, texts), np.intp) + len(_GAP))
        found = np.flatnonzero(self._asked[_numbers(_GAP + _GAP.join(texts) + _GAP)])
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
