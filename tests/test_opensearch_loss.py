"""Servers that go: what is asked meanwhile is answered whole or refused, and it heals by itself."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from kb.errors import SearchAway
from kb.index.engine import Changes, Document, Engine, Entry, Request
from kb.opensearch import OpenSearchEngine
from tests.opensearch_nodes import LONG, Cluster, running
from tests.test_index_contract import document, publish, records, stem

pytestmark = LONG
HEALED = 90.0  # seconds: with the waiting that nodes do before they believe a loss
_PAGES = [document(f"geld amt {n}", number=n) for n in range(1, 41)]
_GELD = Request(required=stem("geld"), limit=100)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of its own, since its nodes are ended."""
    with running(tmp_path_factory.mktemp("loss")) as cluster:
        yield cluster


@pytest.fixture
def engine(
    nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenSearchEngine]:
    """Forty pages on both nodes; afterwards both run again."""
    monkeypatch.setattr("kb.opensearch.publishing._COPIES_SECONDS", 10)
    made = OpenSearchEngine(nodes.settings(), tmp_path)
    publish(made, *_PAGES)
    yield made
    nodes.start(*(node for node in (nodes.leader, nodes.other) if node.process is None))
    nodes.clear()


def answer(engine: Engine) -> Sequence[str] | None:
    """What is found, None where no server answers."""
    try:
        with engine.reader() as reader:
            ranking = reader.search(_GELD)
            assert ranking.total == len(ranking.rows)
            return [str(key) for key, _ in ranking.rows]
    except SearchAway:
        return None


def healed(engine: Engine, pages: int) -> bool:
    """Whether all of it is found again before long."""
    until = time.monotonic() + HEALED
    while time.monotonic() < until:
        if len(answer(engine) or ()) == pages:
            return True
        time.sleep(0.5)
    return False


def test_a_server_that_dies_during_searches_costs_no_hit(
    nodes: Cluster, engine: OpenSearchEngine
) -> None:
    """Every answer is whole, or none was given; soon all are given."""
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(answer, engine) for _ in range(60)]
        nodes.end(nodes.other)
        answers = [one.result() for one in asked]
    assert {len(found) for found in answers if found is not None} <= {40}
    assert healed(engine, 40)


def test_a_server_that_dies_during_loading_leaves_no_half_generation(
    nodes: Cluster, engine: OpenSearchEngine
) -> None:
    """The new one is whole or the old one serves; the next attempt leaves nothing else behind."""

    def dying() -> Iterator[tuple[Entry, Sequence[Document]]]:
        for number in range(1, 21):
            if number == 10:
                nodes.end(nodes.other)
            yield Entry(f"neu{number}", "2026", "d"), [document("geld", publication=f"neu{number}")]

    names = [("heft", "2026"), *((f"neu{n}", "2026") for n in range(1, 21))]
    changes = Changes(dying(), publications=records(names, ()), fingerprint="one")
    before = engine.current()
    try:
        engine.publish(changes)
    except SearchAway:
        assert healed(engine, 40)
        assert engine.current() == before
    else:
        assert healed(engine, 60)
    publish(engine, document("geld", publication="danach"))
    assert healed(engine, 61 if engine.current() > "g000002" else 41)


def test_a_whole_cluster_that_is_away_says_so_and_returns(
    nodes: Cluster, engine: OpenSearchEngine
) -> None:
    """One clear sentence at once, for everything; nothing is lost and nothing has to be done."""
    nodes.end(nodes.leader, nodes.other)
    publishing = partial(publish, engine, document("neu", publication="neu"))
    ways: list[Callable[[], object]] = [engine.current, engine.state, engine.verify, publishing]
    time.sleep(1)  # until the name of what serves is asked for again
    for ask in ways:
        started = time.monotonic()
        with pytest.raises(SearchAway):
            ask()
        assert time.monotonic() - started < 10
    assert answer(engine) is None
    nodes.start(nodes.leader, nodes.other)
    assert healed(engine, 40)
    publish(engine, document("geld", publication="neu"))
    assert healed(engine, 41)


def test_a_server_that_hangs_is_left_out(nodes: Cluster, engine: OpenSearchEngine) -> None:
    """Others answer in its place; when it goes on, it takes part again."""
    assert nodes.other.process
    nodes.other.process.send_signal(signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert healed(engine, 40)
        for _ in range(5):
            assert len(answer(engine) or ()) == 40
        assert time.monotonic() - started < HEALED
    finally:
        nodes.other.process.send_signal(signal.SIGCONT)
    publish(engine, document("geld", publication="neu"))
    assert healed(engine, 41)
