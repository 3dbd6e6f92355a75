"""Fixtures that tests of several rooms share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import address, browser, desk, phone
from tests.postgres import new_desk, postgres
from tests.signed_in import signed_in
from tests.small_library import add_internal, build

if TYPE_CHECKING:  # only those who ask for it import what it needs
    from tests.opensearch_nodes import Cluster

__all__ = ["address", "browser", "desk", "new_desk", "phone", "postgres", "signed_in"]  # fixtures


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Cluster"]:
    """Two OpenSearch nodes; started for the first test that asks."""
    from tests.opensearch_nodes import running

    with running(tmp_path_factory.mktemp("opensearch")) as nodes:
        yield nodes


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with two small ingested publications; read only."""
    home = tmp_path_factory.mktemp("library")
    build(home)
    return home


@pytest.fixture(scope="session")
def internal_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same home folder with a third publication, which only the team may see; read only."""
    home = tmp_path_factory.mktemp("internal")
    build(home)
    add_internal(home)
    return home


@pytest.fixture
def app_home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The app of this process works on the small library."""
    from kb.ui import home, state

    for name in [name for name in os.environ if name.startswith("KB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KB_HOME", str(small_home))
    home.settings.cache_clear()
    state.shared_library.cache_clear()
    yield small_home
    home.settings.cache_clear()
    state.shared_library.cache_clear()
