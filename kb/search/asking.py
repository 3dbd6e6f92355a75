"""One query as search takes it: its language, its plan, its German terms, its direction."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.german import Analyzer, Glossary, Term
from kb.index.engine import All, Any, Evidence, Facet, Reader, Request
from kb.index.documents import CONTENTS
from kb.language import GERMAN, LANGUAGES, recognise
from kb.meaning import Meaning, PageVectors, Passage
from kb.meaning.encoder import Vectors
from kb.model import ByMeaning, PageKey
from kb.query import Loose, Query, Words, parse
from kb.search.evidence import Named, Scores, named, terms_score, weigh
from kb.search.matching import Wanted
from kb.search.planning import Held, Plan, Planner
from kb.search.weights import Weights


@dataclass(frozen=True, slots=True)
class Near:
    """A direction and the pages that may lie in it."""

    pages: PageVectors
    vector: Vectors

    def passage(self, row: int) -> Passage | None:
        """The stretch of a page that lies nearest."""
        return self.pages.passage(row, self.vector)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query read. `names` are the terms that a query in another language names in it.

    `near` is None where meaning says nothing: it is off, or only conditions were typed.
    """

    query: Query
    plan: Plan
    language: str
    names: tuple[Named, ...] = ()
    near: Near | None = None

    @property
    def foreign(self) -> bool:
        """Another language than that of the pages."""
        return self.language != GERMAN


class Asking:
    """Reads queries and says what speaks for a page. Safe to share between threads."""

    def __init__(
        self, analyzer: Analyzer, glossary: Glossary, weights: Weights, meaning: Meaning | None
    ) -> None:
        self._analyzer = analyzer
        self._glossary = glossary
        self._weights = weights
        self._meaning = meaning
        self._german = Planner(analyzer, glossary, weights)
        # words of another language are no slips and no terms, whatever they look like in German
        self._foreign = Planner(
            analyzer, Glossary((), analyzer), replace(weights, correction=0.0, definition=0.0)
        )

    def ask(
        self,
        query: Query,
        reader: Reader,
        held: Held,
        *,
        language: str = "",
        without_synonyms: frozenset[str] = frozenset(),
    ) -> Asked:
        """Read a query. `language` is what the reader says it is; "" and unknown ones: find out."""
        words = _words(query)
        known = language if language in LANGUAGES else recognise(words, self._glossary, self._is)
