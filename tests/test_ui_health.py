"""What monitors are told."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kb.ui import home, state
from tests.test_ui_routes import client

__all__ = ["client"]  # a fixture


def test_a_monitor_learns_whether_a_search_can_be_answered(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ready with an index, 503 without; the process lives either way."""
    assert client.get("/ready").json() == {"ready": True}
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    home.settings.cache_clear()
    state.shared_library.cache_clear()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "no_index")
    assert client.get("/health").json() == {"alive": True}


def test_a_monitor_needs_no_account(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody else reads without one; it is told nothing that is not its business."""
    monkeypatch.setenv("KB_READING", "signed-in")
    home.settings.cache_clear()
    assert client.get("/ready").json() == {"ready": True}
    assert client.get("/health").status_code == 200
    assert client.get("/api/publications").status_code == 401
