"""A library of made-up pages on disk: built and timed once, found again by later measurements."""

import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from kb.bench.made_up import MadeUpPages
from kb.bench.synthetic import ONE_MORE, one_more, pages, pages_at, publications, record
from kb.disk import write
from kb.evaluate.measures import timed
from kb.german import Analyzer
from kb.index.documents import document
from kb.index.engine import Changes, Document, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.ingest.inventory import fingerprint
from kb.meaning import Meaning
from kb.model import Page, Publication
from kb.search.word_lists import WordLists

_NOTE = "built.json"  # written last: without it a build did not come to its end


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds it took to index all pages, to add one publication, to make their vectors up, and to
    gather their words; `earlier` where an earlier run did all that.
    """

    pages: float
    one_more: float
    vectors: float
    words: float
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """What is built in a folder, as `kb.library` would open it."""

    engine: WhooshEngine
    meaning: Meaning
    words: Path

    @classmethod
    def at(cls, folder: Path) -> "Library":
        """Of the same folder always the same."""
        meaning = Meaning(folder / "vectors", MadeUpPages(), "")
        return cls(WhooshEngine(folder / "index"), meaning, folder / "words")


def build(folder: Path, count: int) -> Built:
    """Index `count` made-up pages, and one publication more, unless an earlier run did it here."""
    note = folder / _NOTE
    with suppress(OSError, ValueError, TypeError):
        return replace(Built(**json.loads(note.read_bytes())), earlier=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    built = _build(Library.at(folder), count)
    write(note, json.dumps(asdict(built)).encode())
    return built


def name(count: int) -> str:
    """Another one for other pages, and for code that would index them otherwise."""
    code = f"{fingerprint(Analyzer())} {Library.at(Path()).meaning.folder.name}"
    made = hashlib.sha256(code.encode())
    for page in pages_at(range(0, count, max(1, count // 10))):
        made.update(page.text.encode())
    return f"{count}-{made.hexdigest()[:12]}"


def entries(made: Iterable[Page], analyzer: Analyzer) -> Iterator[tuple[Entry, Sequence[Document]]]:
    """One edition after the other: the pages of all would not fit into memory."""
    for id, of_one in groupby(made, lambda page: page.key.publication):
        edition = record(id).editions[0]
        documents = [document(page, record(id), edition, analyzer) for page in of_one]
        yield Entry(id, edition.label, id, len(documents)), documents


def _build(library: Library, count: int) -> Built:
    engine, analyzer = library.engine, Analyzer()
    whole = _publish(engine, analyzer, pages(count), publications(count))
    more = _publish(engine, analyzer, one_more(count), [ONE_MORE])
    vectors = timed(partial(understand, engine, library.meaning))[1]
    with engine.reader() as reader:
        words = timed(partial(WordLists(library.words, analyzer).of, reader))[1]
    return Built(whole, more, vectors, words)


def _publish(
    engine: WhooshEngine, analyzer: Analyzer, made: Iterable[Page], ids: Sequence[str]
) -> float:
    """Analyse and index the pages of some publications; the seconds it took."""
    started = time.perf_counter()
    held = [publication.id for publication in _publications(engine)]
    records = [record(id) for id in (*held, *ids)]
    engine.publish(Changes(entries(made, analyzer), publications=records))
    return time.perf_counter() - started


def _publications(engine: WhooshEngine) -> Sequence[Publication]:
    if not engine.current():
        return ()
    with engine.reader() as reader:
        return tuple(reader.publications)
