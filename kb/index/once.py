"""What takes time to make of a generation is made once for each view of it."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from kb.index.engine import Reader

Made = TypeVar("Made")


class OncePerView(Generic[Made]):
    """Keeps what was made of the newest generation. Safe to share between threads and readers.

    Whoever asks first makes it, others wait: nobody ever gets what was made for another view.
    """

    def __init__(self) -> None:
        self._making = Lock()
        self._made: dict[tuple[str, str], Made] = {}

    def of(self, reader: Reader, make: Callable[[], Made], state: str = "") -> Made:
        """What `make` gives; made again where the generation or `state` is another."""
        key = reader.generation, state
        with self._making:
            if key not in self._made:
                self._made = {k: v for k, v in self._made.items() if _alike(k, key)}
                self._made[key] = make()
            return self._made[key]


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether both are views of the same generation."""
    return one[0].partition("-")[0] == other[0].partition("-")[0] and one[1] == other[1]
