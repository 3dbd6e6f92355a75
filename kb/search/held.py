"""What a generation holds, looked up only for the queries that ask for it."""

from collections.abc import Callable, Iterable, Sequence

from kb.german import Token
from kb.index.engine import Field, Reader
from kb.search.vocabulary import PageVocabulary


class HeldByReader:
    """See `kb.search.planning.Held`. `vocabulary` is called once at most: making one takes time."""

    def __init__(self, reader: Reader, vocabulary: Callable[[], PageVocabulary]) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._pages = max(sum(entry.pages for entry in reader.entries), 1)

    def holds(self, token: Token) -> bool:
        """Whether a page has the word in any of its forms."""
        return any(self._reader.holds(Field.STEM, stem) for stem in token.stems)

    def share(self, token: Token) -> float:
        """What part of all pages has the word in its most frequent form, 0 to 1."""
        most = max((self._reader.holds(Field.STEM, stem) for stem in token.stems), default=0)
        return most / self._pages

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Folded words that begin so, most frequent first."""
        return self._vocabulary().starting(prefix, limit)

    def containing(self, part: str, limit: int) -> Sequence[str]:
        """Folded words that hold a piece, most frequent first."""
        return self._vocabulary().containing(part, limit)

    def with_stems(self, stems: Iterable[str], limit: int) -> Sequence[str]:
        """Folded words that have one of the stems, most frequent first."""
        return self._vocabulary().with_stems(stems, limit)

    def nearest(self, folded: str) -> Sequence[str]:
        """Words as written that are a slip of the keyboard away, the likeliest first."""
        return self._vocabulary().nearest(folded)

    @property
    def years(self) -> Sequence[int]:
        """The years of the editions, ascending."""
        return sorted(
            {e.year for p in self._reader.publications for e in p.editions if e.year is not None}
        )
