"""The table of word parts against a plain reckoning with dictionaries."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.german import Analyzer
from kb.index import inverted
from kb.index.grams import GramTable, GramTabulator
from kb.index.inverted import Inverted, merge, without

GRAMS = Analyzer().grams
word = st.text("abcde", min_size=1, max_size=7)
page = st.lists(word, max_size=8)


def table(pages: list[list[str]]) -> Inverted:
    made = GramTabulator()
    for each in pages:
        made.add(each)
    return made.table()


def same(one: Inverted, other: Inverted) -> bool:
    parts = ("digests", "offsets", "rows", "counts", "lengths")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


def bm25(pages: list[list[str]], weights: dict[str, float], b: float) -> list[float]:
    """The formula as the books have it, with Whoosh's idf."""
    bags = [Counter(gram for w in words for gram in GRAMS(w)) for words in pages]
    mean = sum(bag.total() for bag in bags) / len(bags)
    scores = []
    for bag in bags:
        norm = 1.2 * (1 - b + b * bag.total() / max(mean, 1e-9))
        score = 0.0
        for gram, weight in weights.items():
            held = sum(gram in other for other in bags)
            idf = math.log(len(bags) / (held + 1)) + 1
            score += weight * idf * 2.2 * bag[gram] / (bag[gram] + norm) if bag[gram] else 0.0
        scores.append(score)
    return scores


@given(st.lists(page, min_size=1, max_size=8), st.dictionaries(word, st.floats(0.1, 2)))
@settings(max_examples=150, deadline=None)
def test_scores_are_bm25(pages: list[list[str]], asked: dict[str, float]) -> None:
    """Exactly, for every page."""
    weights = {gram: weight for w, weight in asked.items() for gram in GRAMS(w)}
    scores = GramTable(table(pages), b=0.6).score(weights)
    assert scores.tolist() == pytest.approx(bm25(pages, weights, 0.6), rel=1e-4, abs=1e-5)


@given(st.lists(st.tuples(page, st.integers(0, 2), st.booleans()), min_size=1, max_size=10))
@settings(max_examples=150, deadline=None)
def test_merged_is_as_built_at_once(pages: list[tuple[list[str], int, bool]]) -> None:
    """However pages were spread over tables, and whatever was dropped from them."""
    kept = [words for words, _, keep in pages if keep]
    tables = []
    for part in range(3):
        held = [(words, keep) for words, at, keep in pages if at == part]
        rows, row = [], 0
        for _, at, keep in pages:
            if at == part:
                rows.append(row if keep else -1)
            row += keep
        tables.append((table([words for words, _ in held]), np.array(rows, np.int32)))
    assert same(merge(tables, len(kept)), table(kept))


@given(st.lists(st.tuples(page, st.booleans()), max_size=10))
@settings(max_examples=150, deadline=None)
def test_without_some_pages_it_is_as_built_of_the_others(
    pages: list[tuple[list[str], bool]],
) -> None:
    """Whatever is left out, also all of it."""
    kept = [words for words, keep in pages if keep]
    stays = np.array([keep for _, keep in pages], bool)
    places = np.where(stays, np.cumsum(stays) - 1, -1).astype(np.int32)
    assert same(without(table([words for words, _ in pages]), places, len(kept)), table(kept))


def test_merging_in_small_portions_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [["vormund", "geld"], ["amtsvormund"], ["taschengeld", "amt"]]
    monkeypatch.setattr(inverted, "_MERGE_AT_ONCE", 3)
    parts = [
        (table(pages[:2]), np.array([0, 1], np.int32)),
        (table(pages[2:]), np.array([2], np.int32)),
    ]
    assert same(merge(parts, 3), table(pages))


def test_coverage_is_a_share_of_what_could_be_held() -> None:
    """All, some or none of the parts that occur; parts that nobody wrote do not count."""
    made = GramTable(table([["vormund"], ["vorwand"], ["geld"]]), b=0.6)

    def share(*grams: str) -> list[float]:
        shares: list[float] = made.score_and_share(dict.fromkeys(grams, 1.0))[1].tolist()
        return shares

    whole, some, none = share(*GRAMS("vormund"), "xyzx")
    assert whole == pytest.approx(1.0)
    assert none == 0.0
    assert 0 < some < 0.6
    assert share("xyzx") == share() == [0, 0, 0]


def test_a_table_comes_back_from_disk(tmp_path: Path) -> None:
    made = table([["vormund", "überall"], [], ["geld"] * 300])
    made.save(tmp_path, "body")
    assert same(Inverted.load(tmp_path, "body"), made)
    assert max(made.counts.tolist()) == 255
    mixed = len(GRAMS("vormund")) + len(GRAMS("überall"))
    assert made.lengths.tolist() == [mixed, 0, 300 * len(GRAMS("geld"))]
