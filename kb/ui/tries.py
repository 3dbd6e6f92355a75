"""How often a password may be tried; kept in memory only, so nothing about anybody lies around."""

import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

WINDOW = 15 * 60.0  # seconds
WITH_NAME_FROM_ADDRESS = 10
WITH_NAME = 50  # more, or anybody could lock somebody out by trying their name
FROM_ADDRESS = 100  # an association often has one address for all its people
_MANY = 10_000

_Key = tuple[str, str]


class Tries:
    """Failed tries of the last quarter of an hour, by name and address. For one thread.

    A clock that is set does not matter: `clock` only ever goes on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[_Key, deque[float]] = {}

    def take(self, name: str, address: str) -> float:
        """Count a try before it is made, so that many at once are too many; returns 0.

        If there were too many already, it must not be made: the seconds until it may.
        """
        now = self._clock()
        self._leave_out_old(now)
        limits = _limits(name, address)
        wait = max(self._wait(key, limit, now) for key, limit in limits.items())
        if wait <= 0:
            for key in limits:
                self._failed.setdefault(key, deque()).append(now)
        return max(wait, 0.0)

    def forgive(self, name: str, address: str) -> None:
        """The last try was right: it and the slips before it do not count."""
        (own, *shared) = _limits(name, address)
        self._failed.pop(own, None)
        for key in shared:
            if self._failed.get(key):
                self._failed[key].pop()

    def _wait(self, key: _Key, limit: int, now: float) -> float:
        failed = self._failed.get(key, deque())
        while failed and failed[0] <= now - WINDOW:
            failed.popleft()
        return failed[-limit] + WINDOW - now if len(failed) >= limit else 0.0

    def _leave_out_old(self, now: float) -> None:
        if len(self._failed) > _MANY:
            recent = {k: f for k, f in self._failed.items() if f and f[-1] > now - WINDOW}
            self._failed = recent


def _limits(name: str, address: str) -> dict[_Key, int]:
    name, address = " ".join(name.casefold().split()), _network(address)
    return {
        (name, address): WITH_NAME_FROM_ADDRESS,
        (name, ""): WITH_NAME,
        ("", address): FROM_ADDRESS,
    }


def _network(address: str) -> str:
    """With IPv6 everybody has more addresses than they could use up, all with the same start."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return known.exploded[:19] if isinstance(known, IPv6Address) else address
