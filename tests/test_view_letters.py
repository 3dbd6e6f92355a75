"""Marks are found in another reading of the page by their letters and their surroundings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Span
from kb.view.letters import Letters, locate


def _found(ours: str, wanted: str, theirs: str, *, nth: int = 0) -> list[str]:
    start = -1
    for _ in range(nth + 1):
        start = ours.index(wanted, start + 1)
    spans = locate([Span(start, start + len(wanted))], ours, theirs)
    return [theirs[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("ours", "wanted", "theirs", "found"),
    [
        ("die Personensorge hat", "Personensorge", "die Perso-\nnensorge hat", "Perso-\nnensorge"),
        ("die Personensorge hat", "Personensorge", "diePersonensorgehat", "Personensorge"),
        ("eine Pflegefamilie", "Pflege", "eine P\ufb02egefamilie", "P\ufb02ege"),
        ("für Mündel", "Mündel", "fu\u0308r Mu\u0308ndel", "Mu\u0308ndel"),
        ("die Straße", "Straße", "die STRASSE", "STRASSE"),
        ("nach § 42 SGB", "§ 42", "nach §42 SGB", "§42"),
    ],
)
def test_readers_differ_but_letters_agree(ours: str, wanted: str, theirs: str, found: str) -> None:
    """Hyphens, spaces, ligatures, decomposed umlauts and case do not hide a mark."""
    assert _found(ours, wanted, theirs) == [found]


def test_equal_words_are_told_apart_by_their_surroundings() -> None:
    """The second "Arzt" of ours is the one before "kommt", wherever it stands in theirs."""
    ours = "Der Arzt fragt zuerst. Wenn der Arzt kommt, warten Sie."
    theirs = "Seite 7 Wenn der Arzt kommt, warten Sie. Der Arzt fragt zuerst."
    spans = locate([Span(32, 36)], ours, theirs)
    assert [theirs[s.start : s.end + 6] for s in spans] == ["Arzt kommt"]


def test_a_word_that_the_other_reading_lacks_is_left_out() -> None:
    """No mark is better than a wrong one."""
    assert locate([Span(0, 4), Span(5, 8)], "Arzt xyz", "Der Arzt") == [Span(4, 8)]


def test_a_mark_without_letters_is_left_out() -> None:
    """Punctuation cannot be found again."""
    assert locate([Span(0, 1), Span(3, 3)], "?  Arzt", "? Arzt") == []


@given(st.text(max_size=200))
def test_every_letter_knows_where_it_came_from(text: str) -> None:
    """Origins are places of the text, in order, one for each letter."""
    letters = Letters.of(text)
    assert len(letters.origins) == len(letters.text)
    assert list(letters.origins) == sorted(letters.origins)
    assert all(0 <= origin < len(text) for origin in letters.origins)


@given(st.text(min_size=1, max_size=80), st.data())
def test_a_text_is_found_in_itself(text: str, data: st.DataObject) -> None:
    """Against the same reading, a mark's letters come back exactly."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    wanted = Letters.of(text[span.start : span.end]).text
    found = [Letters.of(text[s.start : s.end]).text for s in locate([span], text, text)]
    assert all(letters.startswith(wanted) or wanted in letters for letters in found)
    assert bool(found) == bool(wanted)
