"""Which terms of the glossary a word may belong to: for staff who turn searches into synonyms.

By spelling: the encoder, made for whole questions, tells single words apart too poorly (of twelve
words that volunteers might use it named a fitting term first for four).
"""

from collections.abc import Sequence

from kb.german import Analyzer, Term

_LIKENESS = 0.5  # share of the 4-grams of the shorter one: "-stelle" alone is no likeness


class RelatedTerms:
    """Looks for terms with a name or synonym that is spelled alike. Read-only once made."""

    def __init__(self, terms: Sequence[Term], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._names = [
            (term, [self._grams(name) for name in (term.name, *term.synonyms)]) for term in terms
        ]

    def of(self, text: str, limit: int = 3) -> list[Term]:
        """The terms nearest to a word or two, best first."""
        asked = self._grams(text)
        if not asked:
            return []
        shares = [(max(_share(asked, grams) for grams in names), t) for t, names in self._names]
        best = sorted(shares, key=lambda one: -one[0])[:limit]
        return [term for share, term in best if share >= _LIKENESS]

    def _grams(self, text: str) -> frozenset[str]:
        words = (word for token in self._analyzer.tokens(text) for word in token.words)
        return frozenset(gram for word in words for gram in self._analyzer.grams(word))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
