"""Other engines on the same pages, each with its best German setting; only what is installed."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

Search = Callable[[str], Sequence[int]]  # a query -> the best pages, counted from 0


def peers(texts: Sequence[str], folder: Path) -> Iterator[tuple[str, Search]]:
    """Each engine with its name, loaded with the texts."""
    for name, (package, build) in _PEERS.items():
        if find_spec(package):
            yield name, build(texts, folder)


def _sqlite(texts: Sequence[str], folder: Path) -> Search:
    """FTS5 has no German stemmer; parts of three letters find inflections and compounds."""
    connection = sqlite3.connect(folder / "fts5.sqlite3", check_same_thread=False)
    connection.execute("CREATE VIRTUAL TABLE page USING fts5(text, tokenize = 'trigram')")
    connection.executemany("INSERT INTO page (rowid, text) VALUES (?, ?)", enumerate(texts))
    connection.commit()
    order = "SELECT rowid FROM page WHERE page MATCH ? ORDER BY bm25(page) LIMIT 10"

    def search(query: str) -> Sequence[int]:
        words = " OR ".join(f'"{word}"' for word in query.replace('"', "").split() if len(word) > 2)
        return [row[0] for row in connection.execute(order, (words or '"   "',))]

    return search


def _bm25s(texts: Sequence[str], folder: Path) -> Search:
    """With German stop words and the Snowball stemmer."""
    bm25s, stemmer = import_module("bm25s"), import_module("Stemmer").Stemmer("german")

    def tokens(several: Sequence[str]) -> object:
        return bm25s.tokenize(several, stopwords="de", stemmer=stemmer, show_progress=False)

    engine = bm25s.BM25()
    engine.index(tokens(texts), show_progress=False)

    def search(query: str) -> Sequence[int]:
        found, _ = engine.retrieve(tokens([query]), k=min(10, len(texts)), show_progress=False)
        return [int(number) for number in found[0]]

    return search


def _tantivy(texts: Sequence[str], folder: Path) -> Search:
    """With its German stemmer."""
    tantivy = import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="de_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=128_000_000)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> Sequence[int]:
        parsed, _ = index.parse_query_lenient(query, ["text"])
        hits = searcher.search(parsed, 10).hits
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return search


_PEERS: Mapping[str, tuple[str, Callable[[Sequence[str], Path], Search]]] = {
    "SQLite FTS5": ("sqlite3", _sqlite),
    "bm25s": ("bm25s", _bm25s),
    "tantivy": ("tantivy", _tantivy),
}
