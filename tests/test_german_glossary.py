"""The glossary finds the field's terms in what people type, and leaves everyday words alone."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german import Analyzer, Glossary, How, Term
from kb.german.terms import LARGEST, merged, parse

ANALYZER = Analyzer()
SHIPPED = Glossary.load()
HEADER = "id\tterm_de\tabk\tlangform\tsynonyme\tvarianten\n"


def of(*terms: Term) -> Glossary:
    return Glossary(terms, ANALYZER)


BAG = Term("X1", "Beutelrecht", abbreviation="BEU", expansion="Beutelrecht",
           synonyms=("Recht am Beutel", "Sackbefugnis"), variants=("Beutelrechte",))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "term", "how"),
    [
        ("Beutelrecht", "Beutelrecht", How.NAME),
        ("des Beutelrechts", "Beutelrecht", How.NAME),
        ("beutel-recht", "Beutelrecht", How.NAME),
        ("BEU", "Beutelrecht", How.ABBREVIATION),
        ("beu antrag", "Beutelrecht", How.ABBREVIATION),
        ("BEU-Antrag", "Beutelrecht", How.ABBREVIATION),
        ("sackbefugnisse", "Beutelrecht", How.SYNONYM),
        ("wer hat das Recht am Beutel?", "Beutelrecht", How.SYNONYM),
        ("recht beutel", "Beutelrecht", How.SYNONYM),
    ],
)
def test_a_term_is_found_by_each_of_its_forms(query: str, term: str, how: How) -> None:
    assert [(f.term.name, f.how) for f in of(BAG).find(query)] == [(term, how)]


def test_a_term_is_found_where_it_stands() -> None:
    query = "wer hat das Recht am Beutel?"
    (found,) = of(BAG).find(query)
    assert query[found.start : found.end] == "Recht am Beutel"


def test_the_longest_wording_wins() -> None:
    glossary = of(Term("1", "Inobhutnahme"), Term("2", "vorläufige Inobhutnahme"))
    assert [f.term.id for f in glossary.find("Dauer der vorläufigen Inobhutnahmen")] == ["2"]


def test_one_wording_may_name_two_terms() -> None:
    glossary = of(
        Term("1", "Eins", variants=("Doppelwort",)), Term("2", "Zwo", variants=("Doppelwort",))
    )
    assert [f.term.id for f in glossary.find("doppelwort")] == ["1", "2"]


def test_a_name_goes_before_another_terms_variant() -> None:
    glossary = of(Term("1", "Eins", variants=("Sonderwort",)), Term("2", "Sonderwort"))
    assert [f.term.id for f in glossary.find("Sonderwort")] == ["2"]


def test_abbreviations_that_differ_in_case_stay_apart() -> None:
    glossary = of(
        Term("1", "Oben", abbreviation="ABH", expansion="Oben"),
        Term("2", "Unten", synonyms=("abH",)),
    )
    found = {query: [f.term.id for f in glossary.find(query)] for query in ("ABH", "abH", "abh")}
    assert found == {"ABH": ["1"], "abH": ["2"], "abh": []}


@pytest.mark.parametrize("query", ["um was geht es", "ne frage", "ae", "ja"])
def test_words_are_not_taken_for_short_abbreviations(query: str) -> None:
    assert SHIPPED.find(query) == []


@pytest.mark.parametrize(
    "word", ["Arbeit", "Azubi", "18", "Konto", "Heim", "Lehre", "Macht", "Krise"]
)
def test_an_everyday_word_is_no_synonym_of_a_term(word: str) -> None:
    glossary = of(Term("1", "Fachbegriff", synonyms=(word,), variants=(f"{word}",)))
    assert glossary.find(word) == []


def test_an_everyday_word_counts_inside_a_longer_wording() -> None:
    glossary = of(Term("1", "Fachbegriff", synonyms=("Heim für Jugendliche",)))
    assert [f.term.id for f in glossary.find("Heim für Jugendliche")] == ["1"]


def test_an_everyday_headword_says_that_it_is_one() -> None:
    (found,) = of(Term("1", "Praktikum")).find("Praktikum")
    assert found.everyday


def test_a_wording_of_function_words_and_one_other_needs_all_of_them() -> None:
    glossary = of(Term("1", "Volljährigkeit", synonyms=("18 werden",)))
    assert [f.term.id for f in glossary.find("bald 18 werden")] == ["1"]
    assert glossary.find("18") == []


def test_expansions_go_both_ways_and_name_each_word_once() -> None:
    expansions = of(BAG).expansions(BAG)
    assert expansions.variants == ("Beutelrecht", "BEU")
    assert expansions.synonyms == ("Recht am Beutel", "Sackbefugnis")


def test_an_inflected_synonym_among_the_variants_is_no_variant() -> None:
    term = Term("1", "Barbetrag", synonyms=("Taschengeld",), variants=("Taschengeldes",))
    assert of(term).expansions(term).variants == ("Barbetrag",)
    assert [f.how for f in of(term).find("Taschengeld")] == [How.SYNONYM]


def test_no_expansion_holds_another_one() -> None:
    term = Term("1", "Anhörung", synonyms=("Asylanhörung", "Interview im Amt", "die Anhörungen"))
    assert of(term).expansions(term).variants == ("Anhörung",)
    assert of(term).expansions(term).synonyms == ("Interview im Amt",)


def test_a_number_means_the_term_of_its_law_only() -> None:
    glossary = of(Term("1", "Bleiberecht", variants=("25a",), law_today="§ 25a AufenthG"))
    found = {q: len(glossary.find(q)) for q in ("25a", "§ 25a AufenthG", "§ 25a SGB VIII")}
    assert found == {"25a": 1, "§ 25a AufenthG": 1, "§ 25a SGB VIII": 0}


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_gives_terms_inside_it_that_do_not_cross(text: str) -> None:
    places = {(f.start, f.end) for f in SHIPPED.find(text)}
    assert all(0 <= a < b <= len(text) for a, b in places)
    ordered = sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(ordered))


# -- the shipped glossary --------------------------------------------------------------------------


def test_the_shipped_glossary_is_whole() -> None:
    assert len(SHIPPED.terms) > 200
    assert SHIPPED.problems == ()
    assert all(term.id and term.name and term.topic for term in SHIPPED.terms)


def test_every_headword_of_the_shipped_glossary_finds_its_term() -> None:
    missed = [
        t.name for t in SHIPPED.terms if t.id not in {f.term.id for f in SHIPPED.find(t.name)}
    ]
    assert missed == []


# -- the association's own -------------------------------------------------------------------------


def own(folder: Path, text: str, encoding: str = "utf-8") -> Glossary:
    (folder / "glossary.tsv").write_bytes(text.encode(encoding))
    return Glossary.load(folder)


def test_an_own_term_is_added(tmp_path: Path) -> None:
    glossary = own(tmp_path, HEADER + "E1\tBeutelrecht\tBEU\tBeutelrecht\tSackbefugnis\t\n")
    assert [f.term.id for f in glossary.find("Sackbefugnis")] == ["E1"]
    assert len(glossary.terms) == len(SHIPPED.terms) + 1


def test_an_own_term_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    name = SHIPPED.terms[0].name
    glossary = own(tmp_path, f"term_de\tsynonyme\n{name}\tBeutelwort\n")
    assert len(glossary.terms) == len(SHIPPED.terms)
    assert glossary.terms[0].synonyms == ("Beutelwort",)


def test_an_own_term_replaces_the_shipped_one_of_its_id() -> None:
    assert merged([Term("1", "Alt"), Term("2", "Bleibt")], [Term("1", "Neu")]) == (
        Term("1", "Neu"),
        Term("2", "Bleibt"),
    )


@pytest.mark.parametrize("start", ["\ufeff", "# Unsere Wörter\n\n"])
def test_byte_order_mark_comments_and_empty_lines_do_not_matter(tmp_path: Path, start: str) -> None:
    glossary = own(tmp_path, start + HEADER.replace("\n", "\r\n") + "E1\tBeutelrecht\r\n")
    assert glossary.problems == ()
    assert glossary.find("Beutelrecht")


@pytest.mark.parametrize(
    ("line", "number", "expected"),
    [
        ("E2\t\t\t\t\t", 2, "term_de"),
        ("E2\tWort\tA\t\t\t", 2, "both 'abk' and 'langform'"),
        ("E2\tWort\t\t\t\t\t\tzu viel", 2, "expected 6 values parted by tabs, found 8"),
        ("E2;Wort;;;;", 2, "parted by tabs"),
    ],
)
def test_a_bad_line_is_one_message_and_the_rest_goes_on(
    tmp_path: Path, line: str, number: int, expected: str
) -> None:
    glossary = own(tmp_path, f"{HEADER}{line}\nE1\tBeutelrecht\n")
    (problem,) = glossary.problems
    assert f"glossary.tsv, line {number}:" in str(problem)
    assert expected in str(problem)
    assert glossary.find("Beutelrecht")


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Wort\tnoch eins\n", "utf-8", "line 1: expected a header line"),
        ("term_de\tsynonime\nA\tB\n", "utf-8", "unknown column 'synonime'"),
        (f"{HEADER}E1\tMündelrecht\n", "latin-1", "line 2: expected UTF-8"),
        (f"{HEADER}E1\tMündelrecht\n", "utf-16", "expected UTF-8"),
        (HEADER + "#" * LARGEST, "utf-8", "at most"),
    ],
)
def test_a_file_that_is_no_glossary_is_one_message(
    tmp_path: Path, text: str, encoding: str, expected: str
) -> None:
    glossary = own(tmp_path, text, encoding)
    (problem,) = glossary.problems
    assert expected in str(problem)
    assert glossary.terms == SHIPPED.terms


def test_an_id_counts_once() -> None:
    terms, problems = parse("id\tterm_de\nE1\tEins\nE1\tZwei\n", Path("glossary.tsv"))
    assert [term.name for term in terms] == ["Eins"]
    assert [p.data["line"] for p in problems] == [3]


def test_the_fingerprint_follows_the_terms(tmp_path: Path) -> None:
    assert own(tmp_path, "term_de\nBeutelrecht\n").fingerprint != SHIPPED.fingerprint
    assert Glossary.load().fingerprint == SHIPPED.fingerprint


@given(st.text())
def test_any_table_is_read(text: str) -> None:
    parse(f"{HEADER}{text}", Path("glossary.tsv"))


# -- old and new law, other languages --------------------------------------------------------------

LAW = of(
    Term("1", "Geld", law_today="§ 1808 Abs. 2 i.V.m. § 1878 BGB", law_former="§ 1835a BGB a.F."),
    Term("2", "Kontakt", law_today="§ 1790 Abs. 3 BGB", law_former="§ 1793 Abs. 1a BGB a.F."),
    Term("3", "Rechte", law_today="§ 1788 BGB", law_former="§ 1793 BGB a.F."),
    Term("4", "Anlage", law_today="§ 1798 BGB", law_former="§§ 1802–1808 BGB a.F."),
    Term("5", "Kosten", law_today="aufgehoben (§ 92 SGB VIII)", law_former="§ 94 SGB VIII a.F."),
    Term("6", "Neues", law_today="§ 1781 BGB", law_former="keine; vgl. § 1797 BGB a.F."),
    Term("7", "Gleiches", law_today="§ 41 SGB VIII", law_former="§ 41 SGB VIII a.F."),
)  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("§ 1835a BGB", [("§ 1878 BGB", True)]),
        ("§ 1835a", [("§ 1878 BGB", True)]),
        ("§ 1878 BGB", [("§ 1835a BGB", False)]),
        ("§ 1793 Abs. 1a BGB", [("§ 1790 Abs. 3 BGB", True)]),
        ("§ 1793 BGB", [("§ 1790 Abs. 3 BGB", True), ("§ 1788 BGB", True)]),
        ("§ 1803 BGB", [("§ 1798 BGB", True)]),
        ("§ 94 SGB VIII", [("aufgehoben (§ 92 SGB VIII)", True)]),
        ("§ 1797 BGB", []),
        ("§ 1781 BGB", []),
        ("§ 41 SGB VIII", []),
        ("§ 3 AsylG", []),
    ],
)
def test_a_number_leads_to_its_counterpart(
    reference: str, expected: list[tuple[str, bool]]
) -> None:
    (asked,) = ANALYZER.law_references(reference)
    assert [(c.shown, c.today) for c in LAW.counterparts(asked)] == expected


def test_a_number_that_is_in_force_today_too_only_gets_a_hint() -> None:
    glossary = of(
        Term("1", "Alt", law_today="§ 1795 BGB", law_former="§ 1800 BGB a.F."),
        Term("2", "Neu", law_today="§ 1800 BGB"),
    )
    for text, sure in (("§ 1800 BGB", False), ("§ 1800 BGB a.F.", True)):
        (asked,) = ANALYZER.law_references(text)
        assert [c.sure for c in glossary.counterparts(asked)] == [sure]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "who is my guardian?", ["Vormund"]),
        ("en", "guardians", ["Vormund"]),
        ("ar", "من هو الوصي القانوني", ["Vormund"]),
        ("tr", "vasi kim", ["Vormund"]),
        ("en", "weather", []),
        ("de", "Vormund", []),
        ("en", "", []),
    ],
)
def test_a_term_is_found_by_its_translation(language: str, text: str, expected: list[str]) -> None:
    glossary = of(
        Term("1", "Vormund", translations={"en": "guardian", "ar": "وصي قانوني", "tr": "vasi (x)"}),
        Term("2", "Taschengeld", translations={"en": "pocket money / allowance"}),
    )  # fmt: skip
    assert [term.name for term, _ in glossary.by_translation(language, text)] == expected
