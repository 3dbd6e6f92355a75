"""Paragraphs by their former numbers, told apart from today's use of the same numbers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from string import ascii_lowercase

from kb.currency.former import Number, numbers
from kb.german import LawReference, Term
from kb.german.law import ANY_LAW
from kb.german.law_changes import current_law, repealed

LONG = 4  # digits of a number that only the BGB reaches

_NUMBER = re.compile(r"(?<![\w.])(\d{1,4})\s?([a-z]?)(?!\w)")


class FormerNumbers:
    """Looks up the former rules that a reference may mean. Read-only."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_token: dict[str, list[Number]] = {}
        self._ranges: list[tuple[str, int, int, Number]] = []
        for number in numbers(terms):
            for token in _exact(number.reference):
                self._by_token.setdefault(token, []).append(number)
            if (ends := _ends(number.reference)) and ends[1] < ends[2]:
                self._ranges.append((*ends, number))
        self._ranges.sort(key=lambda r: r[2] - r[1])  # the narrowest says most
        today = [r for term in terms if not repealed(term) for r in current_law(term)]
        self._in_force = {token for reference in today for token in reference.tokens}
        self._reach: dict[str, tuple[int, int]] = {}
        for law, low, high in filter(None, map(_ends, today)):
            a, b = self._reach.get(law, (low, high))
            self._reach[law] = (min(a, low), max(b, high))
        self._written = lru_cache(maxsize=100)(self._possible)

    def may_be_in(self, text: str, as_of: str) -> bool:
        """Whether `text` has any number of former law, whatever it counts there: a quick look."""
        written = self._written(as_of)
        return any(m[1] in written or m[1] + m[2] in written for m in _NUMBER.finditer(text))

    def _possible(self, as_of: str) -> frozenset[str]:
        """The numbers that can mean former law in an edition of that Rechtsstand."""
        single = [(token, n) for token, listed in self._by_token.items() for n in listed]
        within = [
            (f"{law}:{paragraph}", n)
            for law, low, high, n in self._ranges
            for paragraph in range(low, high + 1)
        ]
        former = (t for t, n in (*single, *within) if self._is_former(n, t, as_of))
        return frozenset(token.split(":")[1] for token in former)

    def of(self, reference: LawReference, as_of: str) -> list[Number]:
        """What a reference means in an edition of that Rechtsstand; empty if it is today's law.

        Where the glossary only knows the range that a number lies in, all of it moved together.
        """
        for token in reference.asked:
            same = [n for n in self._by_token.get(token, ()) if _covers(n.reference, reference)]
            if same:
                return [n for n in same if self._is_former(n, token, as_of)]
        ends = _ends(reference)
        if not ends:
            return []
        law, low, high = ends
        around = [n for name, a, b, n in self._ranges if name == law and a <= low and high <= b]
        found = [n for n in around if self._is_former(n, reference.asked[-1], as_of)]
        return [replace(n, kept=False) for n in found[:1]]

    def _is_former(self, number: Number, token: str, as_of: str) -> bool:
        law, paragraph = token.split(":")[:2]
        if law == ANY_LAW and not self._is_unmistakable(token, paragraph):
            return False
        if is_before(as_of, number.since):
            return True
        return not number.kept and not self._may_be_in_force(number.reference.law, paragraph)

    def _is_unmistakable(self, token: str, paragraph: str) -> bool:
        """Whether "§ 1835a" says enough without its law: no other has it, or so many paragraphs."""
        laws = {number.reference.law for number in self._by_token[token]}
        if len(paragraph.rstrip(ascii_lowercase)) >= LONG:
            return len(laws) == 1
        in_force = f"{ANY_LAW}:{paragraph}" in self._in_force
        return len(laws) == 1 and not paragraph.isdigit() and not in_force

    def _may_be_in_force(self, law: str, paragraph: str) -> bool:
        """Named in today's law, or a plain number between such: it may mean something else now."""
        if f"{law}:{paragraph}" in self._in_force or not paragraph.isdigit():
            return f"{law}:{paragraph}" in self._in_force
        low, high = self._reach.get(law, (0, 0))
        return low <= int(paragraph) <= high


def is_before(as_of: str, since: str) -> bool:
    """Whether a Rechtsstand lies before a change; if either is unknown, it does not."""
    return bool(as_of and since) and as_of < since


def _exact(reference: LawReference) -> Sequence[str]:
    """The tokens of exactly what is named: "§ 41 Abs. 3" is not all of § 41."""
    detailed = [token for token in reference.tokens if token.count(":") > 1]
    return detailed or reference.tokens


def _covers(former: LawReference, named: LawReference) -> bool:
    """Whether `named` lies in `former`: "§ 60a Abs. 2" is more than its "Satz 4"."""
    sentence = re.search(r"Satz \d+", former.shown)
    return sentence is None or sentence[0] in named.shown


def _ends(reference: LawReference) -> tuple[str, int, int] | None:
    """The law and the first and last paragraph of a reference, letters aside; None without law."""
    if not reference.law:
        return None
    paragraphs = (token.split(":")[1] for token in reference.asked)
    whole = [int(re.sub(r"\D", "", paragraph)) for paragraph in paragraphs]
    return reference.law, min(whole), max(whole)
