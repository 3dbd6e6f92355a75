"""The engine on Whoosh 2.7.4: it keeps postings, positions and pages; numpy adds up the scores.

Row numbers are ours: pages sorted by publication, edition and place. Whoosh's document numbers
depend on what was merged when; rows, and with them every score and every tie, do not.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.columns import VarBytesColumn
from whoosh.matching import Matcher
from whoosh.query import Term as WhooshTerm
from whoosh.query.spans import SpanNear2
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from kb.errors import DamagedIndex, NoIndex
from kb.index import columns, grams
from kb.index.columns import Collector, Columns, Mask
from kb.index.engine import (
    All,
    Any,
    Changes,
    Document,
    Entry,
    Facet,
    Field,
    Node,
    Not,
    Phrase,
    Ranking,
    Request,
    Tagged,
    Term,
    WordParts,
)
from kb.index.generations import Generation, Generations, writing_to
from kb.index.grams import Floats, GramBlock, GramTable, Rows, Tabulator
from kb.model import Heading, Page, PageKey, Publication

# BM25's length norm. Titles repeat on every page and references are what they are: no norm.
_B = {Field.STEM: 0.6, Field.HEADING: 0.5, Field.TITLE: 0.0, Field.EXACT: 0.6, Field.LAW: 0.0}
_BODY_WEIGHT, _BODY_B = 0.6, 0.6
_HEADING_WEIGHT, _HEADING_B = 0.2, 0.5
_DEAD_SHARE = 0.2  # above it, deleted pages cost more than writing all segments anew


class WhooshEngine:
    """Generations under one folder. Safe to share between threads; readers are not."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._opening = Lock()
        self._opened: _Opened | None = None

    @contextmanager
    def reader(self) -> Iterator["WhooshReader"]:
        """Open the current generation. Raises NoIndex when there is none to be read."""
        opened = self._open()
        searcher = opened.index.searcher()  # never shared: two threads on one give wrong results
        try:
            yield WhooshReader(opened, searcher)
        finally:
            searcher.close()

    def current(self) -> str:
        """The name of the generation that serves, "" if there is none."""
        with suppress(NoIndex):
            return self._generations.serving().name
        return ""

    def state(self) -> tuple[str, Sequence[Entry]]:
        """Fingerprint and entries of the generation that serves; ("", ()) if there is none."""
        with suppress(NoIndex):
            generation = self._generations.serving()
            return generation.fingerprint, generation.entries
        return "", ()

    def damage(self) -> DamagedIndex | None:
        """Why an older generation serves than was published last, None if all is well."""
        with suppress(NoIndex):
            return self._generations.damage()
        return None

    def verify(self) -> DamagedIndex | None:
        """Read every byte of the generation that serves; what `damage` says from now on."""
        with suppress(NoIndex):
            generation = self._generations.serving()
            try:
                generation.verify()
            except DamagedIndex as damage:
                self._generations.reject(damage, generation)
        return self.damage()

    def publish(self, changes: Changes, progress: Callable[[Entry], None] | None = None) -> str:
        """Build the next generation, verify it, make it the current one; returns its name."""
        with self._generations.draft() as draft, writing_to(draft.folder):
            base = None if changes.rebuild else self._base()
            if base:
                draft.link(base.generation, [n for n in base.generation.files if _is_whoosh(n)])
            entries = _build(draft.folder, base, changes, progress or (lambda entry: None))
            return draft.publish(changes.fingerprint, entries, changes.publications)

    def _base(self) -> "_Opened | None":
        with suppress(NoIndex):
            return self._open()
        return None

    def _open(self) -> "_Opened":
        with self._opening:
            while True:
                generation = self._generations.serving()
                if self._opened is None or self._opened.generation != generation:
                    try:
                        self._opened = _Opened.load(generation)
                    except Exception as error:  # damage has eight types in Whoosh alone
                        damage = DamagedIndex(generation.folder, type(error).__name__)
                        self._generations.reject(damage, generation)
                        continue
                return self._opened


