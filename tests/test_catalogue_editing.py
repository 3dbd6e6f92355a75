"""Details are read as people type them, and what cannot be is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.editing import (
    Difference,
    Problem,
    Typed,
    TypedEdition,
    Wrong,
    differences,
    edited,
    read_month,
)
from kb.model import Edition, Kind, Publication, Visibility

BOOK = Publication(
    "buch",
    "Buch",
    (Edition("2026", "neu.pdf", 2026, "2026-03"), Edition("2018", "alt.pdf", superseded_by="2026")),
)
TYPED = Typed(
    "Buch", Kind.OTHER, "", (), (), "de", Visibility.PUBLIC, True,
    (TypedEdition("2026", "2026", "März 2026"), TypedEdition("2018", superseded_by="2026")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3/2026", "2026-03"),
        ("03.2026", "2026-03"),
        (" März  2026 ", "2026-03"),
        ("mär 2026", "2026-03"),
        ("March 2026", "2026-03"),
        ("dezember 2025", "2025-12"),
        ("2026-3", "2026-03"),
        ("2026", "2026"),
        ("", ""),
        ("13/2026", None),
        ("00/2026", None),
        ("Lenz 2026", None),
        ("3/26", None),
        ("bald", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text: str, month: str | None) -> None:
    """Also as a year alone, and nothing as nothing."""
    assert read_month(text) == month


@given(st.text(max_size=30))
def test_any_text_is_a_month_or_none(text: str) -> None:
    """What is read is read again as the same."""
    month = read_month(text)
    assert month is None or read_month(month) == month


def test_what_is_typed_becomes_the_record() -> None:
    """Stray blanks and repetitions go; a value can be emptied."""
    typed = replace(
        TYPED,
        title="  Neues   Buch ",
        topics=("geld", " geld ", ""),
        editions=(TypedEdition("2026", "", ""), TYPED.editions[1]),
    )
    publication, problems = edited(BOOK, typed)
    assert problems == ()
    assert (publication.title, publication.topics) == ("Neues Buch", ("geld",))
    assert (publication.editions[0].year, publication.editions[0].law_as_of) == (None, "")
    assert publication.editions[1] == BOOK.editions[1]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": " "}, Problem(Wrong.NO_TITLE)),
        ({"title": "x" * 301}, Problem(Wrong.LONG_TITLE)),
        ({"topics": [str(n) for n in range(31)]}, Problem(Wrong.MANY)),
        ({"language": "deutsch"}, Problem(Wrong.LANGUAGE)),
        ({"editions": [TypedEdition("2026", year="26")]}, Problem(Wrong.YEAR, "2026")),
        ({"editions": [TypedEdition("2026", law_as_of="x")]}, Problem(Wrong.MONTH, "2026")),
    ],
)
def test_a_slip_is_named_and_nothing_changes(change: dict[str, object], problem: Problem) -> None:
    """With the edition it belongs to."""
    typed = replace(TYPED, **change)  # type: ignore[arg-type]
    assert edited(BOOK, typed) == (BOOK, [problem])


def test_one_edition_stays_the_newest() -> None:
    """None replaces itself, and not all can be replaced."""
    both = (TypedEdition("2026", superseded_by="2018"), TypedEdition("2018", superseded_by="2026"))
    assert edited(BOOK, replace(TYPED, editions=both))[1] == [Problem(Wrong.NO_NEWEST)]
    itself = (TypedEdition("2026", superseded_by="2026"), TypedEdition("2018"))
    assert edited(BOOK, replace(TYPED, editions=itself))[1] == [Problem(Wrong.REPLACED_BY, "2026")]


def test_differences_name_field_and_edition() -> None:
    """Nothing where nothing changed."""
    assert differences(BOOK, BOOK) == []
    newer = replace(BOOK.editions[0], law_as_of="")
    other = replace(BOOK, confirmed=False, editions=(newer, BOOK.editions[1]))
    assert differences(BOOK, other) == [
        Difference("confirmed", "true", "false"),
        Difference("law_as_of", "2026-03", "", "2026"),
    ]
