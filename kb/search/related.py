"""Which terms of the glossary a word may belong to: for staff who turn searches into synonyms."""

from functools import cached_property

import numpy as np

from kb.german import Analyzer, Glossary, Term
from kb.meaning import Meaning
from kb.meaning.encoder import Vectors

_LIKENESS = 0.35  # share of 4-grams, or cosine, below which it is no guess any more


class RelatedTerms:
    """Looks for terms that are spelled or meant alike. Safe to share between threads."""

    def __init__(self, glossary: Glossary, analyzer: Analyzer, meaning: Meaning | None) -> None:
        self._terms = glossary.terms
        self._analyzer = analyzer
        self._meaning = meaning

    def of(self, text: str, limit: int = 3) -> list[Term]:
        """The terms nearest to a word or two, best first."""
        if not self._terms or not any(map(str.isalpha, text)):
            return []
        near = self._spelled(text)
        if self._meaning:
            near = np.maximum(near, self._vectors @ self._meaning.vector(text))
        best = np.argsort(-near, kind="stable")[:limit]
        return [self._terms[row] for row in best if near[row] >= _LIKENESS]

    def _spelled(self, text: str) -> Vectors:
        asked = self._grams(text)
        shares = [
            max(len(asked & self._grams(name)) for name in (term.name, *term.synonyms)) / len(asked)
            for term in self._terms
        ]
        return np.array(shares, np.float32)

    def _grams(self, text: str) -> set[str]:
        words = (word for token in self._analyzer.tokens(text) for word in token.words)
        return {gram for word in words for gram in self._analyzer.grams(word)} or {text}

    @cached_property
    def _vectors(self) -> Vectors:
        """One row a term: its name and what it says of itself. Takes a second or two once."""
        assert self._meaning is not None
        texts = [f"{term.name}, {', '.join(term.synonyms)}" for term in self._terms]
        return np.stack([self._meaning.vector(text) for text in texts])
