"""The tables beside Whoosh: opening those of a generation, writing those of the next.

Rows are pages sorted by publication, edition and place. Whoosh's document numbers depend on what
was merged when; rows, and with them every score and every tie, do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from kb.index import columns, grams, growing, inverted
from kb.index.columns import Collector, Columns
from kb.index.engine import Document, Entry, Field
from kb.index.generations import Generation
from kb.index.grams import GramTable, GramTabulator
from kb.index.inverted import Inverted, Rows
from kb.index.postings import Postings, WordTabulator
from kb.index.whoosh_store import Store

# BM25's length norm. Titles repeat on every page and references are what they are: no norm.
B = {Field.STEM: 0.6, Field.HEADING: 0.5, Field.TITLE: 0.0, Field.EXACT: 0.6, Field.LAW: 0.0}
BODY_B, HEADING_B = 0.6, 0.5


TABLES = ("words", "body", "heading")  # the inverted ones


@dataclass(frozen=True, slots=True)
class Tables:
    """What all readers of a generation share: read-only arrays and the opened store.

    `number_of` gives the store's document number of every row, `rows` the row of every page key.
    """

    generation: Generation
    store: Store
    columns: Columns
    body: GramTable
    heading: GramTable
    postings: Postings
    number_of: Rows
    rows: Mapping[bytes, int]

    @classmethod
    def load(cls, generation: Generation) -> "Tables":
        """Open a generation. Raises whatever damage makes Whoosh and numpy raise."""
        folder = generation.folder / generation.view
        held = Columns.load(folder / "columns.npz")
        store, row_of = Store(generation.folder), np.load(folder / "rows.npy")
        norms = {f: grams.length_norm(lengths, B[f]) for f, lengths in held.lengths.items()}
        return cls(
            generation=generation,
            store=store,
            columns=held,
            body=GramTable(Inverted.load(folder, "body"), b=BODY_B),
            heading=GramTable(Inverted.load(folder, "heading"), b=HEADING_B),
            postings=Postings(Inverted.load(folder, "words"), store, row_of, norms),
            number_of=_inverse(row_of, len(held.keys)),
            rows=_by_key(held),
        )


class Additions:
    """What new documents bring to the tables, in the order in which they come."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._columns = Collector()
        self._words = WordTabulator()
        self._body = GramTabulator()
        self._heading = GramTabulator()

    def add(self, entry: Entry, documents: Sequence[Document]) -> None:
        """Append the pages of an edition, which must be in order."""
        if name(entry) in map(name, self.entries):
            raise ValueError(f"{entry.publication}.{entry.edition} is added twice")
        for document in documents:
            self._columns.add(document)
            self._words.add(document.tokens)
            self._body.add(document.words)
            self._heading.add(document.heading_words)
        self.entries.append(replace(entry, pages=len(documents)))

    def write(self, folder: Path, base: Tables | None, kept: Sequence[Entry]) -> list[Entry]:
        """Write the tables of `kept` out of `base` and of what was added.

        The store in the folder must be complete. Returns the entries in row order.
        """
        entries = sorted([*kept, *self.entries], key=name)
        size = sum(entry.pages for entry in entries)
        new = places_in(self.entries, entries, self.entries)
        old = places_in(base.generation.entries if base else (), entries, kept)
        held = [(self._columns.columns(), new)]
        if base:
            held.append((base.columns, old))
        made: list[WordTabulator | GramTabulator] = [self._words, self._body, self._heading]
        for table, tabulator in zip(TABLES, made, strict=True):
            added = tabulator.table()
            if base:
                before = Inverted.load(base.generation.folder, table)
                growing.grown(before, old, added, new, size).save(folder, table)
            else:
                inverted.merge([(added, new)], size).save(folder, table)
        merged = columns.merge(held, size)
        merged.save(folder / "columns.npz")
        np.save(folder / "rows.npy", _rows_of_documents(folder, merged))
        return entries


def name(entry: Entry) -> tuple[str, str]:
    """Publication and edition: what an entry is known and sorted by."""
    return entry.publication, entry.edition


def places_in(entries: Sequence[Entry], new: Sequence[Entry], wanted: Sequence[Entry]) -> Rows:
    """The row in `new` of every page of `entries`, -1 for those of entries not `wanted`."""
    starts = accumulate((entry.pages for entry in new), initial=0)
    start_of = dict(zip(map(name, new), starts, strict=False))
    names = set(map(name, wanted))
    runs = [
        np.arange(entry.pages, dtype=np.int32) + start_of[name(entry)]
        if name(entry) in names
        else np.full(entry.pages, -1, np.int32)
        for entry in entries
    ]
    return np.concatenate([np.zeros(0, np.int32), *runs])


def _rows_of_documents(folder: Path, merged: Columns) -> Rows:
    """The row of each of Whoosh's documents, -1 where it is deleted; also the final check."""
    rows, store = _by_key(merged), Store(folder)
    row_of = np.full(store.size(), -1, np.int32)
    for number, key in store.documents():
        row_of[number] = rows[key]
    if not np.array_equal(np.sort(row_of[row_of >= 0]), np.arange(len(merged.keys))):
        raise RuntimeError(f"{folder}: the new index does not hold what it should")
    return row_of


def _by_key(held: Columns) -> dict[bytes, int]:
    return {key: row for row, key in enumerate(held.keys.tolist())}


def _inverse(row_of: Rows, size: int) -> Rows:
    number_of = np.zeros(size, np.int32)
    alive = np.flatnonzero(row_of >= 0)
    number_of[row_of[alive]] = alive
    return number_of
