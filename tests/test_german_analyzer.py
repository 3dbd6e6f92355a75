"""What German words are found by: spellings, gender, hyphens, abbreviations."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german import Analyzer, fold

ANALYZER = Analyzer()
ANY_TEXT = st.text(st.characters(exclude_categories=[]))
# Text of the signs that the tokeniser knows: plain random text hardly ever holds them.
GERMAN = st.text(st.sampled_from("VormundInEärztUM 12a§*:_/-().,\n\u00ad\u0308²")).filter(bool)


def stems(text: str) -> set[str]:
    return {stem for token in ANALYZER.tokens(text) for stem in token.stems}


def meet(one: str, other: str) -> bool:
    return bool(stems(one) & stems(other))


@pytest.mark.parametrize(
    "spelling",
    [
        "Vormund*innen",
        "Vormund*in",
        "Vormund:innen",
        "Vormund:in",
        "Vormund_innen",
        "Vormund_in",
        "Vormund·innen",
        "VormundInnen",
        "VormundIn",
        "Vormund/innen",
        "Vormund/-innen",
        "Vormund/-in",
        "Vormund/in",
        "Vormund(in)",
        "Vormund(innen)",
        "Vormünder*innen",
        "Vormünder:innen",
        "Vormuender*innen",
        "VORMUND*INNEN",
        "vormund*innen",
        "Vormundin",
        "Vormundinnen",
        "Vormünderin",
        "Vormünderinnen",
        "Vormunds",
        "Vormundes",
        "Vormündern",
        "Vormuender",
        "vormunder",
    ],
)
def test_every_form_of_a_word_for_a_person_meets_its_base(spelling: str) -> None:
    (token,) = ANALYZER.tokens(spelling)
    assert token.stems == ANALYZER.tokens("Vormund")[0].stems
    assert token.text == spelling


@pytest.mark.parametrize(
    ("spelling", "base"),
    [
        ("Freund*in", "Freund"),
        ("Freundinnen", "Freunde"),
        ("Jugendliche*r", "Jugendliche"),
        ("Jugendliche:n", "Jugendlicher"),
        ("Jugendliche/r", "Jugendlicher"),
        ("Jugendliche(r)", "Jugendlicher"),
        ("Ärzt*innen", "Arzt"),
        ("Ärztin", "Arzt"),
        ("Kolleg:innen", "Kollege"),
        ("Kollegin", "Kollegen"),
        ("Expert*in", "Experte"),
        ("Rechtsanwält*innen", "Rechtsanwalt"),
        ("Rechtsanwältin", "Rechtsanwälte"),
        ("Mentorin", "Mentor"),
        ("Mentorinnen", "Mentor"),
        ("Studentinnen", "Studenten"),
        ("Psychologin", "Psychologe"),
        ("Betreuer*innen-Team", "Betreuer"),
        ("Bürger*innenbüro", "Bürger"),
        ("Bürger*innenbüro", "Bürgerbüro"),
        ("ein*e", "ein"),
        ("jede*r", "jede"),
    ],
)
def test_gendered_words_meet_their_base(spelling: str, base: str) -> None:
    assert len(ANALYZER.tokens(spelling)) == 1
    assert meet(spelling, base)


@pytest.mark.parametrize(
    ("word", "not_its_base"),
    [
        ("Termin", "Term"),
        ("Berlin", "Berl"),
        ("Medizin", "Mediz"),
        ("beginnen", "beg"),
        ("gewinnen", "gew"),
        ("gerinnen", "ger"),
        ("Magazin", "Magaz"),
        ("dahin", "dah"),
    ],
)
def test_an_ending_that_only_looks_feminine_stays(word: str, not_its_base: str) -> None:
    assert not meet(word, not_its_base)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jugendämter", "Jugendaemter"),
        ("Anhörung", "Anhorung"),
        ("Anhörung", "Anhoerung"),
        ("Straße", "Strasse"),
        ("Prozeßkostenhilfe", "Prozesskostenhilfe"),
        ("BAföG", "Bafög"),
        ("BAföG", "bafoeg"),
        ("selbständig", "selbstständig"),
        ("Verselbständigung", "Verselbstständigung"),
        ("Albtraum", "Alptraum"),
        ("Biographie", "Biografie"),
        ("potentiell", "potenziell"),
        ("Schifffahrt", "Schiffahrt"),
        ("Asyl-Antrag", "Asylantrag"),
        ("Asyl-Antrag", "Antrag"),
        ("Care-Leaver", "Careleaver"),
        ("Vormund-\nschaft", "Vormundschaft"),
        ("Vor\u00admund", "Vormund"),
        ("SGB-\nVIII-Reform", "Reform"),
        ("1.800", "1800"),
        ("Vormund¹", "Vormund"),
        ("VORMUNDSCHAFT", "Vormundschaft"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert meet(one, other)
    assert meet(other, one)


@pytest.mark.parametrize("word", ["neue", "Mauer", "Quelle", "treue", "Bauer"])
def test_a_vowel_before_ue_keeps_it_whole(word: str) -> None:
    assert fold(word) == word.lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asyl-Antrag", ["asylantrag"]),
        ("Kinder- und Jugendhilfe", ["kinder", "und", "jugendhilfe"]),
        ("Kinder-\nund Jugendhilfe", ["kinder", "und", "jugendhilfe"]),
        ("und/oder", ["und", "oder"]),
        ("der*die", ["der", "die"]),
        ("2017-2018", ["2017-2018"]),
        ("§ 25a", ["25a"]),
        ("1.1.2023", ["1", "1", "2023"]),
        ("Name: ____", ["name"]),
        ("", []),
        ("?!*", []),
    ],
)
def test_the_exact_form_of_every_word_stands_in_order(text: str, expected: list[str]) -> None:
    assert [token.folded for token in ANALYZER.tokens(text)] == expected


def test_numbers_with_a_hyphen_are_found_by_each() -> None:
    assert stems("2017-2018") == {"2017", "2018"}


@pytest.mark.parametrize(("abbreviation", "word"), [("UM", "um"), ("JA", "ja"), ("UMs", "ums")])
def test_an_abbreviation_never_meets_the_function_word(abbreviation: str, word: str) -> None:
    assert not meet(abbreviation, word)
    exact = ANALYZER.tokens(abbreviation)[0].folded
    assert exact not in ANALYZER.stop_words
    assert exact != ANALYZER.tokens(word)[0].folded


@pytest.mark.parametrize(
    ("typed", "written"),
    [("wg", "WG"), ("hze", "HzE"), ("uma", "umA"), ("UM", "UMs"), ("WGs", "WG"), ("pkh", "PKH")],
)
def test_abbreviations_are_found_in_lower_case_and_plural(typed: str, written: str) -> None:
    assert meet(typed, written)


def test_abbreviations_that_differ_in_case_differ_in_their_first_stem() -> None:
    first = {word: ANALYZER.tokens(word)[0].stems[0] for word in ("ABH", "abH", "abh")}
    assert len(set(first.values())) == 3


@pytest.mark.parametrize("line", ["UM WAS GEHT ES IN DER VORMUNDSCHAFT", "WAS IST DIE AUFGABE?"])
def test_a_line_in_capitals_is_read_as_words(line: str) -> None:
    shouted = [token.stems for token in ANALYZER.tokens(line)]
    assert shouted == [token.stems for token in ANALYZER.tokens(line.lower())]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kind", ("_kin", "kind", "ind_")),
        ("umf", ("umf",)),
        ("", ()),
        ("aaaaaa", ("_aaa", "aaaa", "aaa_")),
    ],
)
def test_parts_of_a_word_are_padded_and_distinct(word: str, expected: tuple[str, ...]) -> None:
    assert ANALYZER.grams(word) == expected


def test_a_compound_and_its_head_share_parts() -> None:
    assert set(ANALYZER.grams("sorge")) & set(ANALYZER.grams("personensorge"))


@pytest.mark.parametrize("word", ["der", "wie", "für", "über", "muß", "müsste", "warum", "UM"])
def test_function_words_are_known_in_folded_form(word: str) -> None:
    assert (ANALYZER.tokens(word)[0].folded in ANALYZER.stop_words) == (word != "UM")


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Haus", True),
        ("haus", True),
        ("Vormund", True),
        ("gehst", True),
        ("Hxqz", False),
        ("", False),
    ],
)
def test_german_words_are_known(word: str, known: bool) -> None:
    assert ANALYZER.known(word) is known


def test_the_fingerprint_is_the_same_for_every_analyzer_of_this_version() -> None:
    assert Analyzer().fingerprint == ANALYZER.fingerprint


@given(ANY_TEXT | GERMAN)
def test_every_token_is_a_slice_of_the_text_after_the_one_before(text: str) -> None:
    tokens = ANALYZER.tokens(text)
    assert all(text[t.start : t.end] == t.text and t.start < t.end for t in tokens)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(tokens))


@given(GERMAN)
def test_tokens_of_german_text_are_disjoint(text: str) -> None:
    assert all(a.end <= b.start for a, b in pairwise(ANALYZER.tokens(text)))


@given(ANY_TEXT | GERMAN)
def test_every_token_has_an_exact_form_and_a_stem_without_blanks(text: str) -> None:
    for token in ANALYZER.tokens(text):
        assert token.stems
        assert all(
            form and not any(map(str.isspace, form)) for form in (token.folded, *token.stems)
        )
        assert all(ANALYZER.grams(word) for word in token.words)


@given(st.text() | GERMAN)
def test_composed_and_decomposed_text_give_the_same_forms(text: str) -> None:
    forms = [
        [(t.folded, t.stems, t.words) for t in ANALYZER.tokens(unicodedata.normalize(form, text))]
        for form in ("NFC", "NFD")
    ]
    assert forms[0] == forms[1]


@given(ANY_TEXT)
def test_the_same_text_gives_the_same_tokens(text: str) -> None:
    assert ANALYZER.tokens(text) == Analyzer().tokens(text)


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüß")))
def test_folding_ignores_case_and_diacritics(word: str) -> None:
    assert fold(word) == fold(word.upper())
    assert fold(word).isascii()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["a-", "a*", "a/-", "-\n", "1.111", "ä\u0308", "A", "a(in", "\u0308"]
)
def test_a_page_full_of_signs_is_read_in_time(piece: str) -> None:
    ANALYZER.tokens(piece * 50_000)