@dataclass(frozen=True, slots=True)
class _Opened:
    """What all readers of a generation share: read-only arrays and Whoosh's table of contents."""

    generation: Generation
    index: index.Index
    columns: Columns
    body: GramTable
    heading: GramTable
    norms: Mapping[Field, Floats]
    row_of: Rows  # Whoosh's document number -> row, -1 where it is deleted
    number_of: Rows  # row -> Whoosh's document number

    @classmethod
    def load(cls, generation: Generation) -> "_Opened":
        folder = generation.folder
        held = Columns.load(folder / "columns.npz")
        row_of = np.load(folder / "rows.npy")
        return cls(
            generation=generation,
            index=index.open_dir(folder, schema=_SCHEMA, readonly=True),
            columns=held,
            body=GramTable(GramBlock.load(folder, "body"), b=_BODY_B),
            heading=GramTable(GramBlock.load(folder, "heading"), b=_HEADING_B),
            norms={f: grams.length_norm(lengths, _B[f]) for f, lengths in held.lengths.items()},
            row_of=row_of,
            number_of=_inverse(row_of, len(held.keys)),
        )


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
    """Which rows a node matches and what each of them scores; 0 where it does not match."""

    mask: Mask
    scores: Floats


class WhooshReader:
    """A view of one generation, see `kb.index.engine.Reader`."""

    def __init__(self, opened: _Opened, searcher: Searcher) -> None:
        self._opened = opened
        self._searcher = searcher
        self._columns = opened.columns
        self._size = len(opened.columns.keys)

    @property
    def generation(self) -> str:
        """The name of the generation, "g000123"."""
        return self._opened.generation.name

    @property
    def entries(self) -> Sequence[Entry]:
        """The editions it holds."""
        return self._opened.generation.entries

    @property
    def publications(self) -> Sequence[Publication]:
        """The records of the publications it holds, as they were when it was built."""
        return self._opened.generation.publications

    def search(self, request: Request) -> Ranking:
        """Rank pages."""
        found = self._hits(request)
        rows = self._ordered(found, request)
        keys = self._columns.keys[rows].tolist()
        return Ranking(
            rows=[(_key(k), float(s)) for k, s in zip(keys, found.scores[rows], strict=True)],
            total=int(np.count_nonzero(found.mask)),
            facets={
                facet: self._columns.facets[facet].count(found.mask) for facet in request.facets
            },
        )

    def page(self, key: PageKey) -> Page | None:
        """One page, or None if the generation does not hold it."""
        row = self._row(key)
        return None if row is None else self._page(row)

    def pages(self, publication: str, edition: str) -> Sequence[Page]:
        """All pages of an edition in reading order; empty if unknown."""
        return [self._page(row) for row in self._rows_of(publication, edition)]

    def holds(self, field: Field, token: str) -> int:
        """How many pages hold a token."""
        return len(self._postings(field, token)[0])

    def facet(self, key: PageKey, facet: Facet) -> tuple[str, ...]:
        """The values a page carries."""
        row = self._row(key)
        return () if row is None else self._columns.facets[facet].at(row)

    def gram_weights(self, grams: Sequence[str]) -> Sequence[float]:
        """The idf of each gram, 0.0 for one no page holds."""
        weights: list[float] = self._opened.body.idf(grams).tolist()
        return weights

    # -- which rows, and what they score --

    def _hits(self, request: Request) -> _Match:
        found = _Match(self._filtered(request), np.zeros(self._size, np.float32))
        if request.required is not None:
            found = _both(found, self._match(request.required))
        if request.optional is not None or request.parts:
            found = _both(found, self._either(request))
        for (facet, value), factor in request.boosts.items():
            found.scores[self._columns.facets[facet].having([value], self._size)] *= factor
        return found

    def _filtered(self, request: Request) -> Mask:
        mask = np.ones(self._size, bool)
        for facet, accepted in request.filters.items():
            if accepted:  # nothing chosen is no filter
                mask &= self._columns.facets[facet].having(accepted, self._size)
        return mask

    def _either(self, request: Request) -> _Match:
        """Rows that match `optional` or hold enough of `parts`, with the scores of both."""
        found = self._match(request.optional if request.optional is not None else Any(()))
        weights = _gram_weights(request.parts)
        body, heading = self._opened.body, self._opened.heading
        scores = _BODY_WEIGHT * body.score(weights) + _HEADING_WEIGHT * heading.score(weights)
        share = body.coverage(weights)
        enough = (share > 0) & (share >= request.coverage - 1e-5)  # the shares are float32
        return _Match(found.mask | enough, found.scores + scores)

    def _match(self, node: Node) -> _Match:
        match node:
            case Term():
                return self._term(node.field, node.token, node.weight)
            case Phrase():
                return self._phrase(node)
            case Tagged():
                mask = self._columns.facets[node.facet].having([node.value], self._size)
                return _Match(mask, np.zeros(self._size, np.float32))
            case Not():
                mask = ~self._match(node.node).mask
                return _Match(mask, np.zeros(self._size, np.float32))
            case Any():
                return reduce(_one, map(self._match, node.nodes), self._all(False))
            case All():
                return reduce(_both, map(self._match, node.nodes), self._all(True))

    def _all(self, value: bool) -> _Match:
        return _Match(np.full(self._size, value), np.zeros(self._size, np.float32))

    def _term(self, field: Field, token: str, weight: float) -> _Match:
        rows, counts = self._postings(field, token)
        found = self._all(False)
        found.mask[rows] = True
        factor = weight * grams.idf(np.array(len(rows)), self._size)
        found.scores[rows] = factor * grams.saturate(counts, self._opened.norms[field][rows])
        return found

    def _phrase(self, node: Phrase) -> _Match:
        """Rows where the tokens stand together; they score what the tokens score."""
        words = [self._term(Field.EXACT, token, node.weight) for token in node.tokens]
        found = reduce(_both, words, self._all(bool(words)))
        if len(words) > 1 and found.mask.any():
            near = self._all(False)
            near.mask[self._standing_together(node)] = True
            found = _both(found, near)
        return found

    def _standing_together(self, node: Phrase) -> Rows:
        terms = [WhooshTerm(Field.EXACT.value, token) for token in node.tokens]
        query = SpanNear2(terms, slop=node.slop, ordered=node.ordered)
        numbers = [
            offset + number
            for leaf, offset in self._searcher.leaf_searchers()
            for number in query.matcher(leaf, leaf.boolean_context()).all_ids()
        ]
        return _living(self._opened.row_of[numbers])

    def _postings(self, field: Field, token: str) -> tuple[Rows, Floats]:
        """The rows that hold a token and how often each does."""
        numbers: list[int] = []
        counts: list[float] = []
        for leaf, offset in self._searcher.reader().leaf_readers():
            with suppress(TermNotFound):
                for ids, weights in _blocks(leaf.postings(field.value, token)):
                    numbers += [offset + number for number in ids]
                    counts += weights
        rows = self._opened.row_of[numbers]
        alive = rows >= 0
        return rows[alive], np.array(counts, np.float32)[alive]

    # -- in which order --

    def _ordered(self, found: _Match, request: Request) -> list[int]:
        rows = np.flatnonzero(found.mask)
        order: list[NDArray[np.generic]] = [-found.scores[rows]]
        if request.sort_by_year:
            order.append(-self._years()[rows])  # the last key of lexsort sorts first
        # lexsort is stable: equal scores stay in reading order
        best = rows[np.lexsort(order)]
        if request.per_publication is not None:
            best = best[self._first_of_each(best, request.per_publication)]
        chosen: list[int] = best[request.offset : request.offset + request.limit].tolist()
        return chosen

    def _years(self) -> NDArray[np.int32]:
        column = self._columns.facets[Facet.YEAR]
        years = np.array([*(int(v) if v.isdecimal() else 0 for v in column.values), 0], np.int32)
        found: NDArray[np.int32] = years[column.firsts(self._size)]
        return found

    def _first_of_each(self, best: NDArray[np.intp], most: int) -> Mask:
        """Which of the rows are among the first `most` of their publication."""
        publications = self._columns.facets[Facet.PUBLICATION].firsts(self._size)[best]
        groups = np.argsort(publications, kind="stable")
        starts = np.searchsorted(publications[groups], publications[groups])
        first = np.empty(len(best), bool)
        first[groups] = np.arange(len(best)) - starts < most
        return first

    # -- pages --

    def _rows_of(self, publication: str, edition: str) -> range:
        start = 0
        for entry in self.entries:
            if (entry.publication, entry.edition) == (publication, edition):
                return range(start, start + entry.pages)
            start += entry.pages
        return range(0)

    def _row(self, key: PageKey) -> int | None:
        rows = self._rows_of(key.publication, key.edition)
        at = np.flatnonzero(self._columns.keys[rows.start : rows.stop] == str(key).encode())
        return rows.start + int(at[0]) if len(at) else None

    def _page(self, row: int) -> Page:
        stored = self._searcher.stored_fields(int(self._opened.number_of[row]))
        return _page_from_json(stored["page"])


