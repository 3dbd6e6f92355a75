"""How a printed page is cited; in German in every language of the interface."""

from kb.model import Edition, Page, Publication
from kb.texts.german import GERMAN


def cite(publication: Publication, edition: Edition, page: Page) -> str:
    """One line, as under a quotation: "Fluchtraum Bremen: Handbuch, Ausgabe 2026, S. 12"."""
    publisher = f"{publication.publisher}: " if publication.publisher else ""
    law = (
        f" ({GERMAN.law_as_of.format(when=GERMAN.month(edition.law_as_of))})"
        if edition.law_as_of
        else ""
    )
    place = GERMAN.page_place(page.label, page.key.pdf_page)
    named = GERMAN.edition.format(label=edition.label)
    return f"{publisher}{publication.title}, {named}, {place}{law}"
