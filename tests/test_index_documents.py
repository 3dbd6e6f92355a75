"""A page as the engine keeps it."""

import pytest

from kb.german import Analyzer
from kb.index.documents import CONTENTS, LISTING, document, text_kinds
from kb.index.engine import Facet, Field
from kb.model import Edition, Heading, Kind, Page, PageKey, Publication

ANALYZER = Analyzer()
OLD = Edition("2018", "h-2018.pdf", year=2018, superseded_by="2026")
NEW = Edition("2026", "h-2026.pdf", year=2026)
BOOK = Publication(
    "handbuch",
    "Handbuch für Vormünder",
    (NEW, OLD),
    kind=Kind.HANDBOOK,
    topics=("geld", "recht"),
    audience=("Ehrenamtliche",),
)


def page(text: str, *headings: Heading, label: str = "12") -> Page:
    return Page(PageKey("handbuch", "2026", 17), text, label, headings)


def test_text_and_headings_are_indexed_by_their_stems() -> None:
    found = document(page("4.3 Barbetrag\n\nFür Kinder.", Heading(2, "4.3 Barbetrag", 0)),
                     BOOK, NEW, ANALYZER)  # fmt: skip
    assert "kind" in found.tokens[Field.STEM]
    assert "barbetrag" in found.tokens[Field.STEM]
    assert "barbetrag" in found.tokens[Field.HEADING]
    assert "barbetrag" in found.heading_words
    assert found.tokens[Field.TITLE] == ["handbuch", "fur", "vormund"]


def test_an_inherited_heading_counts_as_a_heading_only() -> None:
    found = document(page("Text.", Heading(1, "Geld")), BOOK, NEW, ANALYZER)
    assert "geld" in found.tokens[Field.HEADING]
    assert "geld" not in found.tokens[Field.STEM]


def test_exact_forms_keep_every_word_in_its_place() -> None:
    found = document(page("In der Regel einmal im Monat."), BOOK, NEW, ANALYZER)
    assert found.tokens[Field.EXACT] == ["in", "der", "regel", "einmal", "im", "monat"]


def test_law_references_are_tokens_of_their_own_and_stand_in_headings_too() -> None:
    heading = Heading(1, "§ 42 SGB VIII", 0)
    found = document(page("§ 42 SGB VIII\n\nSiehe § 1790 Abs. 3 BGB.", heading),
                     BOOK, NEW, ANALYZER)  # fmt: skip
    assert {"sgb8:42", "bgb:1790", "bgb:1790:3"} <= set(found.tokens[Field.LAW])
    assert "sgb8:42" in found.tokens[Field.HEADING]
    assert "bgb:1790" not in found.tokens[Field.HEADING]


def test_facets_come_from_record_and_page() -> None:
    facets = document(page("Text", Heading(1, "2 Geld"), Heading(2, "2.1 Konto", 0), label="XII"),
                      BOOK, OLD, ANALYZER).facets  # fmt: skip
    assert facets[Facet.EDITION] == ("handbuch.2018",)
    assert facets[Facet.CURRENT] == ("no",)
    assert facets[Facet.YEAR] == ("2018",)
    assert facets[Facet.TOPIC] == ("geld", "recht")
    assert facets[Facet.CHAPTER] == ("2 Geld",)
    assert facets[Facet.LABEL] == ("xii",)


KINDS = [
    ("Checkliste: die ersten 30 Tage\n\nAkte holen", "Checkliste: die ersten 30 Tage", "checklist"),
    ("☐ Akte\n☐ Ausweis\n☐ Hilfeplan", "", "checklist"),
    ("Fallbeispiel (erfunden)\n\nYonas ist 16.", "", "case"),
    ("Tabelle 3: Wer unterschreibt was?", "", "table"),
    ("Wer | darf | was\nVormund | ja | nein\nArzt | nein | ja", "", "table"),
    ("A.2 Muster: Jahresbericht", "A.2 Muster: Jahresbericht", "form"),
    ("Name ________\nOrt ________\nDatum ________", "", "form"),
    ("Abbildung 2: Ablauf des Asylverfahrens", "", "figure"),
    ("Schaubild 1 zeigt den Weg", "", "figure"),
]


@pytest.mark.parametrize(
    ("text", "heading", "kind"), KINDS, ids=[t.split("\n")[0] for t, *_ in KINDS]
)
def test_the_kind_of_a_text_is_told_by_its_words_and_form(
    text: str, heading: str, kind: str
) -> None:
    assert text_kinds(page(text, *([Heading(2, heading, 0)] if heading else []))) == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "Ein Beispiel macht es klar. Die Tabelle auf Seite 4 hilft.",
        "☐ ein einzelnes Kästchen",
        "Notizen ________",
        "Der Musterverein begleitet junge Menschen.",
    ],
)
def test_a_mere_mention_makes_no_kind(text: str) -> None:
    assert text_kinds(page(text)) == ()


def test_a_table_of_contents_is_known_by_its_ascending_numbers() -> None:
    lines = [f"{n} Kapitel über etwas {n * 4}" for n in range(1, 9)]
    assert text_kinds(page("Inhalt\n" + "\n".join(lines))) == (CONTENTS,)
    assert text_kinds(page("\n".join(reversed(lines)))) == ()


def test_a_page_that_only_lists_words_is_told_from_sentences() -> None:
    """A word list in two languages; a page of prose and one of a few words are none."""
    listed = "Vormundschaft guardianship Jugendamt youth office " * 8
    said = "Der Vormund vertritt das Kind, und er besucht es in der Einrichtung. " * 4
    kinds = [
        document(page(text), BOOK, NEW, ANALYZER).facets[Facet.TEXT_KIND]
        for text in (listed, said, "Impressum Bremen")
    ]
    assert kinds == [(LISTING,), (), ()]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["\n \n" * 10_000, ".\n" * 20_000, "." * 99_999 + "x", "a " * 50_000, "| " * 30_000]
)
def test_rules_take_no_longer_than_reading(text: str) -> None:
    """A page made to be slow: some of these took minutes."""
    assert text_kinds(Page(PageKey("heft", "2026", 1), text)) == ()
