"""How often a password may be tried; kept in memory only, so nothing about anybody lies around."""

import time
from collections.abc import Callable

from kb.ui.limits import Window, network

WINDOW = 15 * 60.0  # seconds
WITH_NAME_FROM_ADDRESS = 10
WITH_NAME = 50  # more, or anybody could lock somebody out by trying their name
FROM_ADDRESS = 100  # an association often has one address for all its people

_Key = tuple[str, str]


class Tries:
    """Failed tries of the last quarter of an hour, by name and address. For one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._failed: Window[_Key] = Window(WINDOW, clock)

    def __len__(self) -> int:
        """How many names, addresses and pairs of them are remembered."""
        return len(self._failed)

    def take(self, name: str, address: str) -> float:
        """Count a try before it is made, so that many at once are too many; returns 0.

        If there were too many already, it must not be made: the seconds until it may.
        """
        limits = _limits(name, address)
        wait = max(self._failed.wait(key, limit) for key, limit in limits.items())
        if not wait:
            for key in limits:
                self._failed.note(key)
        return wait

    def forgive(self, name: str, address: str) -> None:
        """The last try was right: it and the slips before it do not count."""
        (own, *shared) = _limits(name, address)
        self._failed.forget(own)
        for key in shared:
            self._failed.take_back(key)


def _limits(name: str, address: str) -> dict[_Key, int]:
    name, address = " ".join(name.casefold().split()), network(address)
    return {
        (name, address): WITH_NAME_FROM_ADDRESS,
        (name, ""): WITH_NAME,
        ("", address): FROM_ADDRESS,
    }
