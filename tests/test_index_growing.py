"""A table that grew is the table that all its rows would have made."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.growing import grown
from kb.index.inverted import Inverted, Rows, Tabulator

WORDS = st.lists(st.sampled_from(["amt", "geld", "kind", "rat", "tag", "uhr"]), max_size=8)
# words, whether it was there before, whether it stays
PAGES = st.lists(st.tuples(WORDS, st.booleans(), st.booleans()), max_size=12)


@given(PAGES, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_it_is_as_built_at_once(
    pages: list[tuple[list[str], bool, bool]], any_order: Random
) -> None:
    """Wherever the new rows belong, in whatever order they came, and whatever went."""
    stays = [is_new or keep for _, is_new, keep in pages]
    places = np.where(stays, np.cumsum(stays, dtype=np.int64) - 1, -1).astype(np.int32)
    before = [at for at, page in enumerate(pages) if not page[1]]
    new = [at for at, page in enumerate(pages) if page[1]]
    any_order.shuffle(new)
    made = grown(
        table([pages[at][0] for at in before]),
        rows(places, before),
        table([pages[at][0] for at in new]),
        rows(places, new),
        sum(stays),
    )
    right = table([words for (words, *_), keep in zip(pages, stays, strict=True) if keep])
    for part in Inverted.__slots__:
        assert np.array_equal(getattr(made, part), getattr(right, part)), part
        assert getattr(made, part).dtype == getattr(right, part).dtype, part


def rows(places: Rows, which: list[int]) -> Rows:
    return places[np.array(which, np.intp)]


def table(pages: list[list[str]]) -> Inverted:
    tabulator = Tabulator()
    for words in pages:
        tabulator.add(tabulator.numbers(words))
    return tabulator.table()