def _both(one: _Match, other: _Match) -> _Match:
    mask = one.mask & other.mask
    return _Match(mask, (one.scores + other.scores) * mask)


def _one(one: _Match, other: _Match) -> _Match:
    return _Match(one.mask | other.mask, one.scores + other.scores)


def _gram_weights(parts: Sequence[WordParts]) -> Mapping[str, float]:
    """Each gram once, with the highest weight of the words it is a part of."""
    weights: dict[str, float] = {}
    for word in parts:
        for gram in word.grams:
            weights[gram] = max(word.weight, weights.get(gram, 0.0))
    return weights


def _blocks(matcher: Matcher) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
    """Document numbers and counts of a term, deleted documents included.

    Whole blocks at a time: Whoosh's own walk costs microseconds a posting.
    """
    matcher = getattr(matcher, "child", matcher)  # a filter against deleted documents
    while matcher.is_active():
        number, count = matcher.id(), matcher.weight()  # decodes the block
        if isinstance(matcher, W3LeafMatcher):
            yield matcher._ids, matcher._weights
            matcher._next_block()
        else:
            yield [number], [count]
            matcher.next()


def _living(rows: Rows) -> Rows:
    return rows[rows >= 0]


def _inverse(row_of: Rows, size: int) -> Rows:
    number_of = np.zeros(size, np.int32)
    alive = np.flatnonzero(row_of >= 0)
    number_of[row_of[alive]] = alive
    return number_of


