"""The server's part: whatever lands in `documents/` is found, without anybody asking for it."""

import time
from collections.abc import Iterator

import pytest

from kb.errors import NoIndex
from kb.intake import Keeper, State
from kb.model import Visibility
from tests.brought import Brought, brought, letter

__all__ = ["brought"]  # a fixture

_PATIENCE = 120.0  # seconds; the machine may be busy


@pytest.fixture
def keeper(brought: Brought, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """At work on an empty home folder."""
    monkeypatch.setenv("KB_MEANING", "off")
    keeper = Keeper(brought.intake)
    keeper.start()
    yield keeper
    keeper.stop()


def _found(brought: Brought, query: str, sees: Visibility) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            if brought.hits(query, sees):
                return True
        except NoIndex:
            pass
        time.sleep(0.2)
    return False


def test_a_dropped_file_and_an_added_one_are_found(brought: Brought, keeper: Keeper) -> None:
    """The dropped one by everyone, as with `kb ingest`; the added one by the team."""
    time.sleep(1.5)  # it has looked once
    (brought.documents / "gezogen.pdf").write_bytes(letter("Ferien"))
    sender = brought.bring("neu.pdf", letter("Umzug"))
    keeper.call()
    assert _found(brought, "Umzug", Visibility.TEAM)
    assert _found(brought, "Ferien", Visibility.PUBLIC)
    assert brought.hits("Umzug", Visibility.PUBLIC) == 0
    assert brought.job(sender).state is State.SEARCHABLE
