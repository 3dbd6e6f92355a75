"""What a question finds in one edition: every page to walk to, the best of them as hits."""

import pytest

from kb.model import PageKey
from kb.ui import found

pytestmark = pytest.mark.usefixtures("app_home")
PAGE_5 = PageKey("handbuch", "2026", 5)


def test_all_pages_found_can_be_walked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those beyond the hits, in the order of the pages."""
    monkeypatch.setattr(found, "_WITH_SNIPPET", 3)
    few = found.in_edition("arzt", PAGE_5, "")
    assert [key.pdf_page for key in few.keys] == list(range(1, 14))
    assert len(few.hits) == 3
    assert few.start(few.hits[0].page.key) == few.hits[0].snippet.start


def test_the_list_shows_the_pages_around_the_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the hit where there is one."""
    monkeypatch.setattr(found, "_LISTED", 2)
    near = found.in_edition("arzt", PAGE_5, "").around(PAGE_5)
    assert [key.pdf_page for key, _ in near] == [3, 4, 5, 6, 7]
    assert all(hit and hit.page.key == key for key, hit in near)


def test_without_a_question_there_is_nothing() -> None:
    """A page can be read without having been searched for."""
    assert found.in_edition("", PAGE_5, "") == found.Found()
