"""The doctor says that all is well where it is, and what to do where it is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from kb import cli
from kb.desk import Desk
from kb.doctor import examine
from kb.opensearch import OpenSearchEngine
from kb.settings import OpenSearch, Settings
from tests.opensearch_nodes import Cluster
from tests.small_library import copied
from tests.test_index_contract import document, publish


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    copied(small_home, settings.home)
    with Desk(settings.desk).reading():
        pass
    return settings


def _advice(settings: Settings) -> dict[str, str]:
    return {finding.what: finding.advice for finding in examine(settings) if not finding.is_well}


def test_a_home_that_is_well_needs_nothing(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every finding is fine, and the command says so with its exit code."""
    assert _advice(home) == {}
    assert cli.main(["--home", str(home.home), "doctor"]) == cli.DONE
    assert "look" not in capsys.readouterr().out


def test_what_is_wrong_is_named_with_what_to_do(home: Settings) -> None:
    """A broken record, a damaged desk, a byte turned in the index: all of them in one go."""
    (home.documents / "kaputt.toml").write_text("title =", "utf-8")
    for file in home.documents.glob("desk.sqlite3-*"):
        file.unlink()
    home.desk.write_bytes(b"no database" * 200)
    serving = home.index / (home.index / "CURRENT").read_text("utf-8").strip()
    file = max(serving.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()  # it may be linked from elsewhere
    file.write_bytes(data)
    advice = _advice(home)
    assert "kaputt.toml" in advice["record"]
    assert "restore FILE" in advice["desk"]
    assert "kb ingest" in advice["index"]


def test_an_empty_home_is_told_where_to_begin(tmp_path: Path) -> None:
    """Nothing there is no crash."""
    advice = _advice(Settings(home=tmp_path))
    assert "kb ingest" in advice["documents"]


def test_servers_that_do_not_answer_are_told_with_what_to_look_at(home: Settings) -> None:
    """Everything else is looked at all the same."""
    nobody = OpenSearch(("http://127.0.0.1:9",), "", "", None, "kb", 1, 1)
    advice = _advice(replace(home, opensearch=nobody))
    assert "KB_OPENSEARCH" in advice["servers"]
    assert "desk" not in advice


@pytest.mark.parametrize(("copies", "said"), [(0, ""), (1, ""), (2, "KB_OPENSEARCH_REPLICAS=1")])
def test_servers_are_well_where_all_copies_have_a_place(
    home: Settings, cluster: Cluster, tmp_path: Path, copies: int, said: str
) -> None:
    """Two servers keep everything twice, not three times."""
    settings = cluster.settings(replicas=copies)
    placed = replace(settings, replicas=min(copies, 1))  # else publishing waits for the others
    publish(OpenSearchEngine(placed, tmp_path / "index"), document("geld"))
    findings = examine(replace(home, opensearch=settings))
    servers = next(one for one in findings if one.what == "servers")
    assert said in servers.advice
    assert servers.is_well == (not said)
    assert servers.detail.startswith("2 with OpenSearch 2.")
    assert "g000001 serves" in servers.detail
    cluster.clear()
