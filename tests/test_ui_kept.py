"""Kept passages: the server shows places by name; what lists and links hold may be anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import PageKey
from kb.texts import ENGLISH, GERMAN
from kb.texts.citation import cite
from kb.ui import kept, state
from kb.ui.kept import Place
from tests.small_library import HOSTILE


@given(st.integers(0, 99_999))
def test_a_place_is_written_and_read(at: int) -> None:
    """As it stands in the browser's store and in links."""
    place = Place(PageKey("handbuch", "2026", 17, "a"), at)
    assert Place.parse(str(place)) == place


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_none(text: str) -> None:
    """Links are cut short, stores are tampered with."""
    place = Place.parse(text)
    assert place is None or Place.parse(str(place)) == place


@pytest.mark.usefixtures("app_home")
class TestCards:
    """What the server says about the places it is asked for."""

    def test_a_card_has_the_passage_and_its_source(self) -> None:
        """In the order asked for; the citation is the one under every quotation."""
        cards = kept.cards(["handbuch.2026.5@0", "blatt.2018.1@0"], GERMAN)
        assert [card["place"] for card in cards] == ["handbuch.2026.5@0", "blatt.2018.1@0"]
        library, key = state.library(), PageKey("handbuch", "2026", 5)
        assert cite(*library.published("handbuch", "2026"), library.page(key)) in cards[0]["html"]
        assert "Personensorge" in cards[0]["html"]
        assert "Ältere Ausgabe" in cards[1]["html"]

    def test_the_passage_begins_where_it_was_kept(self) -> None:
        """The card links to the same place."""
        (card,) = kept.cards(["handbuch.2026.5@40"], ENGLISH)
        assert "?f=handbuch.2026.5&amp;ab=40" in card["html"]

    def test_a_page_that_is_gone_says_so(self) -> None:
        """The card can still be removed."""
        (card,) = kept.cards(["handbuch.1999.5@0"], GERMAN)
        assert GERMAN.kept_gone in card["html"]
        assert "data-remove" in card["html"]

    def test_nonsense_is_left_out(self) -> None:
        """And no list is longer than the longest."""
        assert kept.cards(["<script>", "a@b", "../x@1", ""], GERMAN) == []
        assert len(kept.cards(["handbuch.2026.5@0"] * 500, GERMAN)) == kept.MOST

    def test_a_hostile_title_stays_text(self) -> None:
        """The browser puts the card into the page as markup."""
        (card,) = kept.cards(["blatt.2025.1@0"], GERMAN)
        assert HOSTILE not in card["html"]
        assert "&lt;img src=x onerror=alert(1)&gt;" in card["html"]
