"""The one home of Whoosh 2.7.4: it keeps pages and the places of their words, in segments.

Nothing else of it is used to search: reading the postings of one token takes Whoosh 130 µs, and 30
more for each 128 of them.
"""

import json
import os
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.matching import Matcher
from whoosh.reading import TermNotFound

from kb.index.engine import Document, Field
from kb.index.written import page_as_json, page_from_json
from kb.model import Page


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a token: Whoosh's document numbers, counts, and places.

    Deleted documents are among them. The places of all documents follow each other.
    """

    numbers: NDArray[np.int64]
    counts: NDArray[np.float32]
    places: NDArray[np.uint32]


class Store:
    """Whoosh's files in the folder of a generation, opened for reading; threads may share it.

    They are closed when nobody holds the store any more.
    """

    def __init__(self, folder: Path) -> None:
        # with our schema none is unpickled from the disk
        opened = index.FileIndex(_Mapped(folder, readonly=True), schema=_SCHEMA)
        self._reader = opened.reader()
        self._using = Lock()  # two threads on one of Whoosh's readers give wrong results
        finalize(self, self._reader.close)

    def postings(self, token: str) -> Postings:
        """Where the EXACT token stands, in all segments."""
        with self._using:
            return _joined(list(self._blocks(token)))

    def page(self, number: int) -> Page:
        """The page as it was added."""
        with self._using:
            stored = self._reader.stored_fields(number)
        return page_from_json(json.loads(stored["page"]))

    def size(self) -> int:
        """How many document numbers there are, deleted ones included."""
        count: int = self._reader.doc_count_all()
        return count

    def documents(self) -> Iterator[tuple[int, bytes]]:
        """Number and page key of every document that is not deleted; for one thread alone."""
        for leaf, offset in self._reader.leaf_readers() if self.size() else ():
            column = leaf.column_reader("key")
            for number in leaf.all_doc_ids():
                yield offset + number, column[number]

    def _blocks(self, token: str) -> Iterator[Postings]:
        for leaf, offset in self._reader.leaf_readers():
            with suppress(TermNotFound):
                yield from _read_blocks(leaf.postings(Field.EXACT.value, token), offset)


class StoreWriter:
    """Adds to Whoosh's files in a folder, or starts them."""

    def __init__(self, folder: Path, *, new: bool) -> None:
        self._folder = folder
        made = index.create_in(folder, _SCHEMA) if new else index.open_dir(folder, schema=_SCHEMA)
        # compound segments would be copied into memory by every reader that opens them
        # what it calls 64 MB are 150; with more it is no faster
        self._writer = made.writer(limitmb=64, compound=False, codec=_codec())

    def add(self, entry: str, document: Document) -> None:
        """Append a page; `entry` is the name by which it can be deleted."""
        self._writer.add_document(
            entry=entry,
            key=str(document.page.key).encode(),
            page=json.dumps(page_as_json(document.page), ensure_ascii=False),
            exact=document.tokens.get(Field.EXACT, ()),
        )

    def delete(self, entry: str) -> None:
        """Delete the pages of an entry that were there before this writer."""
        self._writer.delete_by_term("entry", entry)

    def commit(self, *, optimize: bool) -> None:
        """Write everything, merging small segments; with `optimize` into one, without the dead."""
        self._writer.commit(optimize=optimize)
        (self._folder / "MAIN_WRITELOCK").unlink(missing_ok=True)

    def cancel(self) -> None:
        """Give up; the folder is not to be used."""
        with suppress(Exception):  # fails too where the disk is full
            self._writer.cancel()


def is_store_file(name: str) -> bool:
    """Whether a file is Whoosh's: written once, never changed, so safe to link."""
    return name.startswith(("MAIN_", "_MAIN_"))


# -- Whoosh's side ---------------------------------------------------------------------------------


class _Mapped(FileStorage):  # type: ignore[misc]
    """Files mapped into memory: to look up a token takes Whoosh a dozen small reads."""

    def open_file(self, name: str, **_: object) -> StructFile:
        with Path(self._fpath(name)).open("rb") as file:
            if os.fstat(file.fileno()).st_size:
                return _MappedFile(mmap(file.fileno(), 0, access=ACCESS_READ), name)
        return StructFile(BytesIO(), name)  # nothing to map


class _MappedFile(StructFile):  # type: ignore[misc]
    def get(self, position: int, length: int) -> bytes:
        piece: bytes = self.file[position : position + length]
        return piece


def _read_blocks(matcher: Matcher, offset: int) -> Iterator[Postings]:
    """The postings of a term in one segment, a whole block at a time."""
    matcher = getattr(matcher, "child", matcher)  # a filter against deleted documents
    while matcher.is_active():
        number, count = matcher.id(), matcher.weight()
        value = matcher.value()
        if isinstance(matcher, W3LeafMatcher):  # the calls have decoded its block
            yield _block(matcher._ids, matcher._weights, matcher._values, offset)
            matcher._next_block()
        else:
            yield _block([number], [count], [value], offset)
            matcher.next()


def _block(
    numbers: Sequence[int], counts: Sequence[float], values: Sequence[bytes | None], offset: int
) -> Postings:
    return Postings(
        np.array(numbers, np.int64) + offset,
        np.array(counts, np.float32),
        np.frombuffer(b"".join(filter(None, values)), "<u4"),
    )


def _joined(blocks: Sequence[Postings]) -> Postings:
    if len(blocks) == 1:
        return blocks[0]
    return Postings(
        np.concatenate([np.zeros(0, np.int64), *(block.numbers for block in blocks)]),
        np.concatenate([np.zeros(0, np.float32), *(block.counts for block in blocks)]),
        np.concatenate([np.zeros(0, np.uint32), *(block.places for block in blocks)]),
    )


class _PackedPlaces(formats.Format):  # type: ignore[misc]
    """Little-endian 32-bit numbers, which numpy takes a block at a time; Whoosh pickles a list."""

    posting_size = -1  # of any length


class _Places(fields.FieldType):  # type: ignore[misc]
    """Our tokens with their places in the page."""

    def __init__(self) -> None:
        super().__init__(_PackedPlaces(), None)

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(value):
            places[token].append(place)
        for token, found in places.items():
            packed = struct.pack(f"<{len(found)}I", *found)
            yield token.encode(), len(found), float(len(found)), packed


def _codec() -> W3Codec:
    codec = W3Codec()
    # lengths are in our columns: no need to look one up for every posting that is written. On the
    # object, since a class of our own would be pickled into the index by name
    codec.length_stats = False
    return codec


_SCHEMA = fields.Schema(
    entry=fields.ID(),
    key=fields.COLUMN(VarBytesColumn()),
    page=fields.STORED(),
    exact=_Places(),
)
