"""What is marked as no longer the law, and what is left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.currency import Currency, CurrencyNote, NoteKind
from kb.german import Analyzer, Glossary, Term
from kb.model import Edition, Heading, Page, PageKey, Span

ANALYZER = Analyzer()
SHIPPED = Currency(ANALYZER, Glossary.load())
OLD = Edition("2019", "alt.pdf", 2019, "2019-05")
YOUNG = Edition("2024", "neu.pdf", 2024, "2024-06")


def page(text: str, *headings: Heading) -> Page:
    return Page(PageKey("blatt", "1", 1), text, headings=headings)


def notes(text: str, edition: Edition, *terms: Term) -> tuple[CurrencyNote, ...]:
    currency = Currency(ANALYZER, Glossary(terms, ANALYZER)) if terms else SHIPPED
    return currency.notes(page(text), edition)


def marked(text: str, edition: Edition, *terms: Term) -> list[str]:
    return [text[note.span.start : note.span.end] for note in notes(text, edition, *terms)]


def term(name: str, today: str, former: str, kind: str = "", synonym: str = "") -> Term:
    synonyms = (synonym,) if synonym else ()
    return Term(name, name, kind, law_today=today, law_former=former, synonyms=synonyms,
                as_of="2021-03")  # fmt: skip


MOVED = term("Beutelgeld", "§ 20 SGB II", "§ 7a SGB II a.F.")
CHANGED = term("Beutelrecht", "§ 3 SGB II n.F.", "§ 3 SGB II a.F. (4 Jahre, bis 21, Beutelamt)")
RENAMED = term("Beutelschein", "§ 5 SGB II", "§ 6 SGB II a.F. (Sackbrief)", synonym="Sackbrief")
GONE = term("Beutelpflicht", "aufgehoben seit März", "§ 9 Abs. 6 SGB II a.F.")
NEW = term("Beutelrat", "§ 8 SGB II", "keine Entsprechung")
REFORM = term("Beutelreform", "§§ 1–30 SGB II", "§§ 40–60 SGB II a.F.", "Norm")


@pytest.mark.parametrize(
    ("text", "about", "expected"),
    [
        ("Beantragen Sie das nach § 7a SGB II.", MOVED, (NoteKind.RENUMBERED, "§ 20 SGB II")),
        ("Das steht in § 3 Abs. 2 SGB II.", CHANGED, (NoteKind.CHANGED, "§ 3 SGB II")),
        ("Zeigen Sie den Sackbrief.", RENAMED, (NoteKind.FORMER_TERM, "§ 5 SGB II")),
        ("Es gibt eine Beutelpflicht.", GONE, (NoteKind.FORMER_TERM, "aufgehoben seit März")),
        ("Das folgt aus § 9 Abs. 6 SGB II.", GONE, (NoteKind.RENUMBERED, "aufgehoben seit März")),
        ("Einen Beutelrat gibt es nicht.", NEW, (NoteKind.CHANGED, "§ 8 SGB II")),
        ("Eine Beutelreform ist geplant.", REFORM, (NoteKind.CHANGED, "§§ 1–30 SGB II")),
        ("Siehe § 47b SGB II.", REFORM, (NoteKind.RENUMBERED, "§§ 1–30 SGB II")),
        ("Beutelrecht gibt es nach vier Jahren.", CHANGED, (NoteKind.CHANGED, "§ 3 SGB II")),
        ("Beutelrecht: die Vierjahresfrist.", CHANGED, (NoteKind.CHANGED, "§ 3 SGB II")),
        ("Beutelrecht endet am 21. Geburtstag.", CHANGED, (NoteKind.CHANGED, "§ 3 SGB II")),
        ("Beutelrecht gewährt das Beutelamt.", CHANGED, (NoteKind.CHANGED, "§ 3 SGB II")),
    ],
)  # fmt: skip
def test_an_older_edition_is_marked_where_the_law_has_changed_since(
    text: str, about: Term, expected: tuple[NoteKind, str]
) -> None:
    """The note names the kind, the term, today's place and the month of the change."""
    (note,) = notes(text, OLD, about)
    assert (note.kind, note.today) == expected
    assert (note.term, note.since) == (about.name, "2021-03")


@pytest.mark.parametrize(
    "text",
    [
        "Früher stand das in § 7a SGB II.",
        "Das war § 7a SGB II a. F. und ist jetzt anders.",
        "Seit 2021 gilt § 7a SGB II nicht mehr.",
        "§ 7a Abs. 2 SGB XII ist ein anderes Gesetz.",
    ],
)
def test_former_law_that_is_called_former_is_not_marked(text: str) -> None:
    """Neither by those who wrote before the change nor by those who wrote after it."""
    assert marked(text, OLD, MOVED) == []
    assert marked(text, YOUNG, MOVED) == []


