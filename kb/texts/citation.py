"""How a place in a publication is cited; in German in every language of the interface."""

from kb.model import Edition, Page, Publication, Source
from kb.texts.german import GERMAN


def source(
    publication: Publication, edition: Edition, first: Page, last: Page | None = None, at: int = 0
) -> Source:
    """What a citation says of a passage at the offset `at`, or of the pages `first` to `last`."""
    last = last or first
    return Source(
        first=first.key,
        last=last.key,
        labels=(first.label, last.label),
        title=publication.title,
        publisher=publication.publisher,
        year=edition.year,
        law_as_of=edition.law_as_of,
        section=first.section_at(at),
    )


def cite(publication: Publication, edition: Edition, page: Page, at: int = 0) -> str:
    """The citation of a passage on a page; see `cited`."""
    return cited(source(publication, edition, page, at=at))


def cited(source: Source) -> str:
    """One line, as under a quotation.

    "Fluchtraum Bremen: Handbuch, Ausgabe 2026, S. 12 (PDF-Seite 17), Abschnitt „5.4 Hilfeplan“
    (Rechtsstand März 2026)"; what nobody knows is left out.
    """
    publisher = f"{source.publisher}: " if source.publisher else ""
    section = f", Abschnitt „{source.section[-1]}“" if source.section else ""
    law = f" ({law_of(source)})" if source.law_as_of else ""
    return f"{publisher}{source.title}, {edition_of(source)}, {place_of(source)}{section}{law}"


def edition_of(source: Source) -> str:
    """ "Ausgabe 2026"; with the year where the edition is called otherwise."""
    named = GERMAN.edition.format(label=source.first.edition)
    year = str(source.year or "")
    return named if year in source.first.edition else f"{named} ({year})"


def place_of(source: Source) -> str:
    """ "S. 12 (PDF-Seite 17)" or "S. 12–14 (PDF-Seiten 17–19)"."""
    if source.first == source.last:
        return GERMAN.page_place(source.labels[0], source.first.pdf_page)
    first, last = source.first.pdf_page, source.last.pdf_page
    pdf = GERMAN.pdf_page.format(page=first) if first == last else f"PDF-Seiten {first}–{last}"
    if not all(source.labels):
        return pdf
    printed = f"S. {source.labels[0]}–{source.labels[1]}"
    same = source.labels == (str(first), str(last))
    return printed if same else f"{printed} ({pdf})"


def law_of(source: Source) -> str:
    """ "Rechtsstand März 2026", "" where nobody said."""
    when = source.law_as_of
    return GERMAN.law_as_of.format(when=GERMAN.month(when)) if when else ""
