"""Many people at once: how long each of them waits for an answer, over the app's own web socket."""

import random
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from html import unescape
from urllib.parse import parse_qsl

import psutil

from kb.bench.serving import Server
from kb.bench.window import Window, window
from kb.evaluate.measures import Times, median_and_p95, timed

_HIT = re.compile(r'href="\.?/?\?([^"]*)"[^>]*data-drawer')
_READ = 3  # of so many questions one is followed by reading its first hit
_PAUSE = 0.7  # seconds; of so many questions one is typed with a pause in the middle
_TYPED_SLOWLY = 2


@dataclass(frozen=True, slots=True)
class Waited:
    """What `people` met who thought for `think` seconds between two steps.

    Times in milliseconds, (median, 95th percentile): of a whole question, and of opening a page.
    `runs` is how many screens the server drew, each for `work` milliseconds of processor time.
    """

    people: int
    think: float
    searches: int
    search: Times
    reading: Times
    runs: int
    work: float
    failures: int

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench load --json` promises."""
        return asdict(self)

    def as_text(self) -> str:
        """A line of the table."""
        return (
            f"{self.people:4} people, {self.think:3.0f} s: {self.searches:5} searches"
            f"  p50 {self.search[0]:6.0f}  p95 {self.search[1]:6.0f} ms"
            f"   reading p50 {self.reading[0]:6.0f}  p95 {self.reading[1]:6.0f} ms"
            f"   {self.runs} runs of {self.work:.0f} ms work, {self.failures} failed"
        )


@dataclass(slots=True)
class _Tally:
    """What everybody met so far, in seconds."""

    searches: list[float] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    failures: int = 0


def measure(
    server: Server, questions: Sequence[str], people: int, think: float, seconds: float
) -> Waited:
    """Let so many people ask and read for a while.

    Each waits between half and one and a half times `think` after every answer, types every second
    question with a pause (the app answers each pause), and reads the first hit of every third.
    """
    tally, ends = _Tally(), time.monotonic() + seconds
    before = _work(server)
    crowd = [
        threading.Thread(target=_visit, args=(server, questions, think, ends, tally, number))
        for number in range(people)
    ]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    runs = len(tally.searches) + len(tally.readings) + len(tally.pauses)
    return Waited(
        people=people,
        think=think,
        searches=len(tally.searches),
        search=median_and_p95(tally.searches),
        reading=median_and_p95(tally.readings),
        runs=runs,
        work=1000 * (_work(server) - before) / max(runs, 1),
        failures=tally.failures,
    )


def _work(server: Server) -> float:
    """Seconds that the server has worked, as far as is known."""
    if not server.pid:
        return 0.0
    used = psutil.Process(server.pid).cpu_times()
    return float(used.user + used.system)


def _visit(
    server: Server, questions: Sequence[str], think: float, ends: float, tally: _Tally, number: int
) -> None:
    """One person: opens the app some time within the first pause, then asks until the end."""
    chance = random.Random(number)  # noqa: S311 - the same crowd every time
    _sleep(chance.uniform(0, think), ends)
    try:
        with window(server.address) as opened:
            opened.run()
            for count, question in enumerate(_asked(chance, questions)):
                _sleep(think * chance.uniform(0.5, 1.5), ends)
                if time.monotonic() >= ends:
                    return
                found = _ask(opened, question, tally, slowly=count % _TYPED_SLOWLY == 0)
                if count % _READ == 0:
                    _sleep(think * chance.uniform(0.5, 1.5), ends)
                    _read(opened, question, found, tally)
    except (OSError, TimeoutError):
        tally.failures += 1


def _asked(chance: random.Random, questions: Sequence[str]) -> Iterator[str]:
    """Some ask what others asked, some what nobody has asked before."""
    while True:
        first, second = chance.choice(questions), chance.choice(questions)
        yield first if chance.random() < 0.5 else f"{first} {second.split()[0]}"


def _ask(opened: Window, question: str, tally: _Tally, *, slowly: bool) -> str:
    """What was drawn for the question."""
    if slowly:
        tally.pauses.append(timed(lambda: opened.ask(question[: len(question) // 2 + 1]))[1])
        time.sleep(_PAUSE)
    drawn, seconds = timed(lambda: opened.ask(question))
    tally.searches.append(seconds)
    return drawn


def _read(opened: Window, question: str, drawn: str, tally: _Tally) -> None:
    """Open the first hit, if there is one."""
    if found := _HIT.search(drawn):
        address = dict(parse_qsl(unescape(found[1])))
        tally.readings.append(timed(lambda: opened.ask(question, address))[1])


def _sleep(seconds: float, ends: float) -> None:
    time.sleep(max(0.0, min(seconds, ends - time.monotonic())))
