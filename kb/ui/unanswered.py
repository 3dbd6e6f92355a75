"""Notes searches that found nothing, once they have settled, behind the reader's back."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from streamlit.runtime.scriptrunner import get_script_run_ctx

from kb.desk import unanswered
from kb.desk.masking import Masking
from kb.errors import KbError
from kb.german import Analyzer
from kb.model import Results
from kb.ui import home, session, state
from kb.ui.address import Address

SETTLED = 5.0  # seconds without another question from the same window
_LOOK_EVERY = 1.0
_MOST = 20_000  # questions of a day that are remembered so as not to be counted twice


def consider(address: Address, results: Results) -> None:
    """Count a question that nothing answers, unless the reader goes on typing.

    What filters exclude is no question of words, and staff try words out.
    """
    context = get_script_run_ctx()
    account = session.account()
    if context is None or (account is not None and account.role.is_staff):
        return
    is_missed = results.similar_only or not results.total
    asked = address.query if is_missed and not address.filters and not address.without else ""
    _waiting().ask(context.session_id, asked, similar=bool(results.total))


@dataclass(slots=True)
class _Question:
    text: str
    similar: bool
    since: float


@dataclass(slots=True)
class Waiting:
    """The last question of every window, and what to do with those that stand unchanged."""

    keep: Callable[[str, bool], None]
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, _Question] = field(default_factory=dict)
    _kept: dict[tuple[str, int, date], None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, window: str, text: str, *, similar: bool) -> None:
        """A window asks; "" is a question that was answered."""
        with self._lock:
            before = self._last.pop(window, None)
            if text.strip():
                same = before is not None and before.text == text
                since = before.since if before and same else self.clock()
                self._last[window] = _Question(text, similar, since)

    def settle(self) -> None:
        """Keep every question that stood long enough, once for a window and day."""
        now = self.clock()
        with self._lock:
            done = {w: q for w, q in self._last.items() if now - q.since >= SETTLED}
            for window in done:
                del self._last[window]
        for window, question in done.items():
            mark = (window, hash(question.text.casefold()), date.today())  # not the words
            if mark not in self._kept:
                self._kept[mark] = None
                self.keep(question.text, question.similar)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]


@cache
def _waiting() -> Waiting:
    waiting = Waiting(_keep)
    threading.Thread(target=_settle, args=(waiting,), name="unanswered", daemon=True).start()
    return waiting


def _settle(waiting: Waiting) -> None:
    while True:
        time.sleep(_LOOK_EVERY)
        waiting.settle()


def _keep(text: str, similar: bool) -> None:
    try:
        masked = _masking(state.shared_library().state).mask(text)
        if masked:
            unanswered.count(home.desk(), masked, similar=similar, day=date.today())
    except KbError as error:  # counting must never cost a reader anything
        logging.getLogger(__name__).warning("a search could not be counted: %s", error)


@lru_cache(maxsize=1)
def _masking(_state: str) -> Masking:
    return Masking(state.shared_library().terms, Analyzer())
