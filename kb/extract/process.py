"""Reading one PDF in processes of their own: a new one after each death, and where a core is free
another that comes towards it from the last page.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from kb.errors import ReaderUnavailable
from kb.extract.job import Job
from kb.extract.limits import Limits
from kb.extract.record import Record
from kb.extract.towards import Towards
from kb.extract.watching import Child

Progress = Callable[[int, int], None]

AT_ONCE = max(1, min(2, os.cpu_count() or 1))
_cores = BoundedSemaphore(AT_ONCE)
_KILLED = "it ended with -9"  # SIGKILL


def gather(path: Path, limits: Limits, progress: Progress | None = None) -> Record:
    """Read a PDF in child processes, the next one going on after the step the last one died at.

    Ends by the limits whatever the file does. Of all files together, two processes read at once:
    others wait. Raises ReaderUnavailable where no child can start.
    """
    job = Job(
        str(path.absolute()),
        max_pages=limits.pages,
        memory=limits.memory,
        cpu_seconds=int(limits.document_seconds + limits.open_seconds),
        page_characters=limits.page_characters,
    )
    with _cores, Towards(job, limits, _cores) as other:
        return _Gathering(job, limits, progress, other).run()


class _Gathering:
    """Pages of one file, from the first one on until they meet `other`."""

    def __init__(self, job: Job, limits: Limits, progress: Progress | None, other: Towards) -> None:
        self._job = job
        self._limits = limits
        self._progress = progress
        self._other = other
        self._record = Record()

    def run(self) -> Record:
        record, start = self._record, time.monotonic()
        job: Job | None = self._job
        tried_again: dict[str, Any] | None = None
        while job:
            record.step = {}
            died = Child(job, record, self._limits, start, self._is_enough).watch()
            if not died or record.stopped:
                job = None
            elif died == _KILLED and record.step != tried_again:
                # by whoever ends processes where memory is short, so perhaps not the file's doing
                tried_again, job = record.step, _from(job, record.step)
            else:
                job = _rest(job, record, died)
        return record

    def _is_enough(self) -> bool:
        """Whether the other one has read from the page on that begins now."""
        record = self._record
        if record.step["begin"] != "page":
            return False
        page, total = record.step["page"], record.total
        if self._progress:
            self._progress(min(page + self._other.done, total), total)
        if self._other.meets(page, total):
            self._other.hand_over(record)
            return True
        return False


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
