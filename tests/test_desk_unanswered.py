"""Searches without hits are counted, and nothing in the counts names anybody."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.desk import Desk
from kb.desk.masking import HIDDEN, Masked, Masking
from kb.desk.unanswered import DAYS, KEPT, count, set_aside, unanswered
from kb.german import Analyzer, Glossary
from tests.postgres import NewDesk

MASKING = Masking(Glossary.load().terms, Analyzer())
DAY = date(2026, 11, 23)


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    return new_desk()


def _mask(query: str) -> Masked:
    masked = MASKING.mask(query)
    assert masked
    return masked


def _ask(desk: Desk, query: str, *, days: int = 1, similar: bool = False) -> None:
    for number in range(days):
        count(desk, _mask(query), similar=similar, day=DAY + timedelta(days=number))


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("Zahnspange für Samuel", "Zahnspange für …"),
        ("zahnspange für samuel", "zahnspange für …"),
        ("Ahmed Mohammed Yilmaz", "…"),
        ("mein Mündel wohnt in Gröpelingen", "mein Mündel wohnt in …"),
        ("Taschengeld 2026 bis 50 Euro", "Taschengeld … bis …"),
        ("0176 1234567", None),
        ("ruf 0421-12345 an", "… an"),
        ("fatma@example.org", "…"),
        ("§ 1835a BGB Samuel", "§ 1835a BGB …"),
        ("وصي أحمد", "وصي …"),
        ("опекун Иван", "опекун …"),
        ("?!", None),
    ],
)
def test_only_words_of_everybody_are_kept(query: str, known: str | None) -> None:
    """Names, numbers and addresses are not, in whatever case and script."""
    masked = MASKING.mask(query)
    assert (masked.known if masked else None) == known


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        ("skibidi für samuel", "skibidi für …"),
        ("Skibidi", "…"),
        ("kimlik 12", "kimlik …"),
        ("احمد", "…"),
    ],
)
def test_names_stay_hidden_for_good(query: str, whole: str) -> None:
    """What is written large, known as a name or in a script without small letters."""
    assert _mask(query).whole == whole


@given(st.text(max_size=300))
def test_no_digit_outside_of_a_law_and_no_mark_of_its_own(query: str) -> None:
    """Whatever is typed can be masked; digits are left only where a law is named."""
    masked = MASKING.mask(query)
    if masked and not Analyzer().law_references(query[:100]):
        assert not any(c.isdigit() for c in masked.known + masked.whole)
        assert "@" not in masked.whole


def test_rare_words_are_shown_after_several_days(desk: Desk) -> None:
    """Asked often on one day is not enough: that may be one person."""
    for _ in range(5):
        _ask(desk, "skibidi")
    assert [one.words for one in unanswered(desk)] == [HIDDEN]
    _ask(desk, "skibidi", days=DAYS)
    (one,) = unanswered(desk)
    assert (one.words, one.days, one.times) == ("skibidi", DAYS, 5 + DAYS)


def test_the_file_holds_no_rare_word_before(desk: Desk, tmp_path: Path) -> None:
    """Not in the table, and not readable from the digest without its key."""
    _ask(desk, "skibidi Samuel Zahnspange")
    desk.save(tmp_path / "copy.sqlite3")
    content = b"".join(file.read_bytes() for file in tmp_path.rglob("*.sqlite3*"))
    assert b"Zahnspange" in content
    assert b"skibidi" not in content.lower()
    assert b"samuel" not in content.lower()


def test_searches_that_read_the_same_are_one(desk: Desk) -> None:
    """Of two children's names the list shows one line."""
    _ask(desk, "Zahnspange Samuel")
    _ask(desk, "Zahnspange Fatma", days=2)
    (one,) = unanswered(desk)
    assert (one.words, one.times, len(one.asked)) == ("Zahnspange …", 3, 2)
    assert (one.first, one.last) == (DAY, DAY + timedelta(days=1))


def test_what_is_dealt_with_leaves_the_list(desk: Desk) -> None:
    """And comes back when that is undone; the most frequent stands first."""
    _ask(desk, "Zahnspange")
    _ask(desk, "Führerschein", days=2, similar=True)
    first, _ = unanswered(desk)
    assert (first.words, first.similar) == ("Führerschein", True)
    with desk.writing() as connection:
        set_aside(connection, first.asked)
    assert [one.words for one in unanswered(desk)] == ["Zahnspange"]


def test_old_searches_are_forgotten(desk: Desk) -> None:
    """After more than a year without being asked again."""
    _ask(desk, "Zahnspange")
    count(desk, _mask("Führerschein"), similar=False, day=DAY + KEPT + timedelta(days=1))
    assert [one.words for one in unanswered(desk)] == ["Führerschein"]
