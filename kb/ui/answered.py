"""Which of the questions offered find something; found out behind the reader's back."""

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

from kb.errors import NoIndex
from kb.library import Library
from kb.model import Visibility

# Whose answer it is: one reader may see what another may not.
_Key = tuple[tuple[str, ...], Visibility, Path]


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    found: frozenset[str]


_answers: dict[_Key, _Answer] = {}
_asking: dict[_Key, Thread] = {}
_lock = Lock()


def answered(
    queries: tuple[str, ...], library: Library, *, after: Event | None = None
) -> list[str]:
    """Those that find something, as far as known: nobody waits for it.

    Eighteen searches are half a second, and before the first of them two more to load the encoder.
    So until they are done all queries count, and after an ingest those that found something before.
    They begin `after` something more urgent.
    """
    key = (queries, library.sees, library.settings.index)
    with _lock:
        answer = _answers.get(key)
        if (answer is None or answer.state != library.state) and key not in _asking:
            _asking[key] = Thread(
                target=_ask, args=(key, library, after), name="answered", daemon=True
            )
            _asking[key].start()
    return [query for query in queries if answer is None or query in answer.found]


def settle() -> None:
    """Wait until everything asked so far is known."""
    for thread in list(_asking.values()):
        thread.join()


def _ask(key: _Key, library: Library, after: Event | None) -> None:
    if after:
        after.wait()
    state = library.state
    try:
        found = frozenset(query for query in key[0] if library.search(query, limit=1).total)
    except NoIndex:
        found = frozenset()
    with _lock:
        _answers[key] = _Answer(state, found)
        del _asking[key]
