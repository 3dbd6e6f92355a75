"""Old and new numbers of the same law, as the glossary's rows put them side by side."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.german.law import LawReference, references
from kb.german.terms import Term

# "vgl." names something merely similar, "keine Entsprechung" nothing
_SIMILAR = re.compile(r"\bvgl\..*|^keine\b.*", re.DOTALL)
_REPEALED = re.compile(r"aufgehoben\b")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other number of a rule: today's if `today`, else the former one.

    `asked` is the reference that was looked up and `shown` its counterpart, both in their usual
    form ("§ 1835a BGB" -> "§ 1878 BGB"); of a rule without successor `shown` says since when it is
    repealed. `tokens` find pages with the counterpart; `term` is the headword it is about. Not
    `sure`: the number asked for is in today's law too, so only a hint is in place.
    """

    asked: str
    shown: str
    tokens: tuple[str, ...]
    today: bool
    term: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Side:
    references: tuple[LawReference, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    former: _Side
    current: _Side
    term: str


class LawChanges:
    """Looks up counterparts in both directions."""

    def __init__(self, terms: Sequence[Term]) -> None:
        changes = [change for term in terms if (change := _change(term))]
        self._by_former = _index((change.former, change) for change in changes)
        self._by_current = _index((change.current, change) for change in changes)
        named = (r for term in terms for r in references(_gone(term.law_today)))
        self._in_force = {token for r in named if _is_single(r) for token in r.asked}

    def counterparts(self, reference: LawReference) -> list[Counterpart]:
        """Today's numbers first; empty if the number stayed or nobody wrote the change down.

        A rule that went to several places has several counterparts. A number marked "a.F." is
        never taken for one of today's law.
        """
        today = [
            _counterpart(reference, change, change.current, today=True)
            for change in _best(self._by_former, reference)
        ]
        if not reference.former:
            if not self._in_force.isdisjoint(reference.asked):
                today = [replace(counterpart, sure=False) for counterpart in today]
            today += [
                _counterpart(reference, change, change.former, today=False)
                for change in _best(self._by_current, reference)
                if not change.current.shown
            ]
        return list(dict.fromkeys(today))


def former_law(term: Term) -> tuple[LawReference, ...]:
    """Where the law had the rule before; what is only similar ("vgl.") does not count."""
    return tuple(references(_SIMILAR.sub("", term.law_former)))


def current_law(term: Term) -> tuple[LawReference, ...]:
    """Where the law has the rule now, or had it when it was repealed."""
    return _principal(references(_SIMILAR.sub("", term.law_today)))


def repealed(term: Term) -> bool:
    """Whether the rule has no successor."""
    return _REPEALED.match(term.law_today) is not None


_Index = dict[str, list[tuple[bool, _Change]]]


def _change(term: Term) -> _Change | None:
    former, current = former_law(term), current_law(term)
    gone = term.law_today if repealed(term) else ""
    kept = {token for r in current for token in r.asked}
    moved = tuple(r for r in former if gone or not kept.intersection(r.asked))
    return _Change(_Side(moved), _Side(current, gone), term.name) if moved and current else None


def _principal(found: Iterable[LawReference]) -> tuple[LawReference, ...]:
    """Of "§ 1808 i.V.m. § 1878" the second holds the rule, the first only leads there."""
    kept: list[LawReference] = []
    for reference in found:
        if reference.joined and kept:
            kept.pop()
        kept.append(reference)
    return tuple(kept)


def _index(sides: Iterable[tuple[_Side, _Change]]) -> _Index:
    index: _Index = {}
    for side, change in sides:
        for reference in side.references:
            exact = _is_single(reference)
            for token in reference.tokens:
                index.setdefault(token, []).append((exact, change))
    return index


def _is_single(reference: LawReference) -> bool:
    """Whether it names one paragraph, and neither a range nor "ff."."""
    return sum(token.count(":") == 1 for token in reference.asked) == 1


def _gone(law: str) -> str:
    """What a row says is in force: nothing if it begins by saying that it was repealed."""
    return "" if _REPEALED.match(law) else law


def _best(index: _Index, reference: LawReference) -> list[_Change]:
    """The changes of the most specific token that has any; a number inside a range counts last."""
    for exact in (True, False):
        for token in reference.asked:
            changes = [change for was_exact, change in index.get(token, ()) if was_exact is exact]
            if changes:
                return changes
    return []


def _counterpart(asked: LawReference, change: _Change, side: _Side, *, today: bool) -> Counterpart:
    shown = side.shown or ", ".join(reference.shown for reference in side.references)
    tokens = tuple(token for reference in side.references for token in reference.asked)
    return Counterpart(asked.shown, shown, tokens, today, change.term)
