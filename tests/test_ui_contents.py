"""Tables of contents, whole and around one place."""

from kb.model import Page, PageKey
from kb.ui.contents import Entry, around, place


def _entry(title: str, level: int, order: int, start: int = 0) -> Entry:
    return Entry(title, level, str(order), PageKey("h", "1", order + 1), start, order)


BOOK = (
    _entry("1", 1, 0),
    _entry("1.1", 2, 0, 50),
    _entry("2", 1, 1),
    _entry("2.1", 2, 1, 10),
    _entry("2.1.1", 3, 2),
    _entry("2.2", 2, 3),
    _entry("2.2.1", 3, 3, 9),
    _entry("3", 1, 4),
)


def _page(order: int) -> Page:
    return Page(PageKey("h", "1", order + 1), "", order=order)


def _titles(order: int, offset: int) -> list[str]:
    return [entry.title for entry in around(BOOK, place(BOOK, _page(order), offset))]


def test_the_place_is_the_last_heading_before_it() -> None:
    """Also where that stands on an earlier page, and none before the first."""
    found = [place(BOOK, _page(order), offset) for order, offset in ((0, 49), (0, 50), (5, 0))]
    assert [entry and entry.title for entry in found] == ["1", "1.1", "3"]
    assert place(BOOK[2:], _page(0), 0) is None


def test_only_the_branch_that_is_read_lies_open() -> None:
    """All chapters; of the one that is read what leads there, lies beside and below."""
    assert _titles(0, 0) == ["1", "1.1", "2", "3"]
    assert _titles(2, 5) == ["1", "2", "2.1", "2.1.1", "2.2", "3"]
    assert [entry.title for entry in around(BOOK, None)] == ["1", "2", "3"]
