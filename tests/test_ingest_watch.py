"""Waiting for a change in `documents/`."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from kb.ingest import wait_for_change


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "b.pdf").write_bytes(b"%PDF-"),
        lambda folder: (folder / "a.toml").write_text("title = 'y'"),
        lambda folder: (folder / "a.toml").unlink(),
    ],
)
def test_a_change_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    """A file that came, changed or went; not one of another kind."""
    monkeypatch.setattr("kb.ingest.watch._LOOK_EVERY", 0.01)
    (tmp_path / "a.toml").write_text("x")
    waiting = Thread(target=wait_for_change, args=[tmp_path], kwargs={"quiet": 0.02}, daemon=True)
    waiting.start()
    waiting.join(0.1)
    (tmp_path / "desk.sqlite3").write_bytes(b"")
    waiting.join(0.1)
    assert waiting.is_alive()
    change(tmp_path)
    waiting.join(5)
    assert not waiting.is_alive()
