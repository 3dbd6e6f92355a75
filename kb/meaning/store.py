"""Vectors on disk, two files per PDF: memory-mapped, written whole or not at all, resumable."""

import os
import re
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.disk import whole, writing_to
from kb.meaning.chunks import CUTTING, headings, leading, sentences, windows
from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.quantised import Records, quantise
from kb.meaning.words import (
    WordRecords,
    WordVectors,
    chosen,
    count_record,
    counted,
    says_nothing,
    word_record,
)
from kb.model import Page

# A chunk counts for what it says beyond its page, a page for what it says beyond everything: each
# is marked down by this much of its nearness to the page's mean. Two points of nDCG@10 in English,
# one in four other languages (xquad); as good as marking down by the nearest of all chunks (CSLS,
# Conneau et al., ICLR 2018), and no page's vectors depend on another's.
MARKED_DOWN = 0.3
_NAME = re.compile(r"\.?([0-9a-f]{64})(?:\.part|(?:\.pages|\.words)?\.npy(?:\.part)?)")
_WORDS = "words.npy"
_FOLDER = re.compile(r".+-cut\d+-\w*")


def chunk_record(size: int) -> np.dtype[Any]:
    """A chunk on disk: its page from 0, its place there (-1: nowhere), whether it is sentences.

    `vector` times `scale` has length 1 (a byte for each number: the ranking is the same), `down` is
    what its nearness is marked down by.
    """
    vector = ("vector", "i1", (size,))
    places = [("page", "<i4"), ("start", "<i4"), ("end", "<i4"), ("sentence", "?")]
    return np.dtype([*places, ("scale", "<f4"), ("down", "<f4"), vector])


def page_record(size: int) -> np.dtype[Any]:
    """A page on disk: where its chunks begin, their mean as `vector` times `scale`, and `down`."""
    return np.dtype(
        [("first", "<i8"), ("scale", "<f4"), ("down", "<f4"), ("vector", "i1", (size,))]
    )


@dataclass(frozen=True, slots=True)
class Held:
    """The vectors of a PDF. `chunks` is memory-mapped.

    Chunks `borders[i]` to before `borders[i + 1]` are those of page i.
    """

    pages: Records
    chunks: Records
    borders: NDArray[np.int64]


