"""Whatever knows the glossary, made anew when people have edited theirs."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kb.currency import Currency
from kb.german import Analyzer, Glossary
from kb.index.engine import Engine
from kb.meaning import Meaning
from kb.model import ByMeaning
from kb.search import Searcher
from kb.search.related import RelatedTerms
from kb.settings import Settings

_Stamp = tuple[int, int]  # when the file was written, and its size; (0, 0) without one


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What depends on the glossary, as it stood at one moment."""

    glossary: Glossary
    searcher: Searcher
    currency: Currency
    related: RelatedTerms


class Vocabularies:
    """Keeps the newest, one for all libraries of a home. Safe between threads."""

    def __init__(
        self, settings: Settings, engine: Engine, analyzer: Analyzer, meaning: Meaning | None
    ) -> None:
        self._documents = settings.documents
        self._word_lists = settings.index / "words"
        self._engine = engine
        self._analyzer = analyzer
        why_not = ByMeaning.MISSING if settings.meaning else ByMeaning.OFF
        self._meaning = meaning or why_not
        self._loading = Lock()
        self._loaded: tuple[_Stamp, Vocabulary] | None = None

    @property
    def now(self) -> Vocabulary:
        """The one for the glossary as its file is now; a moment's work where that has changed."""
        stamp = _stamp(self._documents / "glossary.tsv")
        with self._loading:
            if self._loaded is None or self._loaded[0] != stamp:
                self._loaded = stamp, self._load()
            return self._loaded[1]

    def _load(self) -> Vocabulary:
        glossary = Glossary.load(self._documents, self._analyzer)
        searcher = Searcher(
            self._engine, self._analyzer, glossary, meaning=self._meaning, words=self._word_lists
        )
        currency = Currency(self._analyzer, glossary)
        return Vocabulary(
            glossary, searcher, currency, RelatedTerms(glossary.terms, self._analyzer)
        )


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
