"""One process that reads a PDF, watched until it ends or must be ended."""

import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kb.extract.job import Job
from kb.extract.limits import Limits
from kb.extract.record import Record
from kb.extract.starting import start

# Limits count the work of the child, so that a busy machine refuses no good file; one that waits
# instead of working may do so this many times as long.
_WAITING = 3


class Child:
    """At work on a job; what it tells goes into a record.

    `since` is when the document was begun. `is_enough` is asked with every step that begins, and
    ends the process where it says so.
    """

    def __init__(
        self, job: Job, record: Record, limits: Limits, since: float, is_enough: Callable[[], bool]
    ) -> None:
        self._record = record
        self._limits = limits
        self._document = _Spent(wall=since, work=-record.worked)
        self._is_enough = is_enough
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=1000)
        self._process = start(job)

    def watch(self) -> str:
        """Why the child died; "" if it did all it could, or enough."""
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        try:
            return self._follow()
        finally:
            self._record.worked += self._process.worked()
            self._process.kill()
            while thread.is_alive():  # it may wait for room in the queue
                self._drain()
                thread.join(0.01)
            self._process.wait()
            self._process.close()

    def stop(self) -> None:
        """End it; for another thread than the one that watches."""
        self._process.kill()

    def _listen(self) -> None:
        for line in self._process.out:
            self._lines.put(line)
        self._lines.put(b"")

    def _drain(self) -> None:
        while not self._lines.empty():
            self._lines.get_nowait()

    def _follow(self) -> str:
        step = now = self._now()
        while True:
            try:
                line = self._lines.get(timeout=max(self._patience(step, now), 0.0))
            except queue.Empty:
                now = self._now()
                if self._patience(step, now) > 0:
                    continue
                return self._out_of_time()
            if not line:
                return self._ended()
            event = self._taken(line)
            if event is None:
                return "it wrote nonsense"
            step = now = self._now()
            if self._record.is_too_much(self._limits.document_characters):
                return self._record.stopped
            if "begin" in event and self._is_enough():
                return ""

    def _patience(self, step: "_Spent", now: "_Spent") -> float:
        """Seconds that the present step, begun at `step`, may still take at least."""
        at_page = self._record.step.get("begin") == "page"
        limit = self._limits.page_seconds if at_page else self._limits.open_seconds
        document = self._limits.seconds(self._record.total)
        return min(now.left(step, limit), now.left(self._document, document))

    def _now(self) -> "_Spent":
        return _Spent(wall=time.monotonic(), work=self._process.worked())

    def _out_of_time(self) -> str:
        document = self._limits.seconds(self._record.total)
        if self._now().left(self._document, document) <= 0:
            self._record.stopped = f"more than {document:.0f} seconds"
            return self._record.stopped
        return "out of time"

    def _taken(self, line: bytes) -> dict[str, Any] | None:
        """The event that it was, or None: a child that a file took over may write anything."""
        try:
            event: dict[str, Any] = json.loads(line)
            self._record.take(event)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        return event

    def _ended(self) -> str:
        code = self._process.wait()
        return f"it ended with {code}" if code else ""


@dataclass(frozen=True, slots=True)
class _Spent:
    """A moment: what the clock on the wall says, and how much the child had worked."""

    wall: float
    work: float

    def left(self, since: "_Spent", limit: float) -> float:
        """What is left of `limit` seconds of work; of waiting there is more, but not for ever."""
        waiting = _WAITING * limit - (self.wall - since.wall)
        return min(limit - (self.work - since.work), waiting)
