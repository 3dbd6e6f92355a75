"""Whether a server's memory stays as it is through a day of people, in less time than a day."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from kb.bench.processes import held
from kb.bench.serving import Server
from kb.bench.window import window

_AT_ONCE = 4
_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """What the server held after each twentieth of the day, in megabytes; the first one before it.

    `grown` is how much more it was at the end than after the first half, when all caches are full.
    """

    searches: int
    sessions: int
    ingests: int
    seconds: float
    megabytes: Sequence[int]

    @property
    def grown(self) -> int:
        """In megabytes; the lowest of the last three against the lowest of the three at half."""
        half = len(self.megabytes) // 2
        return min(self.megabytes[-3:]) - min(self.megabytes[half - 1 : half + 2])

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench memory --json` promises."""
        return {**asdict(self), "grown": self.grown}

    def as_text(self) -> str:
        """The same for people."""
        return (
            f"{self.searches} searches in {self.sessions} windows, {self.ingests} ingests,"
            f" {self.seconds:.0f} s\n  MB held: {' '.join(map(str, self.megabytes))}\n"
            f"  grown in the second half: {self.grown} MB"
        )


def measure(
    server: Server,
    home: Path,
    questions: Sequence[str],
    *,
    searches: int,
    sessions: int,
    ingests: int,
    progress: Callable[[int], object] = lambda megabytes: None,
) -> Held:
    """Open so many windows in turn, ask as many questions in them, change `documents/` meanwhile.

    `home` is the server's, whose documents come and go: not one that anybody needs. `progress`
    hears each sample.
    """
    started, each = time.monotonic(), max(1, searches // sessions)
    samples, changes = [_held(server)], _changes(home / "documents")
    every = max(1, sessions // ingests) if ingests else sessions + 1
    numbers = iter(range(1, sessions + 1))
    for part in range(_SAMPLES):
        count = sessions * (part + 1) // _SAMPLES - sessions * part // _SAMPLES
        with ThreadPoolExecutor(_AT_ONCE) as crowd:
            for number in islice(numbers, count):
                if number % every == 0:
                    crowd.submit(next, changes)
                crowd.submit(_visit, server, random.Random(number), questions, each)  # noqa: S311
        samples.append(_held(server))
        progress(samples[-1])
    return Held(sessions * each, sessions, ingests, time.monotonic() - started, samples)


def _visit(server: Server, chance: random.Random, questions: Sequence[str], count: int) -> None:
    """One window: opened, asked so many questions, closed."""
    with window(server.address) as opened:
        opened.run()
        for _ in range(count):
            opened.ask(" ".join(chance.sample(questions, chance.randint(1, 2))))


def _changes(folder: Path) -> Iterator[None]:
    """A publication more, then one less, for ever; the running server takes it in."""
    original = min(folder.glob("*.pdf"), key=lambda path: path.stat().st_size)
    made = folder / "one-more.pdf"
    while True:
        shutil.copyfile(original, made)
        with made.open("ab") as file:
            file.write(b"\n%% another\n")
        yield
        made.unlink()
        for record in folder.glob("*.toml"):
            if made.name in record.read_text("utf-8"):
                record.unlink()
        yield


def _held(server: Server) -> int:
    """Megabytes of the server alone: what it starts to take files in ends by itself."""
    return held(server.pid, below=False) >> 20
