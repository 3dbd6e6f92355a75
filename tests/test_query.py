"""Reading what someone typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query import (
    KEPT,
    Either,
    Every,
    Exact,
    InTitle,
    InYears,
    Loose,
    Near,
    Node,
    OnPage,
    Start,
    Without,
    Words,
    in_english,
    parse,
    spell,
)

READ = [
    ("wie oft muss ich mein mündel besuchen?", Words("wie oft muss ich mein mündel besuchen?")),
    ("Taschengeld (SGB VIII)", Words("Taschengeld (SGB VIII)")),
    ("§ 42 Abs. 2 SGB VIII", Words("§ 42 Abs. 2 SGB VIII")),
    ("Vormund*innen", Words("Vormund*innen")),
    ("Vormund:in", Words("Vormund:in")),
    ("Vormund_innen", Words("Vormund_innen")),
    ("Betreuer(in)", Words("Betreuer(in)")),
    ("Asyl- und Ausländerrecht", Words("Asyl- und Ausländerrecht")),
    ("vormund oder pfleger und nicht not", Words("vormund oder pfleger und nicht not")),
    ('"einmal im Monat"', Exact("einmal im Monat")),
    ("„einmal im Monat“", Exact("einmal im Monat")),
    ("»einmal im Monat«", Exact("einmal im Monat")),
    ("«einmal im Monat»", Exact("einmal im Monat")),
    ("Trauma -Medikamente", Loose((Words("Trauma"), Without(Words("Medikamente"))))),
    ("NICHT Trauma", Without(Words("Trauma"))),
    ("umF OR umA ODER UMG", Either((Words("umF"), Words("umA"), Words("UMG")))),
    ("a b UND c", Every((Words("a b"), Words("c")))),
    (
        "a AND (b OR c) AND NOT d",
        Every((Words("a"), Either((Words("b"), Words("c"))), Without(Words("d")))),
    ),
    ("a NEAR b", Near(Words("a"), Words("b"))),
    ('x a NAHE/3 "b c"', Loose((Words("x"), Near(Words("a"), Exact("b c"), 3)))),
    ("Seite 12", OnPage("12")),
    ("S. XIV", OnPage("xiv")),
    ("seite:IV Checkliste", Loose((OnPage("iv"), Words("Checkliste")))),
    ("jahr:2018", InYears(2018, 2018)),
    ("jahr:>2020 geld", Loose((InYears(2021, 9999), Words("geld")))),
    ("jahr:<=2020", InYears(0, 2020)),
    ("jahr:2018-2020", InYears(2018, 2020)),
    ('titel:"An deiner Seite" Geld', Loose((InTitle("An deiner Seite"), Words("Geld")))),
    ("vormund*", Start("vormund")),
    # broken syntax is read as far as it goes
    ("vormund AND (", Words("vormund")),
    ("ODER vormund", Words("vormund")),
    (") a ODER (b", Either((Words("a"), Words("b")))),
    ('"einmal im Monat', Words('"einmal im Monat')),
    ("a NEAR", Words("a")),
    ("jahr:bald geld", Words("jahr:bald geld")),
    ("UND", Words("UND")),
    ("? ! ..", Words("? ! ..")),
]


@pytest.mark.parametrize(("text", "root"), READ, ids=[text for text, _ in READ])
def test_a_query_is_read_as_its_tree(text: str, root: Node) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(("text", "root"), READ, ids=[text for text, _ in READ])
def test_the_spelling_of_a_tree_reads_back_as_the_same_tree(text: str, root: Node) -> None:
    assert parse(spell(root)).root == root


def test_plain_words_need_no_explanation() -> None:
    assert parse("wer unterschreibt beim arzt").understood == ""


def test_a_query_read_otherwise_than_typed_says_how() -> None:
    assert parse("vormund AND (").understood == "vormund"
    assert parse("a AND (b OR c) -d").understood == "a UND (b ODER c) NICHT d"


@pytest.mark.parametrize("text", ["*", " ** ", "* *"])
def test_stars_alone_ask_for_everything(text: str) -> None:
    query = parse(text)
    assert query.everything
    assert query.root is None


def test_nothing_typed_is_nothing_asked() -> None:
    assert parse(" \x00\u200b ").root is None


def test_a_long_query_keeps_its_first_whole_words_and_says_so() -> None:
    query = parse("Vormund " * 1250)
    assert len(query.text) <= KEPT
    assert query.text.endswith(" Vormund")
    assert query.understood == query.text


def test_a_decomposed_query_is_the_same_query() -> None:
    text = "Vormünder UND „Übergänge für Mündel“"
    assert parse(unicodedata.normalize("NFD", text)) == parse(text)


_SYNTAX = st.lists(
    st.sampled_from([*'()"„“«»-*:?§', " ", "UND", "ODER", "NICHT", "NEAR/3", "a", "seite:4", "b*"])
).map("".join)
_SPACED = st.lists(
    st.sampled_from(["(", ")", '"', "-", "UND", "OR", "NOT", "NAHE", "a", "jahr:2020", "titel:x"])
).map(" ".join)


@given(st.text() | _SYNTAX | _SPACED)
def test_every_text_is_read(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= KEPT
    assert query.root is None or spell(query.root)


@given(_SPACED)
def test_what_was_understood_is_understood_the_same_way_again(text: str) -> None:
    query = parse(text)
    if query.understood and len(query.understood) <= KEPT:
        assert parse(query.understood).root == query.root


def test_what_was_understood_can_be_told_in_english() -> None:
    understood = parse("(vormund OR pfleger) -amt seite:12 jahr:>2020 geld NAHE konto").understood
    told = in_english(understood)
    assert told == "(vormund OR pfleger) NOT amt page:12 year:>=2021 geld NEAR konto"
    assert parse(told).root == parse(understood).root
    assert in_english("") == ""
