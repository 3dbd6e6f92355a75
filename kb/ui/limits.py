"""How often somebody may ask: what was done in the last minutes, kept in memory only."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Window(Generic[Key]):
    """When each key was last noted; what is older than `seconds` is left out. For one thread.

    A clock that is set does not matter: `clock` only ever goes on.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        # the key that was noted longest ago comes first, so that the old ones are dropped one by
        # one and a flood of new keys never makes anybody wait for a sweep over all of them
        self._noted: OrderedDict[Key, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._noted)

    def wait(self, key: Key, limit: int) -> float:
        """Seconds until the key has been noted less than `limit` times; 0 if that is so now."""
        start = self._clock() - self._seconds
        self._leave_out(start)
        times = self._noted.get(key, deque())
        while times and times[0] <= start:
            times.popleft()
        return times[-limit] - start if len(times) >= limit else 0.0

    def note(self, key: Key) -> None:
        """Once more, now."""
        self._noted.setdefault(key, deque()).append(self._clock())
        self._noted.move_to_end(key)

    def take_back(self, key: Key) -> None:
        """As if the last time had not been."""
        if times := self._noted.get(key):
            times.pop()

    def forget(self, key: Key) -> None:
        """As if the key had never been noted."""
        self._noted.pop(key, None)

    def _leave_out(self, start: float) -> None:
        while self._noted:
            key, times = next(iter(self._noted.items()))
            if times and times[-1] > start:
                return
            del self._noted[key]


class Rate:
    """How often one network may ask: `most` times in `seconds`. For one thread."""

    def __init__(
        self, most: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._asked: Window[str] = Window(seconds, clock)

    def wait(self, address: str) -> float:
        """Count a request; returns 0, or the seconds until the next one is answered."""
        sender = network(address)
        wait = self._asked.wait(sender, self._most)
        if not wait:
            self._asked.note(sender)
        return wait


def network(address: str) -> str:
    """With IPv6 everybody has more addresses than they could use up, all with the same start."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    # a server that listens to both writes 10.0.0.1 as ::ffff:10.0.0.1
    return str(known.ipv4_mapped or known.exploded[:19])
