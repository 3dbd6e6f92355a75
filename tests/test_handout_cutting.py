"""What is kept is cut as people mean it: a paragraph, what they marked, pages, a section."""

from pathlib import Path

import pytest

from kb.desk.collections import Piece
from kb.errors import PageNotFound
from kb.handout import cutting
from kb.library import Library
from kb.model import PageKey
from kb.settings import Settings


@pytest.fixture(scope="module")
def library(small_home: Path) -> Library:
    return Library(Settings(home=small_home))


def _key(page: int) -> PageKey:
    return PageKey("handbuch", "2026", page)


def test_a_passage_is_the_paragraph_at_a_place(library: Library) -> None:
    """Without the heading above it, with its citation."""
    piece = cutting.passage(library, _key(5), 0)
    assert piece.text.startswith("Arzt: Das bespricht der Vormund")
    assert piece.source is not None
    assert (piece.source.labels, piece.source.section) == (("", ""), ("5 Arzt",))


def test_what_was_marked_is_found_as_the_page_has_it(library: Library) -> None:
    """Whatever happened to its spaces; what the page does not say is refused."""
    piece = cutting.quoted(library, _key(5), "Das  bespricht\n\nder Vormund")
    assert piece is not None
    assert piece.text == "Das bespricht der Vormund"
    assert cutting.quoted(library, _key(5), "Das bespricht die Vormundin") is None
    assert cutting.quoted(library, _key(5), " ") is None


def test_a_quotation_grows_and_shrinks_by_the_sentence(library: Library) -> None:
    """It stays word for word, and keeps at least one sentence."""
    text = library.page(_key(5)).text
    piece: Piece | None = cutting.passage(library, _key(5), 0)
    assert piece is not None
    for edge in [*cutting.Edge] * 4:
        piece = cutting.moved(library, piece, edge) or piece
        assert piece.text in text
        assert piece.text
    for edge in (cutting.Edge.EARLIER, cutting.Edge.LATER) * 9:
        piece = cutting.moved(library, piece, edge) or piece
    assert piece.text == text.strip()
    assert cutting.moved(library, piece, cutting.Edge.LATER) is None


def test_a_text_finds_its_like_in_a_newer_edition(library: Library) -> None:
    """The paragraph that shares most words."""
    text = library.page(_key(5)).text.split("\n\n")[-1]
    assert cutting.alike(library, _key(5), text).text in library.page(_key(5)).text


def test_pages_come_in_reading_order(library: Library) -> None:
    """Whichever is named first; both must be of one edition."""
    source = cutting.pages(library, _key(7), _key(5)).source
    assert source is not None
    assert (source.first, source.last) == (_key(5), _key(7))
    with pytest.raises(PageNotFound):
        cutting.pages(library, _key(5), PageKey("blatt", "2025", 1))
    with pytest.raises(PageNotFound):
        cutting.pages(library, _key(5), _key(99))


def test_a_section_goes_up_to_the_next_of_its_rank(library: Library) -> None:
    """In the small handbook each page is a section of its own."""
    source = cutting.chapter(library, _key(5), 30).source
    assert source is not None
    assert (source.first, source.last) == (_key(5), _key(5))
