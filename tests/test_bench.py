"""Made-up pages are the same for everyone, grow as text does, and are really searched."""

import json

import pytest

from kb import cli
from kb.bench.synthetic import pages, queries


def test_the_same_seed_gives_the_same_pages() -> None:
    """So that a figure can be measured again."""
    first, second = (list(pages(30, seed=7)) for _ in "ab")
    assert first == second
    assert first != list(pages(30, seed=8))


def test_the_vocabulary_grows_and_slows_down() -> None:
    """As Heaps' law says: new words come, ever fewer of them on a page."""
    texts = [page.text for page in pages(200)]
    new, known = [], set[str]()
    for text in texts:
        words = set(text.lower().split())
        new.append(len(words - known))
        known |= words
    assert 0 < sum(new[-50:]) < sum(new[:50])


def test_queries_ask_for_words_that_are_there() -> None:
    """Of every kind as many as asked for."""
    texts = " ".join(page.text for page in pages(50))
    asked = queries(50, each=2)
    assert len({one.kind for one in asked}) * 2 == len(asked)
    assert all(one.text in texts for one in asked if one.kind == "1 word")


def test_the_command_prints_what_it_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """Times of ours, and of the peers that are installed: SQLite always is."""
    assert cli.main(["bench", "--pages", "40", "--queries", "2", "--json"]) == cli.DONE
    (row,) = json.loads(capsys.readouterr().out)
    assert row["pages"] == 40
    assert {"kb", "SQLite FTS5"} <= set(row["ranking_ms"])
    assert all(median > 0 for median, _ in row["search_ms"].values())
