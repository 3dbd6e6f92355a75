"""Any text comes into one Unicode form, and every place in it leads back to the text as given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german.characters import normal


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Vormünder", "Vormünder"),
        (unicodedata.normalize("NFD", "Vormünder"), "Vormünder"),
        ("Pﬂicht", "Pflicht"),
        ("§\u00a042", "§ 42"),
        ("Vor\u00admund", "Vormund"),
        ("Vor\u00ad\nmund", "Vor-\nmund"),
        ("Vormund²", "Vormund "),
        ("Vor\u200bmund", "Vormund"),
        ("\u1112\u1161\u11ab", "한"),
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_text_comes_into_one_form(given_text: str, expected: str) -> None:
    assert normal(given_text).text == expected


def test_a_place_leads_back_to_the_composed_letter_and_its_mark() -> None:
    """ "Vormu¨nder": the letter and its diaeresis are one place."""
    given_text = unicodedata.normalize("NFD", "der Vormünder")
    same = normal(given_text)
    start = same.text.index("Vormünder")
    assert same.span(start, start + len("Vormünder")) == (4, 14)


def test_what_is_taken_out_belongs_to_no_place() -> None:
    same = normal("a\u00adb c")
    assert [same.span(i, i + 1) for i in range(4)] == [(0, 1), (2, 3), (3, 4), (4, 5)]


@given(st.text())
def test_composed_and_decomposed_text_come_into_the_same_form(text: str) -> None:
    composed = normal(unicodedata.normalize("NFC", text))
    decomposed = normal(unicodedata.normalize("NFD", text))
    assert composed.text == decomposed.text


@given(st.text(st.characters(exclude_categories=[])), st.data())
def test_every_place_lies_inside_the_given_text(text: str, data: st.DataObject) -> None:
    same = normal(text)
    if same.text:
        start = data.draw(st.integers(0, len(same.text) - 1))
        end = data.draw(st.integers(start + 1, len(same.text)))
        a, b = same.span(start, end)
        assert 0 <= a < b <= len(text)


@given(st.text(st.characters(exclude_categories=[])))
def test_places_never_go_backwards(text: str) -> None:
    same = normal(text)
    assert list(same.starts) == sorted(same.starts)
    assert list(same.ends) == sorted(same.ends)
