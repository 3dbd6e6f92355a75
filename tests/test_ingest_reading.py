"""What a record can be proposed from: the first pages as read."""

from kb.catalogue.proposal import Origin, Source
from kb.extract import RawDocument, RawPage
from kb.ingest.reading import first_look
from kb.model import Outcome


def _document(*pages: str) -> RawDocument:
    numbered = [RawPage(number, pypdf=text) for number, text in enumerate(pages, 1)]
    return RawDocument("0" * 64, Outcome.TEXT, pages=tuple(numbered))


def test_a_first_look_knows_on_which_page_a_place_is() -> None:
    """Of the first five pages and the last two; offsets count composed letters."""
    look = first_look(
        _document("Mu\u0308nze", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Ende")
    )
    assert "Münze" in look.text
    assert "Sechs" not in look.text
    for word, page in (("Münze", 1), ("Zwei", 2), ("Fünf", 5), ("Sieben", 7), ("Ende", 8)):
        assert look.page_at(look.text.index(word)) == Source(Origin.PAGE, page)
        assert look.page_of(word) == Source(Origin.PAGE, page)
