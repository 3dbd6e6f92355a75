"""Two servers on one folder, one is killed, a file removed under both: readers search on."""

import json
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from kb.model import Role
from kb.texts import GERMAN
from tests.brought import Brought, letter
from tests.signed_in import SignedIn
from tests.test_intake_kills import Server, brought

__all__ = ["brought"]  # a fixture


class Asked(Server):
    """A server that readers ask."""

    def get(self, path: str, who: SignedIn | None = None) -> tuple[int, str]:
        """Status and text."""
        cookie = "; ".join(f"{k}={v}" for k, v in who.cookies.items()) if who else ""
        request = urllib.request.Request(self._address(path), headers={"Cookie": cookie})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace")

    def total(self, query: str, who: SignedIn | None = None) -> int:
        """How many pages are found."""
        status, text = self.get(f"api/search?q={quote(query)}", who)
        assert status == 200, text
        return int(json.loads(text)["total"])

    def die(self) -> None:
        """Killed alone; workers go on."""
        assert self._process
        self._process.kill()
        self._process.wait()


def _until(what: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.2)


@pytest.mark.timeout(900)
def test_two_servers_on_one_folder(brought: Brought, signed_in: Callable[[Role], SignedIn]) -> None:
    """What one takes in both find, once; one dies, and a file is removed: the other goes on."""
    staff = signed_in(Role.STAFF)
    one, other = Asked(brought.settings.home), Asked(brought.settings.home)
    one.start()
    other.start()
    try:
        assert one.total("arzt") == other.total("arzt") == 13
        assert one.send("1" * 32, letter("Amsel"), staff)
        one.die()
        _until(lambda: _merkblatt(other, staff) == 1)
        assert other.total("arzt") == 13
        _check_a_removed_file(other, brought.documents)
        one.start()
        assert one.total("taschengeld") == other.total("taschengeld") > 0
        assert [p.id for p in brought.library.publications()].count("merkblatt-amsel") == 1
    finally:
        one.kill()
        other.kill()


def _merkblatt(server: Asked, who: SignedIn) -> int:
    _, text = server.get("api/publications", who)
    found = json.loads(text)["publications"]
    return sum(one["title"].startswith("Merkblatt") for one in found)


def _check_a_removed_file(server: Asked, documents: Path) -> None:
    """Its words are found until the index follows; its picture and file are said to be gone."""
    assert server.get("seite/handbuch.2026.3?b=180")[0] == 200
    (documents / "handbuch.pdf").unlink()
    for path in ("seite/handbuch.2026.4?b=180", "pdf/handbuch.2026"):
        status, text = server.get(path)
        assert status == 404
        assert text.startswith(GERMAN.errors["page_not_found"].partition("{")[0])
    with suppress(AssertionError):
        assert server.total("arzt") == 13  # unless the index has followed already
    _until(lambda: server.total("arzt") < 13)
    assert server.get("ready")[0] == 200
