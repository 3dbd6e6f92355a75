"""How pages lie in an index: our tokens split at blanks, scored by our BM25; and what is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from kb.german import Analyzer
from kb.index.engine import Document, Entry, Facet, Field
from kb.index.grams import K1
from kb.index.tables import BODY_B, HEADING_B, B
from kb.index.written import Json, page_as_json
from kb.model import PageKey
from kb.settings import OpenSearch

PARTS, HEADING_PARTS = "parts", "heading_parts"
STREAMS: Mapping[str, float] = {
    **{field.value: b for field, b in B.items()},
    PARTS: BODY_B,
    HEADING_PARTS: HEADING_B,
}  # streams of tokens with BM25's length norm

Streams = Mapping[str, Sequence[str]]  # tokens

OWNER, PLACE, ISSUED, PAGE = "owner", "place", "issued", "page"
LONGEST = 120  # letters of a token: the servers would cut after 255 UTF-16 units, into two tokens
_LONGEST_VALUE = 8000  # letters of a facet's value: they refuse more than 32 KB
_MOST_COUNTED = 255  # as in our own table of word parts


def written(document: Document, taken: Streams, entry: Entry, ordinal: int) -> dict[str, Json]:
    """A page as it is sent, with its `streams`; `ordinal` is its place in its edition, from 0."""
    facets = {f.value: [clipped(v) for v in held] for f, held in document.facets.items() if held}
    year = next(iter(document.facets.get(Facet.YEAR, ())), "")
    return {
        **facets,
        **{stream: " ".join(tokens) for stream, tokens in taken.items()},
        OWNER: entry.publication,
        PLACE: place(entry, ordinal),
        ISSUED: int(year) if year.isdecimal() else 0,
        PAGE: page_as_json(document.page),
    }


def streams(document: Document, parts: Analyzer) -> Streams:
    """The tokens of a page, those of words taken apart included."""
    held: dict[str, Sequence[str]] = {
        field.value: [token_text(token) for token in tokens]
        for field, tokens in document.tokens.items()
    }
    held[PARTS] = _parts(document.words, parts)
    held[HEADING_PARTS] = _parts(document.heading_words, parts)
    return held


def token_text(token: str) -> str:
    """A token as the index holds it."""
    return token[:LONGEST]


def clipped(value: str) -> str:
    """A facet's value as the index holds it."""
    return value[:_LONGEST_VALUE]


def place(entry: Entry, ordinal: int) -> str:
    """What sorts pages into reading order: a blank comes before whatever stands in a name."""
    return f"{entry.publication} {entry.edition} {ordinal:07}"


def place_of(text: str) -> tuple[str, str, int]:
    """Publication, edition and ordinal."""
    publication, edition, ordinal = text.split(" ")
    return publication, edition, int(ordinal)


def similarities(means: Mapping[str, float]) -> dict[str, Json]:
    """BM25 for every stream, `means` being its mean number of tokens on a page.

    What a word weighs comes with the query: the servers count deleted pages, and hidden ones, and
    each shard for itself.
    """
    return {
        f"index.similarity.{stream}": {
            "type": "scripted",
            "script": {"source": f"return query.boost * {_saturation(b, means.get(stream, 0.0))};"},
        }
        for stream, b in STREAMS.items()
    }


# A generation that is not whole is thrown away with the server that dies: it is kept once, nobody
# reads it, and no page waits until it is on the disk.
UNFINISHED: Mapping[str, Json] = {
    "index.blocks.write": None,
    "index.number_of_replicas": 0,
    "index.refresh_interval": "-1",
    "index.translog.durability": "async",
}
# A generation never changes; only such are cloned.
FINISHED: Mapping[str, Json] = {"index.blocks.write": True, "index.translog.durability": "request"}


def index_body(settings: OpenSearch) -> dict[str, Json]:
    """What an index is made with."""
    return {
        "settings": {
            "index.number_of_shards": settings.shards,
            **UNFINISHED,
            **similarities({}),
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": [PAGE, *(facet.value for facet in Facet)]},
            "properties": {
                **{stream: _stream(stream) for stream in STREAMS},
                **{facet.value: {"type": "keyword"} for facet in Facet},
                OWNER: {"type": "keyword", "doc_values": False},
                PLACE: {"type": "keyword", "index": False},
                ISSUED: {"type": "integer", "index": False},
                PAGE: {"type": "object", "enabled": False},
            },
        },
    }


def page_ids(keys: Iterable[PageKey]) -> list[str]:
    """What pages are stored under."""
    return [str(key) for key in keys]


def _stream(stream: str) -> dict[str, Json]:
    return {
        "type": "text",
        "analyzer": "whitespace",
        "similarity": stream,
        "index_options": "positions" if stream == Field.EXACT else "freqs",
        "norms": STREAMS[stream] > 0,
    }


def _saturation(b: float, mean: float) -> str:
    """See `kb.index.grams.saturate`. The server keeps the length in `kb.index.grams.stepped`."""
    norm = repr(K1 * (1 - b))
    if b:
        norm += f" + {K1 * b / max(mean, 1e-9)!r} * doc.length"
    return f"{K1 + 1!r} * doc.freq / (doc.freq + {norm})"


def _parts(words: Sequence[str], analyzer: Analyzer) -> list[str]:
    taken = list(chain.from_iterable(map(analyzer.grams, words)))
    counted = Counter(taken)
    if max(counted.values(), default=0) <= _MOST_COUNTED:
        return taken
    return [gram for gram, count in counted.items() for _ in range(min(count, _MOST_COUNTED))]
