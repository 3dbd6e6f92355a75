"""Finding one reader's lines among another's by their letters alone."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SOLID = re.compile(r"[^\W_]")
_NOT_SOLID = re.compile(r"[\W_]+")
_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
_TELLING = 12  # letters that hardly stand twice on a page
_SHORT = 4  # fewer letters stand inside of other words: only a whole line is the same


def compact(text: str) -> str:
    """Letters and digits only, in one case: what two readers of the same line agree on."""
    text = _NOT_SOLID.sub("", text)
    text = text if text.isascii() else text.translate(_DIGITS)
    return text.lower()  # not casefold: "ß" stays one letter


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that covers a line from the share `start` of its letters to the share `end`."""

    text: str
    line: int
    start: float
    end: float


def raise_digits(text: str, like: str) -> str:
    """The text with those digits raised that are raised in a text of the same letters."""
    signs = [c for c in like if _SOLID.match(c)]
    places = [m.start() for m in _SOLID.finditer(text)]
    if len(signs) != len(places) or not any(sign in SUPERSCRIPTS for sign in signs):
        return text
    raised = {
        place: sign for place, sign in zip(places, signs, strict=True) if sign in SUPERSCRIPTS
    }
    return "".join(raised.get(i, c) for i, c in enumerate(text))


class Stream:
    """The letters of all lines of a page in one string, and which of them were found so far."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._keys = [compact(line) for line in lines]
        self._letters = "".join(self._keys)
        self._starts = [0, *accumulate(map(len, self._keys))]
        self._claimed = [False] * len(lines)
        self._cursor = 0

    def claim(self, text: str) -> list[Piece]:
        """The text cut at the ends of the lines it covers; empty if its letters stand nowhere."""
        key = compact(text)
        at = self._find(key)
        if at is None:
            return []
        if at >= self._cursor or len(key) >= _TELLING:
            self._cursor = at + len(key)
        pieces = [self._piece(part, low, high) for part, low, high in self._cut(text, at, len(key))]
        return list(self._with_signs(pieces))

    def _with_signs(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """Lines without a letter between those found: bullets, the dash of an empty cell."""
        yield pieces[0]
        for before, piece in pairwise(pieces):
            for i in range(before.line + 1, piece.line):
                yield Piece(self._lines[i], i, 0, 1)
            yield piece

    def anagram(self, text: str) -> tuple[int, int] | None:
        """Neighbouring lines, not claimed so far, that hold just these letters in any order."""
        wanted = Counter(compact(text))
        total = wanted.total()
        for first, start in enumerate(self._starts[:-1]):
            after = bisect_right(self._starts, start + total) - 1
            fits = total and self._starts[after] == start + total and after > first
            if not fits or any(self._claimed[first:after]):
                continue
            if Counter(self._letters[start : start + total]) == wanted:
                self._claimed[first:after] = [True] * (after - first)
                return first, after
        return None

    def beginning(self, text: str) -> int | None:
        """The line where a text begins that differs from it further on."""
        key = compact(text)[:_TELLING]
        at = self._letters.find(key) if len(key) == _TELLING else -1
        return self._line(at) if at >= 0 else None

    def _find(self, key: str) -> int | None:
        if not key:
            return None
        if len(key) < _SHORT:
            return self._find_whole(key)
        at = self._letters.find(key, self._cursor)
        if at < 0:
            at = self._letters.find(key)
        return at if at >= 0 else None

    def _find_whole(self, key: str) -> int | None:
        at = [self._starts[i] for i, line in enumerate(self._keys) if line == key]
        return next((a for a in at if a >= self._cursor), at[0] if at else None)

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset, hi=len(self._keys)) - 1

    def _cut(self, text: str, at: int, length: int) -> list[tuple[str, int, int]]:
        first, last = self._line(at), self._line(at + length - 1)
        bounds = [at, *self._starts[first + 1 : last + 1], at + length]
        bounds = sorted(set(bounds))
        if len(bounds) == 2:  # it stands in one line, as nearly all do
            return [(text, at, bounds[1])]
        solid = [m.start() for m in _SOLID.finditer(text)]
        if len(solid) != length:  # a letter whose other case is two letters: not cut
            return [(text, at, bounds[1])]
        cuts = [0, *(_gap(text, solid[b - at - 1] + 1, solid[b - at]) for b in bounds[1:-1])]
        parts = [text[low:high].strip() for low, high in pairwise([*cuts, len(text)])]
        return [(p, low, high) for p, (low, high) in zip(parts, pairwise(bounds), strict=True)]

    def _piece(self, text: str, low: int, high: int) -> Piece:
        line = self._line(low)
        self._claimed[line] = True
        start, whole = self._starts[line], len(self._keys[line])
        return Piece(text, line, (low - start) / whole, (high - start) / whole)


def _gap(text: str, low: int, high: int) -> int:
    """Where to cut between two letters: at the space, so that signs stay with their word."""
    space = text.find(" ", low, high)
    return space if space >= 0 else high
