"""The engine seam: analysed pages go in, ranked page keys come out; nothing here knows Whoosh.

An engine never sees German: fields hold our own tokens, a request names tokens. Analysis, query
language, synonyms, snippets and marks live above (`kb.german`, `kb.query`, `kb.search`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import KbError
from kb.model import Page, PageKey, Publication, Visibility


class Field(StrEnum):
    """The token streams of a page. EXACT keeps every word in its place, so phrases work on it."""

    STEM = "stem"  # stems of text and headings
    HEADING = "heading"  # stems of the headings on the page and of the path into it
    TITLE = "title"  # stems of the publication's title
    EXACT = "exact"  # folded word forms, stop words included, in order
    LAW = "law"  # canonical law references such as "sgb8:42" and "sgb8:42:2"


class Facet(StrEnum):
    """Values that pages are filtered and counted by."""

    PUBLICATION = "publication"
    EDITION = "edition"  # "publication.edition"
    CURRENT = "current"  # "yes" or "no"
    KIND = "kind"
    TOPIC = "topic"
    AUDIENCE = "audience"
    YEAR = "year"
    TEXT_KIND = "text_kind"  # checklist, case, table, form, figure
    CHAPTER = "chapter"  # outermost heading
    LABEL = "label"  # printed page number, case-folded


@dataclass(frozen=True, slots=True)
class Document:
    """A page ready for an engine.

    `words` and `heading_words` are the folded words whose parts (4-grams) the engine tabulates.
    """

    page: Page
    tokens: Mapping[Field, Sequence[str]]
    words: Sequence[str] = ()
    heading_words: Sequence[str] = ()
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)


# -- what is asked ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Pages that hold a token; scored by BM25 times `weight`."""

    field: Field
    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pages that hold EXACT tokens in this order, at most `slop` places apart (1: adjacent)."""

    tokens: tuple[str, ...]
    slop: int = 1
    weight: float = 1.0
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Tagged:
    """Pages that carry a facet value; adds nothing to the score."""

    facet: Facet
    value: str


@dataclass(frozen=True, slots=True)
class Any:
    """Pages that match one of `nodes`; scores add up."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class All:
    """Pages that match every one of `nodes`; scores add up."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Pages that do not match `node`; adds nothing to the score."""

    node: "Node"


Node = Term | Phrase | Tagged | Any | All | Not


@dataclass(frozen=True, slots=True)
class WordParts:
    """A query word taken apart: pages that share 4-grams with it score by how much they share."""

    grams: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What else speaks for pages than their words; a number and a verdict for each.

    In the order of `Reader.entries` and of their pages. `enough` makes a page a hit without words.
    """

    scores: NDArray[np.float32]
    enough: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Request:
    """One search.

    A page is a hit if it passes `filters` and `required` and, where `optional`, `parts` or
    `evidence` is given, matches `optional`, holds at least `coverage` of the idf mass of the grams
    of `parts` or has `evidence` enough. Its score is the sum of what `required`, `optional`,
    `parts` and `besides`, which makes no hit, give; with `evidence` that sum is divided by the best
    page's before the two are added.
    A publication with many hits leaves room for others, see `kb.index.ordering`. With
    `per_publication` its first hits stay in their place and further ones are left out of the list
    (not of `total`).
    """

    required: Node | None = None
    optional: Node | None = None
    besides: Node | None = None
    parts: tuple[WordParts, ...] = ()
    coverage: float = 0.5
    evidence: Evidence | None = None
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    boosts: Mapping[tuple[Facet, str], float] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    sort_by_year: bool = False
    limit: int = 10
    offset: int = 0
    per_publication: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: `rows` best first, `total` hits in all, `facets` counted over all of them.

    `boosts` multiply the score of pages with a facet value (older editions: below 1).
    """

    rows: Sequence[tuple[PageKey, float]]
    total: int
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)


# -- what is kept ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition as a generation holds it. `digest` covers everything its pages were made from."""

    publication: str
    edition: str
    digest: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new generation differs in. `add` is consumed once; an entry replaces its namesake.

    `publications` are the records of everything the new generation will hold: kept in it, so that
    what is shown never disagrees with what is searched, whatever happens to a record later.
    `fingerprint` names schema, analyzer, cleaning and package versions; `rebuild` starts empty.
    """

    add: Iterable[tuple[Entry, Sequence[Document]]]
    remove: Sequence[tuple[str, str]] = ()
    publications: Sequence[Publication] = ()
    fingerprint: str = ""
    rebuild: bool = False


class Reader(Protocol):
    """A consistent view of one generation; cheap to open, used by one thread, closed after use.

    In everything, statistics of words included, it is as if the generation held nothing but what
    whoever asks may see.
    """

    @property
    def generation(self) -> str:
        """The name of the generation, "g000123"; another one where some of it is hidden."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The editions it holds."""

    @property
    def publications(self) -> Sequence[Publication]:
        """The records of the publications it holds, as they were when it was built."""

    def search(self, request: Request) -> Ranking:
        """Rank pages."""

    def scores(self, request: Request) -> NDArray[np.float32]:
        """What every page scores, 0 if it is no hit; in the order of `entries` and their pages."""

    def row(self, key: PageKey) -> int | None:
        """The place of a page in that order, None if the generation does not hold it."""

    def page(self, key: PageKey) -> Page | None:
        """One page, or None if the generation does not hold it."""

    def pages(self, publication: str, edition: str) -> Sequence[Page]:
        """All pages of an edition in reading order; empty if unknown."""

    def holds(self, field: Field, token: str) -> int:
        """How many pages hold a token."""

    def facet(self, key: PageKey, facet: Facet) -> tuple[str, ...]:
        """The values a page carries."""

    def gram_weights(self, grams: Sequence[str]) -> Sequence[float]:
        """The idf of each gram, 0.0 for one no page holds: the weights of marks and reasons."""


class Engine(Protocol):
    """Where generations are built and read. One writer at a time; readers never wait."""

    def reader(self, sees: Visibility = Visibility.PUBLIC) -> AbstractContextManager[Reader]:
        """Open what `sees` may see of the current generation.

        What has no record is for the team. Raises NoIndex when there is nothing to be read.
        """

    def current(self) -> str:
        """The name of the generation that serves, "" if none; cheap enough for every request."""

    def state(self) -> tuple[str, Sequence[Entry]]:
        """Fingerprint and entries of the current generation; ("", ()) if there is none."""

    def damage(self) -> KbError | None:
        """Why an older generation serves than was published last, None if all is well."""

    def verify(self) -> KbError | None:
        """Read every byte of the generation that serves; from then on `damage` says the same."""

    def publish(self, changes: Changes, progress: Callable[[Entry], None] | None = None) -> str:
        """Build the next generation, verify it, make it the current one; returns its name.

        The old generation serves until the last instant; whatever is killed, one of them serves.
        Raises FolderNotWritable; anything else leaves the old generation in place too.
        """
