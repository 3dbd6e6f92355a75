"""What a file comes to, page by page and as a whole."""

import pytest

from kb.extract import PageState, RawPage
from kb.extract.record import Record
from kb.extract.verdict import judge, refused, with_state
from kb.model import Outcome

TEXT = "Ein Satz mit mehr als zwanzig Buchstaben."


@pytest.mark.parametrize(
    ("page", "broke_limit", "state"),
    [
        (RawPage(1, pypdf=TEXT), False, PageState.TEXT),
        (RawPage(1, pypdf=TEXT, images=1.0), False, PageState.TEXT),
        (RawPage(1, pypdf="Seite 4", images=0.9), False, PageState.PICTURE),
        (RawPage(1, pypdf="Teil 2"), False, PageState.TEXT),
        (RawPage(1, images=0.3), False, PageState.EMPTY),
        (RawPage(1, errors=("pypdf: KeyError",)), False, PageState.UNREADABLE),
        (RawPage(1, pypdf="/g18/g152/g3/g87/g22"), False, PageState.GARBAGE),
        (RawPage(1, pypdf=TEXT), True, PageState.LIMIT),
    ],
)
def test_page(page: RawPage, broke_limit: bool, state: PageState) -> None:
    assert with_state(page, broke_limit).state is state


def pages(**states: int) -> list[RawPage]:
    """So many pages of each state."""
    result: list[RawPage] = []
    for name, count in states.items():
        state = PageState[name]
        text = TEXT if state is PageState.TEXT else ""
        result += [RawPage(len(result) + i + 1, pypdf=text, state=state) for i in range(count)]
    return result


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ({"TEXT": 1}, Outcome.TEXT),
        ({"PICTURE": 3}, Outcome.NEEDS_OCR),
        ({"PICTURE": 1, "TEXT": 2}, Outcome.TEXT),
        ({"PICTURE": 2, "TEXT": 1}, Outcome.TEXT),  # of three pages all must be pictures
        ({"PICTURE": 1, "TEXT": 10}, Outcome.TEXT),  # a cover
        ({"PICTURE": 40, "TEXT": 1}, Outcome.NEEDS_OCR),  # a scan with a cover made later
        ({"GARBAGE": 21, "TEXT": 2}, Outcome.NEEDS_OCR),
        ({"PICTURE": 20, "TEXT": 21}, Outcome.TEXT),
        ({"EMPTY": 2}, Outcome.EMPTY),
        ({"LIMIT": 1}, Outcome.LIMIT_ON_PAGE),
        ({"LIMIT": 1, "TEXT": 1}, Outcome.TEXT),
        ({"UNREADABLE": 2}, Outcome.DAMAGED),
    ],
)
def test_document(states: dict[str, int], outcome: Outcome) -> None:
    found, reason = judge(pages(**states), Record())
    assert found is outcome
    assert reason or set(states) == {"TEXT"}


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (Record(total=9), Outcome.LIMIT),
        (Record(stopped="more than 60 seconds"), Outcome.LIMIT),
        (Record(refused={"pypdf": ("password", ""), "pdfium": ("damaged", "")}), Outcome.PASSWORD),
        (Record(refused={"pypdf": ("damaged", "KeyError")}), Outcome.DAMAGED),
        (Record(refused={"pypdf": ("limit", "10^7 pages")}), Outcome.LIMIT),
        (Record(opened={"pypdf": 0}), Outcome.NO_PAGES),
    ],
)
def test_refused(record: Record, outcome: Outcome) -> None:
    refusal = refused(record, max_pages=8)
    assert refusal is not None
    assert refusal[0] is outcome


def test_pages_are_not_refused() -> None:
    assert refused(Record(total=1, pages={1: {}}), max_pages=8) is None


def test_the_reason_counts_what_is_missing() -> None:
    _, reason = judge(pages(TEXT=8, PICTURE=2), Record(stopped="more than 64 seconds"))
    assert reason == ("2 of 10 pages: pictures without text; reading stopped: more than 64 seconds")