def _key(text: bytes) -> PageKey:
    key = PageKey.parse(text.decode())
    assert key is not None  # was str(PageKey) when it was written
    return key


# -- building --------------------------------------------------------------------------------------


class _Tokens(fields.FieldType):  # type: ignore[misc]
    """Our tokens with their counts. Without Whoosh's Token objects, which cost half the time."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for token, count in Counter(value).items():
            yield token.encode(), count, float(count), b""


class _Places(fields.FieldType):  # type: ignore[misc]
    """Our tokens with their places in the page."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None)

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(value):
            places[token].append(place)
        for token, found in places.items():
            yield token.encode(), len(found), float(len(found)), self.format.encode(found)


_SCHEMA = fields.Schema(
    entry=fields.ID(),
    key=fields.COLUMN(VarBytesColumn()),
    page=fields.STORED(),
    **{field.value: _Places() if field is Field.EXACT else _Tokens() for field in Field},
)


def _is_whoosh(name: str) -> bool:
    return name.startswith(("MAIN_", "_MAIN_"))


def _build(
    folder: Path, base: _Opened | None, changes: Changes, progress: Callable[[Entry], None]
) -> list[Entry]:
    """Write everything of a generation but its manifest; returns what it holds, in row order."""
    added = _Added()
    found = index.open_dir(folder, schema=_SCHEMA) if base else index.create_in(folder, _SCHEMA)
    writer = found.writer(limitmb=256, compound=False)
    try:
        for publication, edition in changes.remove:
            writer.delete_by_term("entry", f"{publication}.{edition}")
        for entry, documents in changes.add:
            writer.delete_by_term("entry", f"{entry.publication}.{entry.edition}")
            _add(writer, entry, documents, added)
            progress(entry)
        kept = _kept(base, changes, added.entries)
        writer.commit(optimize=_is_mostly_dead(base, kept))
    except BaseException:
        with suppress(Exception):  # fails too where the disk is full
            writer.cancel()
        raise
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)
    entries = sorted([*kept, *added.entries], key=_name)
    _write_tables(folder, base, kept, added, entries)
    return entries


