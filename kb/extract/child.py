"""The process that touches one PDF: `python -m kb.extract.child JOB`, JOB as `Job.to_json` gives.

Or one that `kb.extract.nursery` forked. Writes one JSON object a line, before and after every step,
so that whoever reads them knows at which step it died and loses nothing that was read before.
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from kb.extract.job import Job
from kb.extract.pdfium_reader import PdfiumReader
from kb.extract.pypdf_reader import PypdfReader
from kb.extract.refusal import LimitReached, PasswordNeeded


class Reader(Protocol):
    """A file open in one of the libraries."""

    pages: int

    def page(self, number: int) -> dict[str, Any]:
        """What the library gives for a page, counted from 1."""


class Work:
    """One pass over a file: opens each reader, then reads page after page with each."""

    def __init__(self, job: Job, out: BinaryIO) -> None:
        self._job = job
        self._out = out
        self._readers: dict[str, Reader] = {}

    def run(self) -> None:
        """Do all of the job that can be done; never raises for anything the file does."""
        for name in self._job.readers:
            if not self._open(name):
                return
        pages = next((r.pages for r in self._readers.values() if r.pages), 0)
        self._tell(pages=min(pages, self._job.max_pages + 1))
        if pages <= self._job.max_pages:
            self._read(pages)

    def _open(self, name: str) -> bool:
        """Whether to go on: a file that breaks one reader's limits is not given to the next."""
        self._tell(begin="open", reader=name)
        try:
            reader = self._readers[name] = _open(name, Path(self._job.path), self._job)
        except Exception as error:
            self._tell(opened=name, error=_words(error), kind=_kind(error))
            return not isinstance(error, LimitReached)
        self._tell(opened=name, pages=reader.pages)
        if hasattr(reader, "about") and not self._job.from_end:
            self._tell(begin="about", reader=name)
            self._tell(about=reader.about())
        return True

    def _read(self, pages: int) -> None:
        first = self._job.first_page
        for number in self._job.numbers(pages):
            for name, reader in self._readers.items():
                if number == first and name in self._job.done_on_first:
                    continue
                if not self._read_page(name, reader, number):
                    break
        self._tell(end=True)

    def _read_page(self, name: str, reader: Reader, number: int) -> bool:
        """Whether the next reader may try the page: not one that broke a limit."""
        self._tell(begin="page", reader=name, page=number)
        if number > reader.pages:
            return True
        try:
            self._tell(page=number, reader=name, **reader.page(number))
        except Exception as error:
            self._tell(page=number, reader=name, error=_words(error), kind=_kind(error))
            return not isinstance(error, LimitReached)
        return True

    def _tell(self, **event: object) -> None:
        self._out.write(json.dumps(event).encode("ascii") + b"\n")
        self._out.flush()


def work(job: Job, out: BinaryIO) -> None:
    """Do the job in this process, which keeps to the job's limits from now on."""
    _limit(job)
    Work(job, out).run()


def _open(name: str, path: Path, job: Job) -> Reader:
    if name == PypdfReader.name:
        return PypdfReader(path, job.page_characters)
    return PdfiumReader(path, job.page_characters)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _kind(error: Exception) -> str:
    if isinstance(error, LimitReached):
        return "limit"
    return "password" if isinstance(error, PasswordNeeded) else "damaged"


def _limit(job: Job) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the time limits still hold there
        return
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: job.memory,
        # for the child whose parent was killed: it ends by itself
        resource.RLIMIT_CPU: job.cpu_seconds,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a lower limit holds already; macOS has few
            resource.setrlimit(kind, (value, value))


def _own_stdout() -> BinaryIO:
    """The pipe to the parent; whatever a library prints goes to stderr instead."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(pipe, "wb")


def main(arguments: list[str]) -> None:
    """Read the PDF that the one argument describes."""
    with _own_stdout() as out:
        work(Job.from_json(arguments[0]), out)


if __name__ == "__main__":
    main(sys.argv[1:])
