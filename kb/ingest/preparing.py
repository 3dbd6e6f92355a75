"""Kept pages cleaned and taken apart, one edition after the other; many of them on all cores."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from kb.clean import clean
from kb.extract import RawStore
from kb.german import Analyzer
from kb.german.dictionary import keep_in, kept_in
from kb.index.documents import document
from kb.index.engine import Document
from kb.ingest.events import Progress
from kb.ingest.inventory import Item
from kb.orphan import end_with_parent

# A process needs half a second until it has begun, as long as 80 pages take. Bytes as kept, some
# 10,000 a page.
MANY = 2_000_000
_AT_ONCE = max(1, min(4, os.cpu_count() or 1))
_AHEAD = _AT_ONCE + 1  # editions that are in memory, waiting to be written

Prepared = Sequence[Document] | Exception


def prepared(
    items: Sequence[Item], store: RawStore, analyzer: Analyzer, progress: Progress
) -> Iterator[tuple[Item, Prepared]]:
    """Each edition with its pages as the index takes them, in order; or what our code tripped over.

    It is of no matter to what comes out whether that happens here or in other processes.
    """

    def here(item: Item) -> Prepared:
        try:
            return _documents(item, store, analyzer, progress)
        except Exception as error:  # whatever it is, it is about this file only
            return error

    is_much = sum(store.size(item.edition.sha256) for item in items) >= MANY
    if is_much and len(items) > 1 and _AT_ONCE > 1:
        for item, documents in _elsewhere(items, store.folder):
            yield item, here(item) if documents is None else documents
    else:
        yield from ((item, here(item)) for item in items)


def _elsewhere(
    items: Sequence[Item], folder: Path
) -> Iterator[tuple[Item, Sequence[Document] | None]]:
    """In processes of their own, a few editions ahead of whoever takes them; None: not done."""
    begun_with = os.getpid(), kept_in()
    pool = ProcessPoolExecutor(
        _AT_ONCE, get_context("spawn"), initializer=_begin, initargs=begun_with
    )
    waiting: deque[tuple[Item, Future[Sequence[Document] | None] | None]] = deque()
    coming = iter(items)
    try:
        while True:
            for item in islice(coming, _AHEAD - len(waiting)):
                waiting.append((item, _handed(pool, item, folder)))
            if not waiting:
                return
            item, future = waiting.popleft()
            yield item, _result(future)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(parent: int, dictionary: Path | None) -> None:
    end_with_parent(parent)
    if dictionary:
        keep_in(dictionary)


def _handed(
    pool: ProcessPoolExecutor, item: Item, folder: Path
) -> "Future[Sequence[Document] | None] | None":
    try:
        return pool.submit(_work, item, folder)
    except BrokenProcessPool:
        return None


def _result(
    future: "Future[Sequence[Document] | None] | None",
) -> Sequence[Document] | None:
    """None where a process was ended, say by a machine short of memory."""
    try:
        return future.result() if future else None
    except BrokenProcessPool:
        return None


def _work(item: Item, folder: Path) -> Sequence[Document] | None:
    """None where our code trips over it: not every exception survives the way back."""
    try:
        return _documents(item, RawStore(folder), _analyzer(), None)
    except Exception:
        return None


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _documents(
    item: Item, store: RawStore, analyzer: Analyzer, progress: Progress | None
) -> Sequence[Document]:
    raw = store.load(item.edition.sha256)
    if raw is None:
        raise LookupError("its pages vanished from the index folder")
    edition = item.edition
    pages = clean(raw, *item.name, edition.reading, recognised=bool(edition.recognised))
    documents = []
    for number, page in enumerate(pages, 1):
        if progress:
            progress.at(item.path.name, number, len(pages))
        documents.append(document(page, item.publication, item.edition, analyzer))
    return documents
