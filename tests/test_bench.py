"""Made-up pages are the same for everyone, grow as text does, and are really searched."""

import json
from pathlib import Path

import pytest

from kb import cli
from kb.bench.built import build, name
from kb.bench.growth import Growth, Searched
from kb.bench.synthetic import pages, pages_at, queries


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


def test_a_page_is_the_same_without_those_before_it() -> None:
    """The last of many is made as fast as the first."""
    everything = list(pages(30))
    assert list(pages_at([4, 29])) == [everything[4], everything[29]]


def test_queries_ask_for_words_that_are_there() -> None:
    """Of every kind as many as asked for: one to six words, and all that takes another way."""
    texts = " ".join(page.text for page in pages(50))
    asked = queries(50, each=2)
    kinds = {one.kind for one in asked}
    assert len(kinds) * 2 == len(asked)
    assert {"1 word", "6 words", "phrase", "typo", "English", "Arabic"} <= kinds
    assert all(one.text in texts for one in asked if one.kind == "1 word")
    assert len({one.text for one in asked if one.kind == "Arabic"}) == 2


def test_the_command_prints_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quality and times of ours, with and without meaning, and of the peers that are installed:
    SQLite always is. A right passage found first is 1.
    """
    files = {
        "corpus": json.dumps({"id": "a", "title": "Arzt", "text": "Der Vormund willigt ein."})
        + "\n"
        + json.dumps({"id": "b", "title": "Geld", "text": "Das Taschengeld zahlt das Amt."}),
        "questions": json.dumps({"id": "q", "text": "Taschengeld"}),
        "qrels": "query-id\tcorpus-id\tscore\nq\tb\t1\n",
    }
    for file, content in files.items():
        (tmp_path / file).write_text(content, "utf-8")
    given = [part for file in files for part in (f"--{file}", str(tmp_path / file))]
    given += ["--folder", str(tmp_path / "kept")]
    assert cli.main(["bench", "--pages", "20", "--queries", "1", "--json", *given]) == cli.DONE
    (kept,) = (tmp_path / "kept").iterdir()
    assert kept.name == name(20)
    compared, grown = json.loads(capsys.readouterr().out)
    engines = compared["judged"]
    assert {"kb, words", "kb, words and meaning", "SQLite FTS5"} <= set(engines)
    assert {engine["ndcg_at_10"] for engine in engines.values()} == {1.0}
    assert grown["pages"] == 20
    assert {"kb", "SQLite FTS5"} <= set(grown["ranking_ms"])
    assert all(median > 0 for median, _ in grown["search_ms"].values())
    assert grown["vectors"] == "made up"
    assert grown["megabytes"] > 0


def test_what_was_built_is_found_again(tmp_path: Path) -> None:
    """A second measurement builds nothing, and says so with the figures of the first."""
    first, second = (build(tmp_path / "20", 20) for _ in "ab")
    assert (first.earlier, second.earlier) == (False, True)
    assert second.pages == first.pages
    text = Growth(20, second, Searched({}, (0.0, 0.0), 0.0, 0), {}).as_text()
    assert "all by an earlier run" in text


def test_a_build_that_was_killed_is_begun_anew(tmp_path: Path) -> None:
    """It has no note of what it took."""
    index = tmp_path / "20" / "index"
    index.mkdir(parents=True)
    (index / "CURRENT").write_text("g000001")
    assert not build(tmp_path / "20", 20).earlier


def test_half_a_judged_set_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not left out in silence."""
    given = ["--corpus", str(tmp_path / "corpus.jsonl")]
    assert cli.main(["bench", "--pages", "20", *given]) == cli.FAILED
    assert "expected all three or none" in capsys.readouterr().err