class VectorStore:
    """`<sha256>.npy` and `.pages.npy` in a folder of their own for every encoder and cutting.

    `made_from` tells apart what the same PDF came to under different cleaning: it is a part of the
    folder's name too. A file that is damaged or has another number of pages is as if absent.
    """

    def __init__(self, folder: Path, encoder: Encoder, made_from: str) -> None:
        self.folder = folder / f"{encoder.name}-cut{CUTTING}-{made_from}"
        self._encoder = encoder
        self._chunk = chunk_record(encoder.size)
        self._page = page_record(encoder.size)

    @property
    def state(self) -> str:
        """Changes whenever a file does; one look at the folder."""
        try:
            return f"{self.folder.stat().st_mtime_ns:x}"
        except OSError:
            return ""

    def load(self, sha256: str, pages: int) -> Held | None:
        """The vectors of a PDF; None if they have to be made."""
        try:
            means = np.load(self._path(sha256, ".pages.npy"), allow_pickle=False)
            chunks = np.load(self._path(sha256, ".npy"), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        fits = means.dtype == self._page and chunks.dtype == self._chunk
        if not fits or means.shape != (pages,) or chunks.ndim != 1:
            return None
        borders = np.append(means["first"], len(chunks))
        held = Held(means, chunks.view(np.ndarray), borders)  # a memmap takes long to slice
        first, *_, last = [0, *held.borders]
        sound = first == 0 and last == len(chunks) and bool(np.all(np.diff(held.borders) >= 0))
        return held if sound else None

    def make(self, sha256: str, pages: Sequence[Page], progress: Callable[[int], None]) -> None:
        """Encode page by page and keep the result; goes on where a killed run stopped.

        The same pages give the same bytes, killed or not. `progress` hears the pages done.
        Raises FolderNotWritable.
        """
        part = self._path(sha256, ".part")
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            done = self._resume(part, len(pages))
            with part.open("ab") as file:
                for number, page in enumerate(pages[done:], start=done):
                    file.write(self._records(number, page).tobytes())
                    progress(number + 1)
            chunks = np.fromfile(part, self._chunk)
            _write(self._path(sha256, ".words.npy"), counted(pages))
            _write(self._path(sha256, ".pages.npy"), self._pages(chunks, len(pages)))
            _write(self._path(sha256, ".npy"), chunks)
            part.unlink()

    def words(self) -> WordVectors:
        """The German words that questions are compared with; none until `learn` has been."""
        records = _load(self.folder / _WORDS, word_record(self._encoder.size))
        empty = np.zeros(0, word_record(self._encoder.size))
        return WordVectors(empty if records is None else records)

    def learn(self, sha256s: Collection[str]) -> None:
        """Bring `words` in line with these PDFs, all of which are made. Raises FolderNotWritable.

        A word that is known already is not encoded again.
        """
        with writing_to(self.folder):
            paths = [self._path(sha256, ".words.npy") for sha256 in sorted(sha256s)]
            counts = [_load(path, count_record()) for path in paths]
            wanted = chosen([held for held in counts if held is not None])
            known = _load(self.folder / _WORDS, word_record(self._encoder.size))
            if known is None or known["word"].tolist() != wanted:
                self.folder.mkdir(parents=True, exist_ok=True)
                _write(self.folder / _WORDS, self._words(wanted, known))

    def sweep(self, wanted: Collection[str]) -> None:
        """Remove the vectors of PDFs that are no longer searched, and those made in other ways."""
        with writing_to(self.folder):
            for path in self.folder.iterdir() if self.folder.is_dir() else ():
                named = _NAME.fullmatch(path.name)
                if named and named[1] not in wanted:
                    path.unlink(missing_ok=True)
            for other in self.folder.parent.iterdir() if self.folder.is_dir() else ():
                if other.is_dir() and other != self.folder and _FOLDER.fullmatch(other.name):
                    shutil.rmtree(other)

    def _words(self, wanted: Sequence[str], known: WordRecords | None) -> WordRecords:
        records = np.zeros(len(wanted), word_record(self._encoder.size))
        records["word"] = wanted
        records["stop"] = [says_nothing(word) for word in wanted]
        old = {} if known is None else {word: i for i, word in enumerate(known["word"].tolist())}
        new = [i for i, word in enumerate(wanted) if word not in old]
        made = records[new]
        _quantise(self._encoder.encode([wanted[i] for i in new]), made)
        records[new] = made
        for i, word in enumerate(wanted):
            if known is not None and word in old:
                records[i] = known[old[word]]
        return records

    def _path(self, sha256: str, suffix: str) -> Path:
        return self.folder / f"{sha256}{suffix}"

    def _records(self, number: int, page: Page) -> Records:
        """The chunks of a page: headings, sentences, windows."""
        titles, said = headings(page), sentences(page)
        parts = [*titles, *said, *windows(page)]
        places = [(-1, -1)] * bool(leading(page)) + parts
        records = np.zeros(len(places), self._chunk)
        records["page"] = number
        records["start"], records["end"] = np.array(places, np.int32).reshape(-1, 2).T
        first = len(places) - len(parts) + len(titles)
        records["sentence"][first : first + len(said)] = True
        vectors = self._encoder.encode_parts(page.text, parts)
        if leading(page):
            vectors = np.vstack([self._encoder.encode([leading(page)]), vectors])
        _quantise(vectors, records)
        if len(records):
            records["down"] = MARKED_DOWN * vectors @ vectors.mean(axis=0)
        return records

    def _pages(self, chunks: Records, count: int) -> Records:
        pages = np.zeros(count, self._page)
        borders = np.searchsorted(chunks["page"], np.arange(count + 1))
        pages["first"] = borders[:-1]
        means = np.zeros((count, self._encoder.size), np.float32)
        for page, (first, last) in enumerate(pairwise(borders)):
            if last > first:
                means[page] = vectors_of(chunks[first:last]).mean(axis=0)
        pages["down"] = MARKED_DOWN * np.einsum("ij,ij->i", means, means)
        _quantise(means, pages)
        return pages

    def _resume(self, part: Path, pages: int) -> int:
        """Cut an unfinished file back to whole pages; how many pages need not be done again."""
        if not part.exists():
            return 0
        size = self._chunk.itemsize
        records = np.fromfile(part, self._chunk, count=part.stat().st_size // size)
        last = int(records["page"][-1]) if len(records) else 0
        kept = int(np.searchsorted(records["page"], last)) if 0 <= last < pages else 0
        os.truncate(part, kept * size)
        return last if kept else 0


def vectors_of(records: Records) -> Vectors:
    """The vectors of chunks or pages as they were made, within a percent."""
    return np.asarray(records["vector"] * records["scale"][:, None], np.float32)


def _quantise(vectors: Vectors, records: Records) -> None:
    """Fill in `vector` and `scale`."""
    made = quantise(vectors)
    records["vector"], records["scale"] = made.vector, made.scale


def _load(path: Path, record: np.dtype[Any]) -> Records | None:
    """A whole file, None if it is missing or of no use."""
    try:
        records: Records = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return records if records.dtype == record and records.ndim == 1 else None


def _write(path: Path, records: Records) -> None:
    with whole(path) as file:
        np.save(file, records)
