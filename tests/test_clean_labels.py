"""The printed number of every page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.clean.labels import counted_on, labels
from kb.clean.roman import from_roman, to_roman


def numbers(*pages: str) -> list[tuple[str, ...]]:
    return [tuple(page.split()) for page in pages]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (["", "I", "II", "III", "IV", "1", "2", "3"], ["", "I", "II", "III", "IV", "1", "2", "3"]),
        (["", "2", "3", "", "5"], ["1", "2", "3", "4", "5"]),
        (["i", "ii", "iii", "", "1", "2", "3"], ["i", "ii", "iii", "iv", "1", "2", "3"]),
        (["2389 28", "2390 28", "2391 28"], ["2389", "2390", "2391"]),
        # unnumbered pages between chapters are not counted
        (["1", "2", "3", "", "4", "5", "6"], ["1", "2", "3", "", "4", "5", "6"]),
        (["7", "", "9"], ["", "", ""]),  # two are no series
        (["4", "17", "3", "99"], ["", "", "", ""]),
        ([], []),
    ],
)
def test_printed_numbers(pages: list[str], expected: list[str]) -> None:
    assert labels(numbers(*pages), ()) == expected


def test_the_files_own_labels_come_first() -> None:
    assert labels(numbers("", "", ""), ("C", "I", "1")) == ["C", "I", "1"]


def test_labels_from_1_to_n_say_nothing() -> None:
    """Many programs write them; the printed numbers say more, and no number says nothing."""
    assert labels(numbers("", "", "1", "2", "3"), ("1", "2", "3", "4", "5")) == [
        "",
        "",
        "1",
        "2",
        "3",
    ]


def test_a_label_that_is_no_number_gives_way_to_a_steady_one() -> None:
    given = ("1", "2", "Inh1", "Inh2", "Inh3")
    assert labels(numbers("", "", "3", "4", "5"), given) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["7", "", "9", "", ""]),
        ([(3, "1")], ["", "", "1", "2", "3"]),
        ([(2, "5")], ["4", "5", "6", "7", "8"]),
        ([(1, "i"), (4, "1")], ["i", "ii", "iii", "1", "2"]),
        ([(1, "IV"), (3, "")], ["IV", "V", "", "", ""]),
        ([(99, "1")], ["", "", "", "", ""]),
    ],
)
def test_people_say_which_number_a_page_bears(
    given: list[tuple[int, str]], expected: list[str]
) -> None:
    """It counts up from there, and from the first back as far as numbers go."""
    assert counted_on(["7", "", "9", "", ""], range(1, 6), given) == expected


def test_both_halves_of_a_spread_are_counted() -> None:
    """The number named is that of the left one."""
    assert counted_on([""] * 5, [1, 2, 2, 3, 3], [(2, "2")]) == ["1", "2", "3", "4", "5"]


@given(st.integers(1, 3999))
def test_roman_numerals_there_and_back(value: int) -> None:
    assert from_roman(to_roman(value).upper()) == value


@pytest.mark.parametrize("text", ["", "iiii", "abc", "vx", "12"])
def test_no_roman_numeral(text: str) -> None:
    assert from_roman(text) == 0


@given(st.lists(st.lists(st.from_regex(r"\A(\d{1,4}|[ivx]{1,4})\Z"), max_size=3), max_size=40))
def test_one_label_a_page(pages: list[list[str]]) -> None:
    assert len(labels(pages, ())) == len(pages)
