"""Vectors on disk, a file per PDF: memory-mapped, written whole or not at all, resumable."""

import os
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.generations import writing_to
from kb.meaning.chunks import CUTTING, chunks
from kb.meaning.encoder import Encoder
from kb.model import Page

Records = NDArray[Any]  # one per chunk, see `record`

_NAME = re.compile(r"[0-9a-f]{64}\.(?:npy|part)")


def record(size: int) -> np.dtype[Any]:
    """A chunk on disk: the page's number from 0, its place on the page (-1: nowhere), its vector.

    Half precision: the ranking is the same, at half the size.
    """
    return np.dtype([("page", "<i4"), ("start", "<i4"), ("end", "<i4"), ("vector", "<f2", (size,))])


class VectorStore:
    """`<sha256>.npy` in a folder of their own for every encoder and way of cutting.

    `edition` tells apart what the same PDF came to under different cleaning: it is a part of the
    folder's name too. A file that is damaged or has another number of pages is as if absent.
    """

    def __init__(self, folder: Path, encoder: Encoder, made_from: str) -> None:
        self.folder = folder / f"{encoder.name}-cut{CUTTING}-{made_from}"
        self._encoder = encoder
        self._record = record(encoder.size)

    @property
    def state(self) -> str:
        """Changes whenever a file does; one look at the folder."""
        try:
            return f"{self.folder.stat().st_mtime_ns:x}"
        except OSError:
            return ""

    def has(self, sha256: str) -> bool:
        """Whether the vectors of a PDF are there; they may still turn out to be damaged."""
        return self._path(sha256).is_file()

    def load(self, sha256: str, pages: int) -> Records | None:
        """The chunks of a PDF in the order of its pages, memory-mapped; None if to be made."""
        try:
            records: Records = np.load(self._path(sha256), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        whole = records.dtype == self._record and records.ndim == 1
        numbers = records["page"] if whole else np.array([-1])
        sound = not len(numbers) or (
            numbers[0] >= 0 and numbers[-1] < pages and bool(np.all(np.diff(numbers) >= 0))
        )
        return records if sound else None

    def make(self, sha256: str, pages: Sequence[Page], progress: Callable[[int], None]) -> None:
        """Encode page by page and keep the result; goes on where a killed run stopped.

        The same pages give the same bytes, killed or not. `progress` hears the pages done.
        Raises FolderNotWritable.
        """
        part = self._path(sha256).with_suffix(".part")
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            done = self._resume(part, len(pages))
            with part.open("ab") as file:
                for number, page in enumerate(pages[done:], start=done):
                    file.write(self._records(number, page).tobytes())
                    progress(number + 1)
            self._finish(part, self._path(sha256))

    def sweep(self, wanted: Collection[str]) -> None:
        """Remove the vectors of PDFs that are no longer searched, and unfinished ones of such."""
        with writing_to(self.folder):
            for path in self.folder.iterdir() if self.folder.is_dir() else ():
                if _NAME.fullmatch(path.name) and path.stem not in wanted:
                    path.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.npy"

    def _records(self, number: int, page: Page) -> Records:
        cut = chunks(page)
        records = np.zeros(len(cut), self._record)
        records["page"] = number
        records["start"] = [chunk.start for chunk in cut]
        records["end"] = [chunk.end for chunk in cut]
        records["vector"] = self._encoder.encode([chunk.text for chunk in cut])
        return records

    def _resume(self, part: Path, pages: int) -> int:
        """Cut an unfinished file back to whole pages; how many pages need not be done again."""
        if not part.exists():
            return 0
        size = self._record.itemsize
        records = np.fromfile(part, self._record, count=part.stat().st_size // size)
        last = int(records["page"][-1]) if len(records) else 0
        kept = int(np.searchsorted(records["page"], last)) if 0 <= last < pages else 0
        os.truncate(part, kept * size)
        return last if kept else 0

    def _finish(self, part: Path, path: Path) -> None:
        records = np.fromfile(part, self._record)
        aside = path.with_suffix(".tmp")
        with aside.open("wb") as file:
            np.save(file, records)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        part.unlink()
