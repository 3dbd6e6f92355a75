"""Both engines are loaded with the same pages and really asked; nothing stays on the servers."""

import json
from pathlib import Path

import pytest

from kb import cli
from kb.opensearch.server import Server
from kb.settings import OpenSearch
from tests.opensearch_nodes import Cluster


def test_without_servers_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KB_OPENSEARCH", raising=False)
    assert cli.main(["bench", "engines", "--pages", "20"]) == cli.FAILED
    assert "KB_OPENSEARCH" in capsys.readouterr().err


def _used(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> OpenSearch:
    settings = cluster.settings()
    monkeypatch.setenv("KB_OPENSEARCH", ",".join(settings.addresses))
    monkeypatch.setenv("KB_OPENSEARCH_PREFIX", settings.prefix)
    monkeypatch.setattr("kb.bench.engines.WARMING", 2)
    return settings


def test_both_engines_are_measured_and_rank_alike(
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = _used(cluster, monkeypatch)
    passages = {"a": "Der Vormund willigt ein.", "b": "Das Taschengeld zahlt das Amt."}
    files = {
        "corpus": "\n".join(json.dumps({"id": id, "text": passages[id]}) for id in passages),
        "questions": json.dumps({"id": "q", "text": "Taschengeld"}),
        "qrels": "query-id\tcorpus-id\tscore\nq\tb\t1\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    given = [part for name in files for part in (f"--{name}", str(tmp_path / name))]
    sizes = ["--pages", "20", "--queries", "1"]
    assert cli.main(["bench", "engines", *sizes, "--json", *given]) == cli.DONE
    agreed, asked = json.loads(capsys.readouterr().out)
    assert agreed["words"]["ndcg_at_10"] == {"disk": 1.0, "servers": 1.0}
    assert agreed["words"]["same_order"] == agreed["words"]["queries"] == 1
    assert asked["pages"] == 20
    assert not asked["loaded_by_other_code"]
    assert {"disk words", "servers everything"} <= set(asked["first_ms"])
    assert set(asked["just_started_ms"]) == set(asked["first_ms"]) == set(asked["again_ms"])
    assert {"analysing", "disk", "servers", "vectors", "words"} == set(asked["seconds"])
    assert not Server(settings).indices(f"{settings.prefix}-passing-*")


def test_what_was_loaded_is_asked_again(
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the same folder and on the same servers, and only what one of them has lost is loaded."""
    settings = _used(cluster, monkeypatch)
    command = ["bench", "engines", "--pages", "120", "--queries", "1", "--json"]

    def took() -> dict[str, float]:
        assert cli.main([*command, "--folder", str(tmp_path)]) == cli.DONE
        (asked,) = json.loads(capsys.readouterr().out)
        assert not asked["loaded_by_other_code"]
        return dict(asked["seconds"])

    first = took()
    assert took() == first
    server = Server(settings)
    (held,) = server.indices(f"{settings.prefix}-bench-120-g*")
    server.delete(held)
    third = took()
    assert third["disk"] == first["disk"]
    assert list(server.indices(f"{settings.prefix}-bench-120-g*")) == [held]
