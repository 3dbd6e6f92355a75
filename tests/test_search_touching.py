"""No word that shares a part is ever missed, and few others are looked at."""

from hypothesis import given
from hypothesis import strategies as st

from kb.german import Analyzer
from kb.search.touching import Touching

GRAMS = Analyzer().grams
WORDS = st.text("abcdü_\ud800𝄞", max_size=8)


@given(st.lists(WORDS), st.lists(st.lists(WORDS, max_size=3)))
def test_whatever_shares_a_part_is_found(asked: list[str], words: list[list[str]]) -> None:
    """Words of fewer than four letters have no parts to share."""
    parts = {gram for word in asked for gram in GRAMS(word) if len(gram) == 4}
    sharing = {
        at
        for at, stems in enumerate(words)
        if not parts.isdisjoint(gram for stem in stems for gram in GRAMS(stem) if len(gram) == 4)
    }
    assert sharing <= set(Touching(parts).of(words))


@given(st.lists(WORDS), st.lists(st.lists(WORDS, max_size=3)))
def test_whatever_is_one_of_the_whole_forms_is_found(
    whole: list[str], words: list[list[str]]
) -> None:
    """However short: "5" and "AE" have no parts."""
    same = {at for at, forms in enumerate(words) if not set(forms).isdisjoint({*whole} - {""})}
    assert same <= set(Touching((), whole).of(words))


def test_most_words_are_left_out() -> None:
    words = [(f"{a}{b}{c}{a}{b}",) for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    asked = {gram for word in ("vormund", "taschengeld", "jugendamt") for gram in GRAMS(word)}
    assert len(Touching(asked).of([*words, ("vormundschaft",)])) < 0.05 * len(words)
    assert Touching(()).of(words) == []
