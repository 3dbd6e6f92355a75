"""Only as many hits are fetched as the list needs; which ones it shows does not depend on that."""

from dataclasses import replace

import numpy as np
import pytest

from kb.index.engine import Evidence, Request
from kb.opensearch import OpenSearchEngine, reader
from tests.opensearch_nodes import Cluster
from tests.test_index_contract import document, publish, stem

MANY = [
    document("geld " * (1 + n % 5) + f"wort{n}", publication=f"p{n % 3}", number=n + 1)
    for n in range(40)
]


@pytest.fixture(scope="module")
def engine(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> OpenSearchEngine:
    """Forty pages of three publications on two shards."""
    made = cluster.engine(tmp_path_factory.mktemp("reader"))
    publish(made, *MANY)
    return made


@pytest.mark.parametrize("near", [0.0, 0.1, 5.0])
@pytest.mark.parametrize(
    "way",
    [
        Request(required=stem("geld"), limit=4),
        Request(required=stem("geld"), limit=4, offset=9),
        Request(required=stem("geld"), limit=3, per_publication=2),
        Request(required=stem("geld"), limit=40),
    ],
    ids=["first", "third screen", "grouped", "all"],
)
def test_few_hits_at_first_give_the_same_list(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, way: Request, near: float
) -> None:
    """Words alone, evidence that decides ties, evidence that outweighs all words."""
    scores = near * np.random.default_rng(1).random(len(MANY)).astype(np.float32)
    request = replace(way, evidence=Evidence(scores, scores > 4)) if near else way
    with engine.reader() as opened:
        whole = opened.search(request)
        monkeypatch.setattr(reader, "FIRST", 5)
        assert opened.search(request) == whole


def test_scores_come_in_as_many_pieces_as_there_must_be(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.reader() as opened:
        whole = opened.scores(Request(required=stem("geld")))
        monkeypatch.setattr(reader, "MOST", 7)
        assert opened.scores(Request(required=stem("geld"))).tolist() == whole.tolist()
    assert np.count_nonzero(whole) == len(MANY)
