"""The search box that the association puts on its own website."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """See `kb.texts.sentences.Texts`."""

    label: str
    button: str
    busy: str
    none: str
    found_one: str
    found_all: str
    found_more: str
    printed: str
    pdf_page: str
    older: str
    onward: str
    away: str
    away_link: str


GERMAN = Website(
    label="In unseren Handbüchern suchen",
    button="Suchen",
    busy="Wird gesucht …",
    none="Dazu steht hier nichts. Versuchen Sie es bitte mit anderen Wörtern.",
    found_one="1 Seite gefunden",
    found_all="{total} Seiten gefunden",
    found_more="{total} Seiten gefunden. Hier sind die ersten {shown}:",
    printed="S. {label}",
    pdf_page="PDF-Seite {page}",
    older="ältere Ausgabe",
    onward="Alle Fundstellen ansehen",
    away="Die Suche ist gerade nicht zu erreichen. Bitte versuchen Sie es später noch einmal.",
    away_link="Zur Wissensbasis",
)

ENGLISH = Website(
    label="Search our handbooks",
    button="Search",
    busy="Searching …",
    none="Nothing here is about that. Please try other words.",
    found_one="1 page found",
    found_all="{total} pages found",
    found_more="{total} pages found. Here are the first {shown}:",
    printed="p. {label}",
    pdf_page="PDF page {page}",
    older="older edition",
    onward="See everything that was found",
    away="The search cannot be reached right now. Please try again later.",
    away_link="Open the knowledge base",
)
