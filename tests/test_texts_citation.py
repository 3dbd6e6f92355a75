"""A citation names publisher, title, edition, printed page and the law it rests on."""

from kb.model import Edition, Page, PageKey, Publication
from kb.texts.citation import cite

EDITION = Edition("2026", "h.pdf", 2026, "2025-12")
PAGE = Page(PageKey("h", "2026", 17), "", label="12")


def test_a_citation_is_one_german_line() -> None:
    """As a trainer puts it under a quotation, whatever the language of the interface."""
    publication = Publication("h", "Handbuch", (EDITION,), publisher="Fluchtraum")
    expected = (
        "Fluchtraum: Handbuch, Ausgabe 2026, S. 12 (PDF-Seite 17) (Rechtsstand Dezember 2025)"
    )
    assert cite(publication, EDITION, PAGE) == expected


def test_what_is_unknown_is_left_out() -> None:
    """No empty publisher, no empty date."""
    edition = Edition("1", "h.pdf")
    publication = Publication("h", "Handbuch", (edition,))
    assert cite(publication, edition, PAGE) == "Handbuch, Ausgabe 1, S. 12 (PDF-Seite 17)"
