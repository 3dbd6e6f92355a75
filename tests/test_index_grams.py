"""The table of word parts against a plain reckoning with dictionaries."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kb.german import Analyzer
from kb.index import grams, inverted
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


def masks(size: int) -> st.SearchStrategy[NDArray[np.bool_]]:
    flags = st.lists(st.booleans(), min_size=size, max_size=size)
    return flags.map(lambda held: np.array(held, bool))


def shares_of(pages: list[list[str]], weights: dict[str, float]) -> list[float]:
    """What part of the grams' weighted idf mass every page holds."""
    bags = [{gram for w in words for gram in GRAMS(w)} for words in pages]
    held = {gram: sum(gram in bag for bag in bags) for gram in weights}
    masses = {
        g: w * (math.log(len(bags) / (held[g] + 1)) + 1) for g, w in weights.items() if held[g]
    }
    whole = sum(masses.values()) or 1.0
    return [sum(mass for gram, mass in masses.items() if gram in bag) / whole for bag in bags]


def same(one: Inverted, other: Inverted) -> bool:
    parts = ("digests", "offsets", "rows", "counts", "lengths")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


def byte(length: int) -> int:
    """What Lucene reads again of a length, as its SmallFloat writes it: 24, then four bits."""
    above = max(length - 24, 0)
    dropped = max(above.bit_length() - 4, 0)
    return min(length, 24) + (above >> dropped << dropped)


@given(st.integers(0, 2_000_000))
def test_lengths_stand_in_the_steps_of_a_byte(length: int) -> None:
    """Exactly up to 40; never more, and never by more than an eighth less."""
    (step,) = grams.stepped(np.array([length], np.int32)).tolist()
    assert step == byte(length)
    assert length * 7 / 8 < step <= length or step == length
    assert step == length or length > 40


def bm25(pages: list[list[str]], weights: dict[str, float], b: float) -> list[float]:
    """The formula as the books have it, with Whoosh's idf."""
    bags = [Counter(gram for w in words for gram in GRAMS(w)) for words in pages]
    mean = sum(bag.total() for bag in bags) / len(bags)
    scores = []
    for bag in bags:
        norm = 1.2 * (1 - b + b * byte(bag.total()) / max(mean, 1e-9))
        score = 0.0
        for gram, weight in weights.items():
            held = sum(gram in other for other in bags)
            idf = math.log(len(bags) / (held + 1)) + 1
            score += weight * idf * 2.2 * bag[gram] / (bag[gram] + norm) if bag[gram] else 0.0
        scores.append(score)
    return scores


asked_words = st.dictionaries(word, st.floats(0.1, 2))


def grams_of(asked: dict[str, float]) -> dict[str, float]:
    return {gram: weight for w, weight in asked.items() for gram in GRAMS(w)}


@given(st.lists(page, min_size=1, max_size=8), asked_words, st.data())
@settings(max_examples=150, deadline=None)
def test_scores_are_bm25(
    pages: list[list[str]], asked: dict[str, float], data: st.DataObject
) -> None:
    """Exactly, for whatever pages are asked about."""
    weights = grams_of(asked)
    rows = np.flatnonzero(data.draw(masks(len(pages))))
    scores = GramTable(table(pages), b=0.6).score(weights, rows)
    right = bm25(pages, weights, 0.6)
    assert scores.tolist() == pytest.approx([right[row] for row in rows], rel=1e-4, abs=1e-5)


@given(
    st.lists(page, min_size=1, max_size=12),
    asked_words,
    st.floats(0.05, 1),
    st.data(),
    st.sampled_from([1, 4, 1000]),
)
@settings(max_examples=300, deadline=None)
def test_no_page_that_holds_enough_is_missed(
    pages: list[list[str]],
    asked: dict[str, float],
    coverage: float,
    data: st.DataObject,
    looked_up: int,
) -> None:
    """Nor one that is sure, nor is another one found; however few grams are added up everywhere."""
    weights, held = grams_of(asked), table(pages)
    sure, within = data.draw(masks(len(pages))), data.draw(masks(len(pages)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grams, "_LOOKED_UP", looked_up)
        rows, scores = GramTable(held, b=0.6).holding(weights, coverage, sure=sure, within=within)
    shares = shares_of(pages, weights)
    assume(all(abs(share - coverage) > 1e-3 for share in shares))  # else rounding decides
    enough = [0 < share >= coverage for share in shares]
    assert rows.tolist() == np.flatnonzero(within & (sure | enough)).tolist()
    right = bm25(pages, weights, 0.6)
    assert scores.tolist() == pytest.approx([right[row] for row in rows], rel=1e-4, abs=1e-5)


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
    """Of the parts that occur: parts that nobody wrote do not count."""
    made = GramTable(table([["vormund"], ["vorwand"], ["geld"]]), b=0.6)

    def holding(coverage: float, *asked: str) -> list[int]:
        weights, nobody = dict.fromkeys(asked, 1.0), np.zeros(3, bool)
        rows, _ = made.holding(weights, coverage, sure=nobody, within=~nobody)
        found: list[int] = rows.tolist()
        return found

    assert holding(1.0, *GRAMS("vormund"), "xyzx") == [0]
    assert holding(0.6, *GRAMS("vormund")) == [0]
    assert holding(0.01, *GRAMS("vormund")) == [0, 1]
    assert holding(0.0, *GRAMS("vormund")) == [0, 1]
    assert holding(0.0, "xyzx") == holding(0.0) == []


def test_a_table_comes_back_from_disk(tmp_path: Path) -> None:
    made = table([["vormund", "überall"], [], ["geld"] * 300])
    made.save(tmp_path, "body")
    assert same(Inverted.load(tmp_path, "body"), made)
    assert max(made.counts.tolist()) == 255
    mixed = len(GRAMS("vormund")) + len(GRAMS("überall"))
    assert made.lengths.tolist() == [mixed, 0, 300 * len(GRAMS("geld"))]
