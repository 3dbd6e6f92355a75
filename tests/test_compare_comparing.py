"""Two editions side by side: what changed is told, what only looks otherwise is not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.clean import clean
from kb.compare import Change, Comparison, LawMove, compare
from kb.extract import read
from kb.german import Analyzer, Glossary
from kb.model import Heading, Page, PageKey

DOCUMENTS = Path(__file__).parent.parent / "documents"
ANALYZER = Analyzer()
GLOSSARY = Glossary.load(None, ANALYZER)

FOOD = "Zum Frühstück gibt es Brot und Käse. Am Sonntag kochen alle gemeinsam Suppe."
SLEEP = "Ab zehn Uhr ist Nachtruhe. Wer später kommt, meldet sich vorher bei der Betreuung."
MONEY = "Das Taschengeld zahlt das Jugendamt jeden Monat aus. Es gehört dem jungen Menschen."


def page(number: int, *sections: tuple[str, str], edition: str = "alt") -> Page:
    text, headings = "", []
    for title, body in sections:
        if title:
            headings.append(Heading(1, title, len(text)))
        text += f"{title}\n\n{body}\n\n" if title else f"{body}\n\n"
    key = PageKey("heft", edition, number)
    return Page(key, text.rstrip(), str(number), tuple(headings), order=number - 1)


def told(old: Sequence[Page], new: Sequence[Page]) -> Comparison:
    return compare(old, new, ANALYZER, GLOSSARY)


def changes(comparison: Comparison) -> list[tuple[str, Change]]:
    return [(section.title, section.change) for section in comparison.sections]


def test_sections_are_kept_added_and_removed() -> None:
    """Each under its title, a removed one where it stood."""
    old = [page(1, ("1 Essen", FOOD), ("2 Schlafen", SLEEP))]
    new = [page(1, ("1 Essen", FOOD), ("2 Geld", MONEY))]
    assert changes(told(old, new)) == [
        ("1 Essen", Change.SAME),
        ("2 Schlafen", Change.REMOVED),
        ("2 Geld", Change.ADDED),
    ]


def test_a_number_is_no_change() -> None:
    """Chapters that move up keep their text; the old number is told."""
    old = [page(1, ("1 Essen", FOOD), ("2 Schlafen", SLEEP))]
    new = [page(1, ("1 Geld", MONEY), ("2 Essen", FOOD), ("3 Schlafen", SLEEP))]
    comparison = told(old, new)
    assert comparison.counts == {Change.ADDED: 1, Change.SAME: 2}
    assert [s.old_title for s in comparison.sections if s.is_renamed] == ["1 Essen", "2 Schlafen"]


def test_a_section_is_known_by_its_text_under_another_title() -> None:
    """Both titles are told, and both places."""
    old, new = [page(3, ("4 Nachtruhe", SLEEP))], [page(5, ("Wann wird geschlafen?", SLEEP))]
    section = told(old, new).sections[0]
    assert (section.change, section.old_title) == (Change.SAME, "4 Nachtruhe")
    assert section.old is not None
    assert section.new is not None
    assert (section.old.key.pdf_page, section.new.key.pdf_page) == (3, 5)


def test_a_reworded_sentence_shows_its_words() -> None:
    """Marked are the words that the other edition does not have."""
    old = [page(1, ("Geld", MONEY))]
    new = [page(1, ("Geld", MONEY.replace("jeden Monat", "jede Woche")))]
    (difference,) = told(old, new).sections[0].differences
    assert difference.change is Change.CHANGED
    for passage, words in ((difference.old, "jeden Monat"), (difference.new, "jede Woche")):
        assert passage is not None
        assert [passage.text[m.start : m.end] for m in passage.marks] == [words]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vormund/innen treffen Jugendliche.", "Vormund*innen treffen Jugendliche."),
        ("Im Paragraphen steht: „Es muß sein“.", 'Im Paragrafen steht: "Es muss sein".'),
        ("Brot, Käse und Milch.", "Brot; Käse und Milch!"),
    ],
)
def test_spelling_and_signs_are_no_change(before: str, after: str) -> None:
    """They would hide what is said otherwise."""
    old, new = [page(1, ("Regeln", before))], [page(1, ("Regeln", after))]
    assert told(old, new).counts == {Change.SAME: 1}


def test_the_end_of_a_page_is_no_change() -> None:
    """A sentence may run over it in one edition and not in the other."""
    first, second = SLEEP.split(" meldet ")
    old = [page(1, ("Schlafen", SLEEP))]
    new = [page(1, ("Schlafen", first)), page(2, ("", f"meldet {second}"))]
    assert told(old, new).counts == {Change.SAME: 1}


def test_what_moved_to_another_section_is_neither_new_nor_gone() -> None:
    """It is told where it stands now, with the place it came from."""
    rule = "Wer in den Ferien länger als eine Woche verreist, sagt es drei Tage vorher."
    old = [page(1, ("Essen", f"{FOOD} {rule}")), page(2, ("Schlafen", SLEEP))]
    new = [page(1, ("Essen", FOOD)), page(2, ("Schlafen", f"{SLEEP} {rule}"))]
    comparison = told(old, new)
    assert changes(comparison) == [("Essen", Change.SAME), ("Schlafen", Change.CHANGED)]
    (difference,) = comparison.sections[1].differences
    assert difference.change is Change.MOVED
    assert difference.old is not None
    assert difference.old.place.key.pdf_page == 1


def test_a_table_of_contents_is_left_out() -> None:
    """What changes in it is told where it changes."""
    old = [page(1, ("", "Willkommen im Haus.\n1 Essen … 2")), page(2, ("1 Essen", FOOD))]
    new = [page(1, ("", "Willkommen im Haus.\n1 Essen … 9")), page(2, ("1 Essen", FOOD))]
    assert told(old, new).counts == {Change.SAME: 2}


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        # the sentence shows which number took whose place
        ("Sie haften (§ 1833 BGB) dafür.", "Sie haften (§ 1794 BGB) dafür.",
         LawMove("§ 1833 BGB", "§ 1794 BGB")),
        # the glossary knows
        ("Die Pauschale steht in § 1835a BGB.", "Nach § 1878 BGB gibt es Geld ohne Belege.",
         LawMove("§ 1835a BGB", "§ 1878 BGB")),
        ("Die Pauschale steht in § 1835a BGB.", "Fragen Sie das Gericht nach Geld.",
         LawMove("§ 1835a BGB", "§ 1878 BGB", said=False)),
        ("Das regelt § 99 SGB XII.", "Das regelt niemand.",
         LawMove("§ 99 SGB XII", "", said=False)),
        ("Das regelt niemand.", "Das regelt § 99 SGB XII.", LawMove("", "§ 99 SGB XII")),
    ],
)  # fmt: skip
def test_changed_paragraphs_of_law_are_told(before: str, after: str, move: LawMove) -> None:
    """By the sentence they stand in, else by the glossary, else on one side alone."""
    old, new = [page(1, ("Recht", before))], [page(1, ("Recht", after))]
    assert told(old, new).laws == (move,)


def test_a_paragraph_that_stays_is_not_told() -> None:
    """Nor is one that the new edition calls former, or names in another section."""
    old = [page(1, ("Recht", "Es gilt § 1791 BGB, auch § 42 SGB VIII."), ("Mehr", FOOD))]
    law = "Es gilt § 42 Abs. 2 SGB VIII, früher § 1791 BGB a. F., heute § 168b FamFG."
    new = [page(1, ("Recht", law), ("Mehr", FOOD))]
    assert told(old, new).laws == (LawMove("§ 1791 BGB", "§ 168b FamFG"),)


# -- the demonstration handbooks -------------------------------------------------------------------


@pytest.fixture(scope="module")
def handbooks() -> tuple[Sequence[Page], Sequence[Page]]:
    raw = [read(DOCUMENTS / f"handbuch-{year}.pdf") for year in (2018, 2026)]
    return clean(raw[0], "handbuch", "2018"), clean(raw[1], "handbuch", "2026")


@pytest.fixture(scope="module")
def comparison(handbooks: tuple[Sequence[Page], Sequence[Page]]) -> Comparison:
    return told(*handbooks)


def test_every_section_of_the_older_handbook_is_found_in_the_new_one(
    comparison: Comparison,
) -> None:
    """It holds chapters 2, 4, 7.3 and 11; none of their sections went, five have another title."""
    old = {s.old_title: s.new_title for s in comparison.sections if s.old}
    assert Change.REMOVED not in comparison.counts
    assert {a: b for a, b in old.items() if a[:6] != b[:6] or a[4:] != b[4:]} == {
        "2.4 Bestallung und die ersten 30 Tage": "2.4 Bestellungsurkunde und die ersten 30 Tage",
        "2.5 Ergänzungspflegschaft und Mitvormundschaft": (
            "2.5 Unterstützung durch zusätzliche Pfleger*innen"
        ),
        "2.7 Aufwandsentschädigung": "2.7 Aufwandspauschale",
        "4.6 Kindergeld und Kostenheranziehung": "4.6 Kindergeld und andere Leistungen",
        "7 Aufenthalt sichern (Auszug)": "7 Aufenthalt sichern",
        "7.3 § 25a AufenthG: Aufenthalt für gut integrierte Jugendliche und Heranwachsende": (
            "7.3 § 25a AufenthG: Bleiben durch Integration"
        ),
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("§ 1835a BGB", "§ 1878 BGB"),
        ("§ 1791 BGB", "§ 168b FamFG"),
        ("§ 1833 BGB", "§ 1794 BGB"),
        ("§ 1837 BGB", "§ 1802 BGB"),
        ("§ 53 Abs. 2 SGB VIII", "§ 53a SGB VIII"),
        ("§ 1909 BGB", "§ 1809 BGB"),
    ],
)
def test_the_reform_of_2023_is_told(comparison: Comparison, old: str, new: str) -> None:
    """Paragraphs that moved, as the appendix of the handbook itself puts them side by side."""
    assert LawMove(old, new) in comparison.laws


def test_a_handbook_compared_with_itself_did_not_change(
    handbooks: tuple[Sequence[Page], Sequence[Page]],
) -> None:
    """Under the name of another edition, from the first section to the last."""
    _, pages = handbooks
    again = [replace(p, key=replace(p.key, edition="2027")) for p in pages]
    comparison = told(pages, again)
    assert set(comparison.counts) == {Change.SAME}
    assert comparison.laws == ()
    assert not any(section.is_renamed for section in comparison.sections)


# -- whatever stands in them -----------------------------------------------------------------------

TEXTS = st.text(alphabet="aB ä.§1\n*/-", max_size=80)
SECTIONS = st.lists(st.tuples(st.sampled_from(["", "1 A", "B", "§"]), TEXTS), max_size=4)
BOOKS = st.lists(SECTIONS, max_size=4).map(
    lambda pages: [page(n, *sections) for n, sections in enumerate(pages, 1)]
)


@given(BOOKS)
@settings(max_examples=100, deadline=None)
def test_anything_compared_with_itself_did_not_change(book: list[Page]) -> None:
    """Empty pages, sections of one title, text without words."""
    assert set(told(book, book).counts) <= {Change.SAME}


@given(BOOKS, BOOKS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost(old: list[Page], new: list[Page]) -> None:
    """Every section of both editions that says anything is told, each once; marks lie in order."""
    comparison = told(old, new)
    for side in ("old", "new"):
        places = [getattr(s, side) for s in comparison.sections if getattr(s, side)]
        assert len(places) == len(set(places))
    for section in comparison.sections:
        for difference in section.differences:
            for passage in filter(None, (difference.old, difference.new)):
                ends = [0, *(edge for m in passage.marks for edge in (m.start, m.end))]
                assert ends == sorted(ends)
                assert ends[-1] <= len(passage.text)


def test_a_comparison_turned_round_adds_what_went() -> None:
    """The same editions in the other order."""
    old = [page(1, ("Essen", FOOD), ("Schlafen", SLEEP))]
    new = [page(1, ("Essen", FOOD), ("Geld", MONEY))]
    there, back = told(old, new).counts, told(new, old).counts
    assert (there[Change.ADDED], there[Change.REMOVED]) == (
        back[Change.REMOVED],
        back[Change.ADDED],
    )
