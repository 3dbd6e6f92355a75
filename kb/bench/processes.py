"""What a command costs: time on the wall, work on all cores, memory of all its processes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall, seconds of processor time, and the most memory held at any moment.

    `megabytes` is memory of its own (USS) of the process and all below it, where the system tells.
    """

    wall: float
    work: float
    megabytes: int


def cost(
    arguments: Sequence[str], home: Path | None = None, *, expected: Collection[int] = (0,)
) -> tuple[Cost, str]:
    """Run Python with these arguments to its end; what it cost and what it printed.

    Raises CalledProcessError where it ended otherwise than `expected`.
    """
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with watched(process.pid) as most:
        printed, _ = process.communicate()
    wall, after = time.perf_counter() - started, os.times()
    if process.returncode not in expected:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    work = after.children_user + after.children_system
    work -= before.children_user + before.children_system
    return Cost(wall, work, most[0] >> 20), printed


def environment(home: Path | None, **settings: str) -> dict[str, str]:
    """That of a `kb` on a home of its own, whatever the one who measures has set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return {**own, **({"KB_HOME": str(home)} if home else {}), **settings}


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """The most bytes that a process and those below it held while the block runs, in a list."""
    most, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            most[0] = max(most[0], held(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def held(pid: int, *, below: bool = True) -> int:
    """Bytes that a process and those below it hold for themselves; 0 of one that is gone."""
    total = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in [process, *(process.children(recursive=True) if below else ())]:
            with suppress(psutil.Error):
                total += one.memory_full_info().uss
    return total
