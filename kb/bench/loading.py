"""Made-up pages loaded into engines: every step timed, and what is done found by a later run."""

import json
import os
import pickle
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from kb.bench.built import entries
from kb.bench.made_up import MadeUpPages
from kb.bench.synthetic import PER_EDITION, pages_at, publications, record
from kb.disk import write
from kb.german import Analyzer
from kb.index.engine import Changes, Document, Engine, Entry
from kb.ingest import understand
from kb.ingest.inventory import fingerprint
from kb.meaning import Meaning
from kb.orphan import end_with_parent
from kb.search.word_lists import WordLists

Edition = tuple[Entry, list[Document]]

ANALYSING, VECTORS, WORDS = "analysing", "vectors", "words"  # steps besides one for each engine
_CODE = "code"


class Loading:
    """`count` made-up pages and what is kept of them beside the engines, in `folder`.

    Pages are taken apart once for all engines and sizes, into the folder `apart`, an edition a
    file, and none of those that are there. What a step took is noted when it is done: a run that
    was killed goes on behind the last of them.
    """

    def __init__(self, folder: Path, apart: Path, count: int) -> None:
        self._count = count
        folder.mkdir(parents=True, exist_ok=True)
        self._note = folder / "loaded.json"
        self._apart = apart
        self._code = fingerprint(_analyzer())
        self.meaning = Meaning(folder / "vectors", MadeUpPages(), "")
        self.words = folder / "words"

    def into(self, engines: Mapping[str, Engine]) -> Mapping[str, float]:
        """The seconds each step took, now or in the run that did it."""
        missing = {name: one for name, one in engines.items() if not self._is_in(name, one)}
        if missing:
            self._step(ANALYSING, self._take_apart)
        for name, engine in missing.items():
            self._step(name, partial(self._publish, engine))
        first = next(iter(engines.values()))
        for name, do in ((VECTORS, self._understand), (WORDS, self._gather)):
            if name not in self._noted():
                self._step(name, partial(do, first))
        return self._taken()

    @property
    def by_other_code(self) -> bool:
        """Whether other code than this loaded them, that may have analysed or indexed otherwise."""
        return self._noted().get(_CODE) != self._code

    def _is_in(self, name: str, engine: Engine) -> bool:
        """Whether it still holds what it was noted to hold."""
        return name in self._noted() and sum(e.pages for e in engine.state()[1]) == self._count

    def _taken(self) -> dict[str, float]:
        return {name: float(took) for name, took in self._noted().items() if name != _CODE}

    def _noted(self) -> dict[str, str | float]:
        with suppress(OSError, ValueError):
            return dict(json.loads(self._note.read_bytes()))
        return {}

    def _step(self, name: str, do: Callable[[], object]) -> None:
        started = time.perf_counter()
        do()
        took = round(time.perf_counter() - started, 1)
        write(self._note, json.dumps({**self._noted(), _CODE: self._code, name: took}).encode())

    def _take_apart(self) -> None:
        self._apart.mkdir(parents=True, exist_ok=True)
        here = (os.getpid(),)
        with ProcessPoolExecutor(None, get_context("spawn"), end_with_parent, here) as pool:
            for _ in pool.map(partial(_take_apart, self._apart), self._ranges()):
                pass

    def _ranges(self) -> Iterator[range]:
        for start in range(0, self._count, PER_EDITION):
            yield range(start, min(start + PER_EDITION, self._count))

    def _publish(self, engine: Engine) -> None:
        records = [record(id) for id in publications(self._count)]
        engine.publish(Changes(self._editions(), publications=records, rebuild=True))

    def _editions(self) -> Iterator[Edition]:
        for places in self._ranges():
            with _file(self._apart, places).open("rb") as file:
                yield pickle.load(file)  # noqa: S301 - written below

    def _understand(self, engine: Engine) -> None:
        understand(engine, self.meaning)

    def _gather(self, engine: Engine) -> None:
        with engine.reader() as reader:
            WordLists(self.words, _analyzer()).of(reader)


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _take_apart(folder: Path, places: range) -> None:
    file = _file(folder, places)
    if not file.exists():
        (edition,) = entries(pages_at(places), _analyzer())
        write(file, pickle.dumps(edition, pickle.HIGHEST_PROTOCOL))


def _file(folder: Path, places: range) -> Path:
    return folder / f"{places.start:09}-{places.stop:09}"