class _Added:
    """What the new documents bring to the tables beside Whoosh, in the order they came."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.columns = Collector()
        self.body = Tabulator()
        self.heading = Tabulator()


def _add(writer: SegmentWriter, entry: Entry, documents: Sequence[Document], added: _Added) -> None:
    if _name(entry) in map(_name, added.entries):
        raise ValueError(f"{entry.publication}.{entry.edition} is added twice")
    for document in sorted(documents, key=lambda d: d.page.key):
        writer.add_document(
            entry=f"{entry.publication}.{entry.edition}",
            key=str(document.page.key).encode(),
            page=_page_to_json(document.page),
            **{field.value: document.tokens.get(field, ()) for field in Field},
        )
        added.columns.add(document)
        added.body.add(document.words)
        added.heading.add(document.heading_words)
    added.entries.append(replace(entry, pages=len(documents)))


def _kept(base: _Opened | None, changes: Changes, added: Sequence[Entry]) -> list[Entry]:
    gone = {*changes.remove, *map(_name, added)}
    return [e for e in (base.generation.entries if base else ()) if _name(e) not in gone]


def _is_mostly_dead(base: _Opened | None, kept: Sequence[Entry]) -> bool:
    alive = sum(entry.pages for entry in kept)
    return base is not None and alive < (1 - _DEAD_SHARE) * len(base.row_of)


def _write_tables(
    folder: Path,
    base: _Opened | None,
    kept: Sequence[Entry],
    added: _Added,
    entries: Sequence[Entry],
) -> None:
    """Write columns, gram tables and the map from Whoosh's documents to rows."""
    size = sum(entry.pages for entry in entries)
    places = _places(added.entries, entries)
    blocks = {"body": [(added.body.block(), places)], "heading": [(added.heading.block(), places)]}
    held = [(added.columns.columns(), places)]
    if base:
        old = _places(base.generation.entries, entries, only=kept)
        held.append((base.columns, old))
        for name, parts in blocks.items():
            parts.append((GramBlock.load(base.generation.folder, name), old))
    for name, parts in blocks.items():
        grams.merge(parts, size).save(folder, name)
    merged = columns.merge(held, size)
    merged.save(folder / "columns.npz")
    np.save(folder / "rows.npy", _rows_of_documents(folder, merged))


def _places(
    entries: Sequence[Entry], new: Sequence[Entry], only: Sequence[Entry] | None = None
) -> Rows:
    """The row in `new` of every page of `entries`, -1 for pages of entries not in `only`."""
    starts = dict(zip(map(_name, new), accumulate((e.pages for e in new), initial=0), strict=False))
    wanted = {_name(entry) for entry in (entries if only is None else only)}
    runs = [
        np.arange(entry.pages, dtype=np.int32) + starts[_name(entry)]
        if _name(entry) in wanted
        else np.full(entry.pages, -1, np.int32)
        for entry in entries
    ]
    return np.concatenate([np.zeros(0, np.int32), *runs])


def _rows_of_documents(folder: Path, merged: Columns) -> Rows:
    """The row of each of Whoosh's documents, -1 where it is deleted; also the final check."""
    rows = {key: row for row, key in enumerate(merged.keys.tolist())}
    with closing(index.open_dir(folder, schema=_SCHEMA, readonly=True).reader()) as reader:
        row_of = np.full(reader.doc_count_all(), -1, np.int32)
        for leaf, offset in reader.leaf_readers() if len(row_of) else ():
            keys = leaf.column_reader("key")
            for number in leaf.all_doc_ids():
                row_of[offset + number] = rows[keys[number]]
    if not np.array_equal(np.sort(_living(row_of)), np.arange(len(merged.keys))):
        raise RuntimeError(f"{folder}: the new index does not hold what it should")
    return row_of


def _name(entry: Entry) -> tuple[str, str]:
    return entry.publication, entry.edition


# -- pages as stored -------------------------------------------------------------------------------


def _page_to_json(page: Page) -> str:
    headings = [(h.level, h.title, h.start) for h in page.headings]
    content = (str(page.key), page.text, page.label, headings, page.reader, page.order)
    return json.dumps(content, ensure_ascii=False)


def _page_from_json(text: str) -> Page:
    key, body, label, headings, reader, order = json.loads(text)
    return Page(
        key=_key(key.encode()),
        text=body,
        label=label,
        headings=tuple(Heading(*heading) for heading in headings),
        reader=reader,
        order=order,
    )
