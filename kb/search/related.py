"""Which terms of the glossary a word may belong to: for staff who turn searches into synonyms."""

from threading import Thread

import numpy as np

from kb.german import Analyzer, Glossary, Term
from kb.meaning import Meaning
from kb.meaning.encoder import Vectors

_MEANT = 0.35  # cosine below which it is no guess any more
_SPELLED = 0.5  # share of the 4-grams of the shorter one: "-stelle" alone is no likeness


class RelatedTerms:
    """Looks for terms that are spelled or meant alike. Safe to share between threads.

    By spelling alone until the vectors of the terms are there: some seconds after they are first
    asked for, since nobody should wait for a guess.
    """

    def __init__(self, glossary: Glossary, analyzer: Analyzer, meaning: Meaning | None) -> None:
        self._terms = glossary.terms
        self._analyzer = analyzer
        self._meaning = meaning
        self._vectors: Vectors | None = None
        self._making: Thread | None = None

    def of(self, text: str, limit: int = 3) -> list[Term]:
        """The terms nearest to a word or two, best first."""
        if not self._terms or not any(map(str.isalpha, text)):
            return []
        near = self._spelled(text)
        if self._meaning and self._vectors is not None:
            near = np.maximum(near, self._vectors @ self._meaning.vector(text))
        elif self._meaning and self._making is None:
            self.prepare(self._meaning)
        best = np.argsort(-near, kind="stable")[:limit]
        return [self._terms[row] for row in best if near[row] >= _MEANT]

    def _spelled(self, text: str) -> Vectors:
        asked = self._grams(text)
        shares = [
            max(self._share(asked, name) for name in (term.name, *term.synonyms))
            for term in self._terms
        ]
        found = np.array(shares, np.float32)
        found[found < _SPELLED] = 0.0
        return found

    def _share(self, asked: set[str], name: str) -> float:
        grams = self._grams(name)
        return len(asked & grams) / min(len(asked), len(grams))

    def _grams(self, text: str) -> set[str]:
        words = (word for token in self._analyzer.tokens(text) for word in token.words)
        return {gram for word in words for gram in self._analyzer.grams(word)} or {text}

    def prepare(self, meaning: Meaning) -> Thread:
        """Begin to encode the terms, one row each: its name and the words that mean the same."""

        def make() -> None:
            texts = [f"{term.name}, {', '.join(term.synonyms)}" for term in self._terms]
            self._vectors = np.stack([meaning.vector(text) for text in texts])

        self._making = Thread(target=make, name="terms", daemon=True)
        self._making.start()
        return self._making
