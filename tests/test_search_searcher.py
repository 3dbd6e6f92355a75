"""Search over a small real index: what volunteers type finds the page that answers."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.model import (
    Edition,
    Filters,
    Heading,
    Hit,
    Kind,
    LawChange,
    Page,
    PageKey,
    Publication,
    Results,
    Way,
)
from kb.search import Searcher

NEW = Edition("2026", "h-2026.pdf", year=2026)
OLD = Edition("2018", "h-2018.pdf", year=2018, superseded_by="2026")
BOOK = Publication("handbuch", "Handbuch für Vormünder", (NEW, OLD), Kind.HANDBOOK)
LEAFLET = Publication("heft", "Mit 18", (Edition("2024", "heft.pdf", year=2024),), Kind.BROCHURE)

# page number -> heading and text
HANDBOOK = {
    1: ("Aufgaben der Vormundschaft", "Ein Vormund vertritt das Mündel. Er sorgt für das Kind."),
    2: ("Personensorge", "Zur Personensorge gehören Schule, Gesundheit und Aufenthalt."),
    3: ("Monatlicher Kontakt", "Sie besuchen das Mündel einmal im Monat (§ 1790 Abs. 3 BGB)."),
    4: ("Barbetrag und Bekleidungsgeld", "In der Wohngruppe gibt es einen Barbetrag."),
    5: (
        "Aufwandspauschale",
        "Die Pauschale, § 1878 BGB: Vormund*innen beantragen sie dort.",
    ),
    6: ("Inobhutnahme", "Das Jugendamt nimmt das Kind nach § 42 SGB VIII in Obhut."),
    7: ("Wörter", "Als UM werden sie in manchen Listen geführt. Das sind junge Menschen."),
    8: ("Anhörung", "Die Anhörung im Asyl-Verfahren dauert Stunden. Bereiten Sie Übergänge vor."),
    9: ("Checkliste erste Tage", "☐ Akte\n☐ Ausweis\n☐ Arztkarte"),
    10: ("Schwere Zeiten", "Medikamente helfen bei Trauma nicht allein."),
    11: ("Ruhe finden", "Bei Trauma helfen feste Abläufe. Danach sieht man im Monat weiter."),
}
OLDER = {
    1: ("Personensorge", "Die Personensorge heißt Personensorge, weil sie Personensorge ist."),
    2: ("Aufwandspauschale", "Sie steht in § 1835a BGB."),
}
BROCHURE = {
    1: ("Wohnen", "Um eine Wohnung kümmern sich junge Menschen selbst, um Möbel auch."),
    2: ("Geld", "Wer 18 ist, braucht ein Konto. Das Jugendamt zahlt weiter."),
}


def pages(publication: str, edition: str, texts: dict[int, tuple[str, str]]) -> list[Page]:
    found = []
    for number, (title, text) in texts.items():
        key = PageKey(publication, edition, number)
        heading = Heading(1, title, 0)
        found.append(Page(key, f"{title}\n\n{text}", str(number), (heading,), order=number - 1))
    return found


def build(folder: Path) -> Searcher:
    analyzer = Analyzer()
    shelf = [
        (BOOK, NEW, pages("handbuch", "2026", HANDBOOK)),
        (BOOK, OLD, pages("handbuch", "2018", OLDER)),
        (LEAFLET, LEAFLET.editions[0], pages("heft", "2024", BROCHURE)),
    ]
    engine = WhooshEngine(folder)
    add = [
        (
            Entry(publication.id, edition.label, "digest", len(held)),
            [document(page, publication, edition, analyzer) for page in held],
        )
        for publication, edition, held in shelf
    ]
    engine.publish(Changes(add, publications=(BOOK, LEAFLET)))
    return Searcher(engine, analyzer, Glossary.load())


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return build(tmp_path_factory.mktemp("index"))


def keys(results: Results) -> list[str]:
    return [str(hit.page.key) for hit in results.hits]


def first(results: Results) -> Hit:
    assert results.hits
    return results.hits[0]


def marked(hit: Hit) -> list[str]:
    return [hit.snippet.text[m.start : m.end] for m in hit.snippet.marks]


FOUND_FIRST = [
    ("wie oft muss ich mein mündel besuchen?", "handbuch.2026.3"),
    ("Sorge", "handbuch.2026.2"),  # part of a longer word
    ("Personensorgerecht", "handbuch.2026.2"),  # longer than the word of the page
    ("Anhorung", "handbuch.2026.8"),
    ("Anhoerung", "handbuch.2026.8"),
    ("ANHÖRUNG", "handbuch.2026.8"),
    ("Ubergange", "handbuch.2026.8"),
    ("Asylverfahren", "handbuch.2026.8"),  # written with a hyphen there
    ("Anhörng", "handbuch.2026.8"),
    ("Taschengeld", "handbuch.2026.4"),  # by a synonym
    ("Vormund:innen Pauschale", "handbuch.2026.5"),
    ("§ 42 SGB VIII", "handbuch.2026.6"),
    ("SGB 8 §42", "handbuch.2026.6"),
    ("Checkliste", "handbuch.2026.9"),
    ("UM", "handbuch.2026.7"),
]


@pytest.mark.parametrize(("text", "key"), FOUND_FIRST, ids=[text for text, _ in FOUND_FIRST])
def test_the_page_that_answers_comes_first(searcher: Searcher, text: str, key: str) -> None:
    assert keys(searcher.search(text))[0] == key


@pytest.mark.parametrize("text", ["Vormünder", "Vormünder*innen", "VormundIn", "Vormund_innen"])
def test_every_spelling_of_a_gendered_word_is_the_same_word(searcher: Searcher, text: str) -> None:
    assert keys(searcher.search(text))[:3] == keys(searcher.search("Vormund"))[:3]


def test_the_word_um_is_not_the_abbreviation(searcher: Searcher) -> None:
    assert "handbuch.2026.7" not in keys(searcher.search("um eine Wohnung"))


def test_an_older_edition_comes_below_the_current_one(searcher: Searcher) -> None:
    found = keys(searcher.search("Personensorge"))
    assert found.index("handbuch.2026.2") < found.index("handbuch.2018.1")


def test_a_former_paragraph_finds_todays_and_says_so(searcher: Searcher) -> None:
    results = searcher.search("§ 1835a BGB")
    assert set(keys(results)[:2]) == {"handbuch.2026.5", "handbuch.2018.2"}
    assert results.law_changes[0] == LawChange("§ 1835a BGB", "§ 1878 BGB", today=True)


# -- the query language ----------------------------------------------------------------------------


def test_a_phrase_keeps_its_stop_words(searcher: Searcher) -> None:
    results = searcher.search('"einmal im Monat"')
    assert keys(results) == ["handbuch.2026.3"]
    assert marked(first(results)) == ["einmal im Monat"]


def test_a_phrase_besides_words_must_hold(searcher: Searcher) -> None:
    assert keys(searcher.search('"einmal im Monat" Wohnung')) == ["handbuch.2026.3"]


def test_a_word_can_be_left_out(searcher: Searcher) -> None:
    assert "handbuch.2026.10" in keys(searcher.search("Trauma"))
    assert keys(searcher.search("Trauma -Medikamente")) == ["handbuch.2026.11"]


def test_and_or_not_hold_exactly(searcher: Searcher) -> None:
    assert set(keys(searcher.search("Trauma UND Medikamente"))) == {"handbuch.2026.10"}
    assert set(keys(searcher.search("Medikamente ODER Abläufe"))) == {
        "handbuch.2026.10",
        "handbuch.2026.11",
    }
    assert set(keys(searcher.search("Trauma AND NOT Medikamente"))) == {"handbuch.2026.11"}


def test_near_wants_both_words_close(searcher: Searcher) -> None:
    assert keys(searcher.search("Jugendamt NAHE/3 Kind")) == ["handbuch.2026.6"]
    assert keys(searcher.search("Jugendamt NAHE/1 Obhut")) == []


def test_page_year_and_title_narrow(searcher: Searcher) -> None:
    assert set(keys(searcher.search("Seite 2"))) == {
        "handbuch.2026.2",
        "handbuch.2018.2",
        "heft.2024.2",
    }
    assert keys(searcher.search("seite:2 Personensorge"))[0] == "handbuch.2026.2"
    assert keys(searcher.search("jahr:<2020 Personensorge")) == ["handbuch.2018.1"]
    assert keys(searcher.search("jahr:1999 Personensorge")) == []
    assert {key[:8] for key in keys(searcher.search("titel:Handbuch Jugendamt"))} == {"handbuch"}


def test_the_beginning_of_a_word_finds_and_marks_whole_words(searcher: Searcher) -> None:
    results = searcher.search("medi*")
    assert keys(results) == ["handbuch.2026.10"]
    assert marked(first(results)) == ["Medikamente"]


def test_stars_and_nothing_find_no_page(searcher: Searcher) -> None:
    assert [searcher.search(text).total for text in ("*", "", " ? ", "(((", "-")] == [0] * 5


def test_filters_alone_list_their_pages(searcher: Searcher) -> None:
    filters = Filters({"text_kind": frozenset({"checklist"})})
    assert keys(searcher.search("", filters=filters)) == ["handbuch.2026.9"]


def test_broken_syntax_searches_and_says_what_was_understood(searcher: Searcher) -> None:
    results = searcher.search("Trauma AND (")
    assert keys(results) == keys(searcher.search('titel:"" Trauma UND'))
    assert results.understood == "Trauma"


@pytest.mark.parametrize("sign", list("?*:(\"\\)-'~^[]{}!+&|/§"))
def test_signs_change_nothing_but_the_result(searcher: Searcher, sign: str) -> None:
    for text in (sign, f"Trauma{sign}", f"{sign}Trauma", f"Trauma {sign} Abläufe", sign * 50):
        assert searcher.search(text).total >= 0


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_search(searcher: Searcher, text: str) -> None:
    results = searcher.search(text)
    assert results.total >= len(results.hits)
    assert keys(searcher.search(unicodedata.normalize("NFD", text))) == keys(results)


# -- beside the hits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "way", "found"),
    [
        ("Personensorge", Way.EXACT, "Personensorge"),
        ("Anhörungen", Way.STEM, "Anhörung"),
        ("Sorge", Way.PART, "Personensorge"),
        ("Taschengeld", Way.SYNONYM, "Barbetrag"),
        ("§42 SGB 8", Way.LAW, "§ 42 SGB VIII"),
        ('"in der Wohngruppe"', Way.PHRASE, "In der Wohngruppe"),
        ("Vormünder Pauschale", Way.STEM, "Vormund*innen"),
        ("Asylverfahren", Way.EXACT, "Asyl-Verfahren"),
    ],
)
def test_a_hit_says_why(searcher: Searcher, text: str, way: Way, found: str) -> None:
    reasons = first(searcher.search(text)).reasons
    assert (way, found) in [(reason.way, reason.found) for reason in reasons]


def test_a_synonym_can_be_switched_off(searcher: Searcher) -> None:
    on = searcher.search("Taschengeld")
    assert ("Taschengeld", "Barbetrag") in on.synonyms
    off = searcher.search("Taschengeld", without_synonyms=frozenset({"Barbetrag"}))
    assert ("Taschengeld", "Barbetrag") not in off.synonyms
    assert "Barbetrag" not in [r.found for hit in off.hits for r in hit.reasons]


def test_a_term_has_its_card(searcher: Searcher) -> None:
    (card,) = searcher.search("Taschengeld").cards
    assert card.term == "Barbetrag"
    assert card.definition


def test_the_definition_of_a_term_ranks_but_makes_no_hit(searcher: Searcher) -> None:
    results = searcher.search("Inobhutnahme")
    assert "Jugendamt" in results.cards[0].definition
    assert keys(results)[0] == "handbuch.2026.6"
    assert "heft.2024.2" not in keys(results)  # "Das Jugendamt zahlt weiter."


def test_a_word_nobody_wrote_gets_a_suggestion_in_real_words(searcher: Searcher) -> None:
    assert searcher.search("Vorumnd besuchen").suggestions[0] == "Vormund besuchen"
    assert searcher.search("Medikamnte").suggestions == ("Medikamente",)


@pytest.mark.parametrize("text", ["Vormündern", "Zahnarzt", "Personensorgerecht", "asdfgh", "BGB"])
def test_a_word_that_exists_gets_no_suggestion(searcher: Searcher, text: str) -> None:
    assert searcher.search(text).suggestions == ()


def test_nothing_found_offers_a_wider_search(searcher: Searcher) -> None:
    results = searcher.search("Trauma UND Konto")
    assert results.total == 0
    assert results.looser == "Trauma Konto"


def test_letters_without_sense_find_nothing(searcher: Searcher) -> None:
    results = searcher.search("asdfgh")
    assert (results.total, results.looser) == (0, "")


def test_facets_count_what_choosing_them_gives(searcher: Searcher) -> None:
    chosen = Filters({"publication": frozenset({"heft"})})
    everywhere = searcher.search("Jugendamt")
    narrowed = searcher.search("Jugendamt", filters=chosen)
    counts = dict(everywhere.facets["publication"])
    assert narrowed.total == counts["heft"]
    assert dict(narrowed.facets["publication"]) == counts
    assert dict(narrowed.facets["kind"]) == {"brochure": counts["heft"]}


def test_grouped_shows_the_best_of_each_publication(searcher: Searcher) -> None:
    grouped = searcher.search("Vormund Jugendamt Kind Trauma", grouped=True)
    assert len([key for key in keys(grouped) if key.startswith("handbuch")]) == 3
    assert any(key.startswith("heft") for key in keys(grouped))


def test_hits_can_be_sorted_by_year_and_turned_over(searcher: Searcher) -> None:
    years = [
        hit.edition.year
        for hit in searcher.search("Personensorge Jugendamt", sort_by_year=True).hits
    ]
    assert years == sorted(years, key=lambda year: -(year or 0))
    whole = keys(searcher.search("Vormund Kind Trauma", limit=4))
    assert keys(searcher.search("Vormund Kind Trauma", limit=2, offset=2)) == whole[2:]


def test_marks_of_a_page_cover_whole_written_words(searcher: Searcher) -> None:
    page = pages("handbuch", "2026", HANDBOOK)[4]
    spans = searcher.marks(page, "Vormund Aufwandspauschale")
    assert [page.text[s.start : s.end] for s in spans] == [
        "Aufwandspauschale",
        "Pauschale",
        "Vormund*innen",
    ]


def test_the_section_is_that_of_the_passage(searcher: Searcher) -> None:
    assert first(searcher.search("Personensorge")).section == ("Personensorge",)


@pytest.mark.parametrize(
    ("prefix", "offered"),
    [
        ("Perso", "Personensorge"),
        ("monatl", "Monatlicher Kontakt"),
        ("Trauma medi", "Trauma Medikamente"),
        ("vormundsch", "Vormundschaft"),
        ("kont", "Monatlicher Kontakt"),
    ],
)
def test_completions_are_real_words_and_headings(
    searcher: Searcher, prefix: str, offered: str
) -> None:
    assert offered in searcher.complete(prefix)


def test_the_plainest_completion_comes_first(searcher: Searcher) -> None:
    assert searcher.complete("vorm")[0] == "Vormund"


def test_of_several_forms_of_a_word_one_is_offered(searcher: Searcher) -> None:
    offered = searcher.complete("das kin")
    assert offered == ["das Kind"]


@pytest.mark.parametrize("prefix", ["", "x", " ", "(", "vormund "])
def test_too_little_is_not_completed(searcher: Searcher, prefix: str) -> None:
    assert all(len(text) > 2 for text in searcher.complete(prefix))
