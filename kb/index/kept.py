"""What was made last and may be asked for again, up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")

_EACH = 200  # bytes that anything takes besides its arrays


class Kept(Generic[K, T]):
    """Forgets what was not asked for longest. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._held: OrderedDict[K, tuple[T, int]] = OrderedDict()
        self._changing = Lock()

    def get(self, key: K, make: Callable[[], tuple[T, int]]) -> T:
        """What is held, or what `make` gives with its size in bytes."""
        with self._changing:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        made, size = make()
        with self._changing:
            if key not in self._held:  # two threads may have made the same
                self._held[key] = made, size + _EACH
                self._size += size + _EACH
            while self._size > self._most:
                self._size -= self._held.popitem(last=False)[1][1]
        return made
