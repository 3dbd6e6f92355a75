"""An encoder that makes vectors up for pages and is the real one for questions."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np

from kb.meaning import load
from kb.meaning.encoder import Part, Vectors


class MadeUpPages:
    """Encoding 1,000 pages takes 40 s, and a search takes as long among any vectors.

    What is typed, headings and single words are encoded; without the encoder they are made up too.
    """

    name = "made-up"
    size = 512

    def __init__(self) -> None:
        self._real = load()
        # every page of a chapter asks for its heading
        self._encoded = lru_cache(16)(self._encode)
        self.languages: Collection[str] = self._real.languages if self._real else ("de", "en")

    def reads(self, word: str) -> bool:
        """See `kb.meaning.Encoder`."""
        return self._real is None or self._real.reads(word)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `kb.meaning.Encoder`."""
        return self._encoded(tuple(texts))

    def encode_parts(self, text: str, parts: Sequence[Part]) -> Vectors:
        """See `kb.meaning.Encoder`."""
        return self._noise(len(parts), seed=len(text))

    def _encode(self, texts: tuple[str, ...]) -> Vectors:
        return self._real.encode(texts) if self._real else self._noise(len(texts))

    def _noise(self, count: int, seed: int = 0) -> Vectors:
        rows = np.random.default_rng(seed).standard_normal((count, self.size), np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
