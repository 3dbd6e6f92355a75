"""What an ingest tells while it runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock


class Stage(StrEnum):
    """What is being done to a file."""

    READING = "reading"
    INDEXING = "indexing"
    UNDERSTANDING = "understanding"


@dataclass(frozen=True, slots=True)
class Event:
    """`page` of `pages` of a file is done; `done` of `files` are finished in this stage.

    `pages_per_second` is the speed of the stage so far, over all files.
    """

    stage: Stage
    file: str
    page: int
    pages: int
    done: int
    files: int
    pages_per_second: float


class Progress:
    """Counts one stage and tells `listener`; called from several threads, tells from one at a time.

    Within a file `at` may repeat and skip pages, `finish` comes once.
    """

    def __init__(self, stage: Stage, files: int, listener: Callable[[Event], None] | None) -> None:
        self._stage = stage
        self._files = files
        self._listener = listener
        self._started = time.monotonic()
        self._pages: dict[str, int] = {}
        self._done = 0
        self._lock = Lock()

    def at(self, file: str, page: int, pages: int) -> None:
        """A page is being worked on."""
        with self._lock:
            self._tell(file, page, pages)

    def finish(self, file: str, pages: int) -> None:
        """A file is done."""
        with self._lock:
            self._done += 1
            self._tell(file, pages, pages)

    def _tell(self, file: str, page: int, pages: int) -> None:
        self._pages[file] = page
        seconds = max(time.monotonic() - self._started, 1e-3)
        speed = sum(self._pages.values()) / seconds
        if self._listener:
            self._listener(Event(self._stage, file, page, pages, self._done, self._files, speed))
