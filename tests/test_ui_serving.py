"""Before the app serves: whether it can at once, and that what may no longer be seen is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ui import serving, state
from kb.ui.home import settings


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library of our own, which this process serves."""
    folder = tmp_path / "home"
    shutil.copytree(small_home, folder)
    monkeypatch.setenv("KB_HOME", str(folder))
    monkeypatch.setenv("KB_MEANING", "off")
    for name in ("postpone", "share_pools"):
        monkeypatch.setattr(f"kb.ui.garbage.{name}", lambda: None)
    for cached in (settings, state.shared_library):
        cached.cache_clear()
    yield folder
    state.warmed.wait(60)
    for cached in (settings, state.shared_library):
        cached.cache_clear()


def test_an_index_as_it_was_left_is_served_at_once(home: Path) -> None:
    assert serving.prepare()


def test_an_index_of_another_version_waits_for_its_ingest(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.library.fingerprint", lambda analyzer: "another")
    assert not serving.prepare()


def test_what_became_internal_meanwhile_is_not_served(home: Path) -> None:
    """Nobody waits for an ingest before it is hidden."""
    record = next((home / "documents").glob("handbuch*.toml"))
    text = record.read_text("utf-8")
    before = len(state.shared_library().publications())
    record.write_text(f'visibility = "team"\n{text}', "utf-8")
    assert serving.prepare()
    assert len(state.shared_library().publications()) == before - 1
