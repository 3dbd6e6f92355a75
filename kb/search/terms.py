"""What the glossary's terms find, remembered for each view: the same few are named all the time."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kb.german import Term
from kb.index.engine import Reader, Request
from kb.index.kept import Kept
from kb.index.once import OncePerView
from kb.query import parse
from kb.search.planning import Held, Plan, Planner

KEPT = 64_000_000  # bytes of each view: of 10,000 pages all terms take 5, of 98,000 they took 35
_PLANS = 2_000_000
_PLAN = 8_000  # bytes that a plan takes


@dataclass(frozen=True, slots=True)
class TermPages:
    """The rows that answer a term's German, ascending, and what each of them scores."""

    rows: NDArray[np.int32]
    scores: NDArray[np.float32]


class Terms:
    """Searches for single terms by their German. Safe to share between threads."""

    def __init__(self, planner: Planner, request: Callable[[Plan], Request]) -> None:
        """`request` is what a plan asks the engine for."""
        self._planner = planner
        self._request = request
        self._of_view = OncePerView[_Remembered]()

    def plan(self, term: Term, reader: Reader, held: Held) -> Plan:
        """How a term is searched for; for reading alone."""
        return self._remembered(reader).plans.get(
            term.id, lambda: (self._planner.plan(parse(term.name), held), _PLAN)
        )

    def pages(self, term: Term, plan: Plan, reader: Reader) -> TermPages:
        """What its plan finds."""
        return self._remembered(reader).pages.get(term.id, lambda: self._find(plan, reader))

    def _remembered(self, reader: Reader) -> "_Remembered":
        return self._of_view.of(reader, _Remembered)

    def _find(self, plan: Plan, reader: Reader) -> tuple[TermPages, int]:
        scores = reader.scores(self._request(plan))
        rows = np.flatnonzero(scores).astype(np.int32)
        found = TermPages(rows, scores[rows])
        return found, found.rows.nbytes + found.scores.nbytes


@dataclass(frozen=True, slots=True)
class _Remembered:
    """By the terms' ids."""

    plans: Kept[str, Plan] = field(default_factory=lambda: Kept(_PLANS))
    pages: Kept[str, TermPages] = field(default_factory=lambda: Kept(KEPT))
