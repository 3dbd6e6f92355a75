"""Postings are read once, scored by row, and forgotten when there are too many."""

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from kb.index.engine import Document, Field
from kb.index.grams import length_norm
from kb.index.inverted import Inverted
from kb.index.postings import PLACE_BITS, Postings, WordTabulator
from kb.index.whoosh_store import Store, StoreWriter
from kb.model import Page, PageKey

TEXTS = ("geld geld amt", "amt", "vormund amt geld")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    writer = StoreWriter(tmp_path, new=True)
    for number, text in enumerate(TEXTS, start=1):
        page = Page(PageKey("heft", "1", number), text)
        tokens = {Field.STEM: text.split(), Field.EXACT: text.split()}
        writer.add("heft.1", Document(page, tokens))
    writer.commit(optimize=False)
    return Store(tmp_path)


def postings(store: Store, *, kept: int) -> Postings:
    lengths = np.array([len(text.split()) for text in reversed(TEXTS)], np.int32)
    norms = {field: length_norm(lengths, 0.6) for field in Field}
    return Postings(words(), store, np.array([2, 1, 0], np.int32), norms, kept=kept)


def words() -> Inverted:
    """The rows are the pages in reverse."""
    made = WordTabulator()
    for text in reversed(TEXTS):
        made.add({Field.STEM: text.split(), Field.EXACT: text.split()})
    return made.table()


def test_a_token_is_scored_on_the_rows_that_hold_it(store: Store) -> None:
    """Twice in three words is more than once; rows are in the order of the tables."""
    (found,) = postings(store, kept=1000).scored([(Field.STEM, "geld")])
    by_row = dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
    assert by_row.keys() == {0, 2}
    assert by_row[2] > by_row[0] > 0


def test_a_token_that_nobody_wrote_has_no_rows(store: Store) -> None:
    nowhere = [(Field.STEM, "haus"), (Field.LAW, "geld")]
    found = postings(store, kept=1000).scored(nowhere)
    assert [len(one.rows) for one in found] == [0, 0]
    assert len(postings(store, kept=1000).places("haus")) == 0


def test_places_stand_in_the_order_of_rows(store: Store) -> None:
    """Row and place in one number; of a row that is not shown there are none."""
    norms = {field: length_norm(np.array([3], np.int32), 0.6) for field in Field}
    shown = Postings(words(), store, np.array([1, -1, 0], np.int32), norms)
    assert shown.places("amt").tolist() == [1, (1 << PLACE_BITS) + 2]
    assert shown.places("geld").tolist() == [2, 1 << PLACE_BITS, (1 << PLACE_BITS) + 1]


@pytest.mark.parametrize(("kept", "read"), [(10_000, 3), (450, 6), (0, 6)])
def test_postings_are_read_once_while_there_is_room(store: Store, kept: int, read: int) -> None:
    """What was asked for longest ago goes first: of three in turn, two that fit help nobody."""
    held = postings(store, kept=kept)
    with patch.object(Inverted, "ranges", autospec=True, side_effect=Inverted.ranges) as reading:
        for _ in range(2):
            for token in ("geld", "amt", "vormund"):
                assert len(held.scored([(Field.STEM, token)])[0].rows) > 0
    assert reading.call_count == read
