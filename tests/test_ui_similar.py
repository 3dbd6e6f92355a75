"""Pages like the one read, or like a passage: lists of links that keep the reader's place."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import PageKey
from kb.settings import Settings
from kb.texts import ENGLISH, GERMAN
from kb.ui import similar, state
from kb.ui.address import Address

pytestmark = pytest.mark.usefixtures("app_home")
PAGE_5 = Address(query="arzt", reading=PageKey("handbuch", "2026", 5))


def test_pages_about_the_same_are_linked_with_their_place() -> None:
    """The link keeps the question; the page itself and older editions of it are not there."""
    html = similar.of_page(PAGE_5, GERMAN)
    links = re.findall(r'href="([^"]+)"', unescape(html))
    assert 0 < len(links) <= 5
    assert all(link.startswith("?q=arzt&f=") for link in links)
    assert "?q=arzt&f=handbuch.2026.5" not in links
    assert GERMAN.similar_title in html
    assert "PDF-Seite" in html


def test_a_marked_passage_has_its_own_list() -> None:
    """In whatever language it is asked, and never with the page it was marked on."""
    html = similar.of_passage("Who pays the pocket money each month?", PAGE_5, ENGLISH)
    assert "f=blatt.2025.1" in html
    assert "f=handbuch.2026.5&" not in html
    assert ENGLISH.similar_to_title in html


def test_a_passage_without_words_says_that_nothing_was_found() -> None:
    """Not an empty list."""
    assert GERMAN.similar_none in similar.of_passage("12 %%%", PAGE_5, GERMAN)


def test_without_the_encoder_there_is_no_list(
    app_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no heading above nothing."""
    without = Library(Settings(home=app_home, meaning=False))
    monkeypatch.setattr(state, "shared_library", cache(lambda: without))
    assert similar.of_page(PAGE_5, GERMAN) == ""