def test_words_and_amounts_count_where_the_text_is_about_their_term() -> None:
    """Four years are former law under the heading of the term, and nothing elsewhere."""
    currency = Currency(ANALYZER, Glossary((CHANGED,), ANALYZER))
    text = "Erst nach vier Jahren, sagt das Beutelamt."
    about = page(text, Heading(1, "3.1 Beutelrecht"))
    assert [n.span for n in currency.notes(about, OLD)] == [Span(10, 21)]
    assert currency.notes(page(text, Heading(1, "3.2 Anderes")), OLD) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Bestallung zeigen Sie der Bank.", ["Bestallung"]),
        ("Die Pauschale richtet sich nach § 1835a BGB.", ["§ 1835a BGB"]),
        ("Die Pauschale (§ 1835a) kommt einmal im Jahr.", ["§ 1835a"]),
        ("Ein Pfleger wird nach § 1909 BGB bestellt.", ["§ 1909 BGB"]),
        ("Nach § 94 Abs. 6 SGB VIII ist ein Beitrag zu zahlen.", ["§ 94 Abs. 6 SGB VIII"]),
        ("Zuständig ist das Vormundschaftsgericht.", ["Vormundschaftsgericht"]),
        ("Wer Hartz IV bekommt, meldet den Umzug.", ["Hartz IV"]),
    ],
)
def test_a_young_edition_is_marked_where_it_still_says_former_law(
    text: str, words: list[str]
) -> None:
    """Numbers that no law has any more, and names that are not used any more."""
    assert marked(text, YOUNG) == words


@pytest.mark.parametrize(
    "text",
    [
        "Das Verzeichnis verlangt § 1835 BGB.",
        "Bei Streit entscheidet das Gericht (§ 1793 BGB).",
        "Der Betreuer (§ 1816 BGB) wird nach § 1818 ausgewählt, vgl. § 53 Abs. 2.",
        "Die Aufsicht steht in § 1802 BGB, die Befreiung in § 1837 BGB.",
        "Hilfe nach § 41 SGB VIII und § 41a SGB VIII.",
        "Aufenthalt nach § 25a AufenthG gibt es nach drei Jahren.",
        "Die Bestallung (heute: Bestellungsurkunde) nennt das Gericht.",
        "Die Kostenheranziehung ist abgeschafft. Diese Kostenheranziehung traf viele.",
        "Der Pass gilt 21 Jahre.",
    ],
)
def test_numbers_that_are_in_force_again_are_today_s_in_a_young_edition(text: str) -> None:
    """§ 1793 BGB has other content since 2023, and those who write after that mean it."""
    assert marked(text, YOUNG) == []


@pytest.mark.parametrize(
    "text",
    [
        "Das Jugendamt nimmt nach § 42a SGB VIII vorläufig in Obhut.",
        "Das Ruhen stellt das Gericht fest (§ 1674 BGB).",
        "Handlungsfähig ist man mit 18 (§ 12 AsylG).",
        "Die Duldung (§ 60a Abs. 2 Satz 1 AufenthG) schützt.",
        "Mit Erlaubnis des Vormunds darf er reisen.",
        "Das Clearing dauert drei Monate.",
        "Das Zimmer kostet 399 Euro.",
        "Eltern zahlen für die Kita einen Kostenbeitrag.",
        "Was Eltern dürfen, steht in § 1631 BGB.",
        "Hilfe zur Erziehung nach § 27 SGB VIII und § 36 SGB VIII.",
        "In einem anderen Gesetz steht § 94 Abs. 6 und § 53 Abs. 2.",
    ],
)
def test_law_that_has_not_changed_is_not_marked_in_an_older_edition(text: str) -> None:
    """Only what the glossary says has changed counts, and amounts only beside their term."""
    assert marked(text, OLD) == []


def test_a_number_that_went_to_several_places_is_told_by_what_the_passage_is_about() -> None:
    """§ 1793 BGB held many rules; beside "Vermögenssorge" it is § 1798 today."""
    (note,) = notes("Die Vermögenssorge umfasst alles Geld (§ 1793 BGB).", OLD)
    assert (note.term, note.today) == ("Vermögenssorge", "§ 1798 BGB, §§ 1835 ff. BGB")


def test_a_list_that_went_to_one_place_is_one_note() -> None:
    """The mark covers the numbers and what stands between them."""
    assert marked("Legen Sie Rechnung (§§ 1890, 1892 BGB).", OLD) == ["§§ 1890, 1892 BGB"]


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (Edition("a", "a.pdf"), []),
        (Edition("b", "b.pdf", 2020), ["§ 3 SGB II"]),
        (Edition("c", "c.pdf", 2021), []),
        (Edition("d", "d.pdf", 2022, "2020-12"), ["§ 3 SGB II"]),
    ],
)
def test_the_rechtsstand_counts_else_the_end_of_the_year(
    edition: Edition, words: list[str]
) -> None:
    """An edition of which neither is known is not suspected."""
    assert marked("Das steht in § 3 SGB II.", edition, CHANGED) == words


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["§ 1793 BGB ", "Bestallung ", "Bestallung. ", "vier Jahre ", "("]
)
def test_a_hostile_page_is_read_in_seconds(piece: str) -> None:
    """Whatever stands on it a hundred thousand times, and without any line break."""
    assert len(notes(piece * (300_000 // len(piece)), OLD)) <= 400


PIECES = st.sampled_from(
    [
        "§ 1793 BGB",
        "§§ 1802 ff.",
        "a. F.",
        "Bestallung",
        "früher",
        "vier Jahre",
        "2023",
        "\n\n",
        ". ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8)).map("".join), st.sampled_from([OLD, YOUNG]))
def test_notes_are_disjoint_and_in_order_on_any_text(text: str, edition: Edition) -> None:
    """And every one marks something of the text."""
    found = notes(text, edition)
    assert all(0 <= n.span.start < n.span.end <= len(text) for n in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
