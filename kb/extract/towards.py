"""A second process for a file: it reads from the last page on towards the first one."""

import time
from contextlib import suppress
from dataclasses import replace
from threading import BoundedSemaphore, Thread
from types import TracebackType
from typing import Self

from kb.errors import ReaderUnavailable
from kb.extract.job import Job
from kb.extract.limits import Limits
from kb.extract.record import Record
from kb.extract.watching import Child

_WORTH = 6  # pages still to be read: it has to open the file, too


class Towards:
    """Begins when a core is free. What it read counts only as far as nothing was amiss with it.

    At the first page that breaks a limit, or that a reader stumbles over, it ends: the process that
    reads from the first page on comes there too, and knows what to do about it.
    """

    def __init__(self, job: Job, limits: Limits, cores: BoundedSemaphore) -> None:
        self._job = replace(job, from_end=True)
        self._limits = limits
        self._cores = cores
        self._record = Record()
        self._thread: Thread | None = None
        self._child: Child | None = None
        self._is_over = False
        self._reached = 0  # by the other one
        self._pages: list[int] = []  # read by all readers: the last one and those before it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over = True
        if self._child:
            self._child.stop()
        if self._thread:
            self._thread.join()

    @property
    def done(self) -> int:
        """How many pages it has read."""
        return len(self._pages)

    def meets(self, page: int, total: int) -> bool:
        """Whether it has read `page`, which the other one begins now, and all behind it."""
        self._reached = page
        if self._thread is None and total - page >= _WORTH and self._cores.acquire(blocking=False):
            self._thread = Thread(target=self._run, name="towards", daemon=True)
            self._thread.start()
        return bool(self._pages) and self._pages[-1] <= page

    def hand_over(self, record: Record) -> None:
        """Tell the record what it read, as if the other one had."""
        for page in reversed(self._pages):
            for event in self._record.pages[page].values():
                record.take(event)
            if record.is_too_much(self._limits.document_characters):
                return

    def _run(self) -> None:
        try:
            with suppress(ReaderUnavailable):
                self._child = Child(
                    self._job, self._record, self._limits, time.monotonic(), self._is_enough
                )
                if self._is_over:
                    self._child.stop()
                self._child.watch()
        finally:
            self._cores.release()

    def _is_enough(self) -> bool:
        step = self._record.step
        if step["begin"] != "page" or step["reader"] != self._job.readers[0]:
            return False
        before, total = step["page"] + 1, self._record.total
        if before <= total:
            if not self._is_whole(before):
                return True
            self._pages.append(before)
        return self._is_over or step["page"] <= self._reached

    def _is_whole(self, page: int) -> bool:
        given = self._record.pages.get(page, {})
        return all("error" not in given.get(reader, {"error": ""}) for reader in self._job.readers)
