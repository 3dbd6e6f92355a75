"""Running the child that reads one PDF: limits from outside, and a new child after each death."""

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

from kb.errors import ReaderUnavailable
from kb.extract.job import Job
from kb.extract.limits import Limits

Progress = Callable[[int, int], None]

# Limits count the work of the child, so that a busy machine refuses no good file; one that waits
# instead of working may do so this many times as long.
_WAITING = 3
_KILLED = "it ended with -9"  # SIGKILL


@dataclass(slots=True)
class Record:
    """All that the children told about a file.

    `opened` holds the page count by reader, `refused` (kind, words) by reader that could not open;
    kinds are "limit", "password" and "damaged". `pages` maps page number -> reader -> what it gave.
    `stopped` says why reading ended early, "" if it did not. `worked` is what the children that
    ended have worked, in seconds.
    """

    opened: dict[str, int] = field(default_factory=dict)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    total: int = 0
    pages: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    step: dict[str, Any] = field(default_factory=dict)
    characters: int = 0
    stopped: str = ""
    worked: float = 0.0

    def take(self, event: dict[str, Any]) -> None:
        """Note one event of `kb.extract.child`."""
        if "begin" in event:
            self.step = event
        elif "opened" in event and "error" in event:
            self.refused[event["opened"]] = (event["kind"], event["error"])
        elif "opened" in event:
            self.opened[event["opened"]] = event["pages"]
        elif "about" in event:
            self.about = event["about"]
        elif "page" in event:
            self.pages.setdefault(event["page"], {})[event["reader"]] = event
            self.characters += len(event.get("text", ""))
            self.characters += sum(len(line[0]) for line in event.get("lines", ()))
        elif "pages" in event:
            self.total = event["pages"]


def gather(path: Path, limits: Limits, progress: Progress | None = None) -> Record:
    """Read a PDF in child processes, the next one going on after the step the last one died at.

    Ends by the limits whatever the file does. Raises ReaderUnavailable where no child can start.
    """
    record = Record()
    start = time.monotonic()
    job: Job | None = Job(
        str(path.absolute()),
        max_pages=limits.pages,
        memory=limits.memory,
        cpu_seconds=int(limits.document_seconds + limits.open_seconds),
        page_characters=limits.page_characters,
    )
    tried_again: dict[str, Any] | None = None
    while job:
        record.step = {}
        died = _Child(job, record, limits, start, progress).watch()
        if not died or record.stopped:
            job = None
        elif died == _KILLED and record.step != tried_again:
            # by whoever ends processes where memory is short, so it may not be the file's doing
            tried_again, job = record.step, _from(job, record.step)
        else:
            job = _rest(job, record, died)
    return record


class _Child:
    """One child process, watched until it ends or must be ended."""

    def __init__(
        self, job: Job, record: Record, limits: Limits, start: float, progress: Progress | None
    ) -> None:
        self._record = record
        self._limits = limits
        self._document = _Spent(wall=start, work=-record.worked)
        self._progress = progress
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=1000)
        self._process = subprocess.Popen(
            # -P: a file named like a module, in the folder we stand in, is not imported
            [sys.executable, "-P", "-m", "kb.extract.child", job.to_json()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._watched = psutil.Process(self._process.pid)
        self._worked = 0.0

    def watch(self) -> str:
        """Why the child died; "" if it did all it could."""
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        try:
            return self._follow()
        finally:
            self._record.worked += self._work()
            self._process.kill()
            while thread.is_alive():  # it may wait for room in the queue
                self._drain()
                thread.join(0.01)
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
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
            if not self._take(line):
                return "it wrote nonsense"
            step = now = self._now()
            if self._record.characters > 2 * self._limits.document_characters:
                self._record.stopped = "too much text"
                return self._record.stopped

    def _patience(self, step: "_Spent", now: "_Spent") -> float:
        """Seconds that the present step, begun at `step`, may still take at least."""
        at_page = self._record.step.get("begin") == "page"
        limit = self._limits.page_seconds if at_page else self._limits.open_seconds
        document = self._limits.seconds(self._record.total)
        return min(now.left(step, limit), now.left(self._document, document))

    def _now(self) -> "_Spent":
        return _Spent(wall=time.monotonic(), work=self._work())

    def _work(self) -> float:
        """Seconds of processor time that the child has used, as far as anybody saw."""
        with contextlib.suppress(psutil.Error):  # it is gone
            used = self._watched.cpu_times()
            self._worked = used.user + used.system
        return self._worked

    def _out_of_time(self) -> str:
        document = self._limits.seconds(self._record.total)
        if self._now().left(self._document, document) <= 0:
            self._record.stopped = f"more than {document:.0f} seconds"
            return self._record.stopped
        return "out of time"

    def _take(self, line: bytes) -> bool:
        """Whether it was an event; a child that a file took over may write anything."""
        try:
            event = json.loads(line)
            self._record.take(event)
        except (ValueError, TypeError, KeyError, AttributeError):
            return False
        if self._progress and event.get("begin") == "page":
            self._progress(min(event["page"], self._record.total), self._record.total)
        return True

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


def _from(job: Job, step: dict[str, Any]) -> Job:
    """The job from that step on, the step itself included."""
    if step.get("begin") != "page":
        return job
    done = job.readers[: job.readers.index(step["reader"])]
    return replace(job, first_page=step["page"], done_on_first=done)


def _rest(job: Job, record: Record, died: str) -> Job | None:
    """What is left to read after a death, the fatal step noted and left out; None if nothing is.

    Raises ReaderUnavailable where not even one was begun.
    """
    step = record.step
    if not step:
        raise ReaderUnavailable(sys.executable)
    reader = step["reader"]
    if step["begin"] != "page":
        record.refused[reader] = ("limit", died)
        readers = tuple(name for name in job.readers if name != reader)
        return replace(job, readers=readers) if readers else None
    number = step["page"]
    fatal = {"error": died, "kind": "limit"}
    record.pages.setdefault(number, {})[reader] = fatal
    done = job.readers[: job.readers.index(reader) + 1]
    if done == job.readers:
        number, done = number + 1, ()
    return replace(job, first_page=number, done_on_first=done)
