"""From `kb start` to an answered search, on publications that have not changed."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.bench.serving import served
from kb.bench.window import window

_QUESTION = "Wer unterschreibt beim Arzt?"
_PATIENCE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the command to the first answer, of each start in turn."""

    seconds: Sequence[float]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench start --json` promises."""
        return asdict(self)

    def as_text(self) -> str:
        """The same for people."""
        each = ", ".join(f"{seconds:.1f}" for seconds in self.seconds)
        return f"start to first answer: {statistics.median(self.seconds):.1f} s ({each})"


def measure(home: Path, times: int) -> Started:
    """Start the app on a home folder that is taken in already, so many times in turn."""
    with served(home):  # what a first start ever has to do
        pass
    return Started([_once(home) for _ in range(times)])


def _once(home: Path) -> float:
    started = time.perf_counter()
    with served(home, wait=False) as server:
        while time.perf_counter() - started < _PATIENCE:
            try:
                with window(server.address) as opened:
                    opened.run()
                    opened.ask(_QUESTION)
                    return time.perf_counter() - started
            except OSError:
                time.sleep(0.02)
    raise TimeoutError
