"""What was made last and may be asked for again, up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
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
        return self.all([key], lambda _: [make()])[0]

    def all(
        self, keys: Sequence[K], make: Callable[[Sequence[K]], Sequence[tuple[T, int]]]
    ) -> list[T]:
        """The same of many: `make` is called once, for those that are not held, each once."""
        with self._changing:
            found = {key: self._held[key][0] for key in keys if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        if missing := [key for key in dict.fromkeys(keys) if key not in found]:
            made = dict(zip(missing, make(missing), strict=True))
            found |= {key: one for key, (one, _) in made.items()}
            self._hold(made)
        return [found[key] for key in keys]

    def _hold(self, made: Mapping[K, tuple[T, int]]) -> None:
        with self._changing:
            for key, (one, size) in made.items():
                if key not in self._held:  # two threads may have made the same
                    self._held[key] = one, size + _EACH
                    self._size += size + _EACH
            while self._size > self._most:
                self._size -= self._held.popitem(last=False)[1][1]
