"""The report on how a file was read, as staff use it: verdict, page, another reading, a scan."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.catalogue import Catalogue
from kb.desk.log import Deed, changes
from kb.intake.scans import Scans
from kb.model import Edition, Reading, Role
from kb.texts import ENGLISH, GERMAN
from kb.ui import home, state
from kb.ui.staff import rereading
from tests.in_app import markup, run
from tests.scan import needs_recognition, scan
from tests.signed_in import SignedIn
from tests.small_library import copied

T = GERMAN.examining
SCREEN = "from kb.ui.staff import quality\n\nquality.page()\n"


@pytest.fixture
def small_home(small_home: Path, tmp_path: Path) -> Path:
    """The small library with a scan beside it, to be changed."""
    home = copied(small_home, tmp_path / "home")
    (home / "documents" / "zettel.pdf").write_bytes(scan())
    return home


@pytest.fixture(autouse=True)
def _staff(signed_in: Callable[[Role], SignedIn]) -> None:
    signed_in(Role.STAFF)


def edition() -> Edition:
    publications, _ = Catalogue(home.settings().documents).publications()
    return next(p for p in publications if p.id == "handbuch").editions[0]


def test_the_verdict_comes_first() -> None:
    """Then numbers, then a page's text beside its picture, with the way to read it."""
    html = markup(run(SCREEN, a="handbuch.2026", s="5"))
    order = [T.sound, T.facts, T.page_title.format(page=5), "seite/handbuch.2026.5"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert "5 Arzt" in html
    assert "bibliothek?f=handbuch.2026.5" in html


@pytest.mark.parametrize("page", ["99", "0", "x", "-1", "٣"])
def test_a_page_that_is_not_there_is_no_trouble(page: str) -> None:
    """People cut links short, and others try things."""
    assert T.facts in markup(run(SCREEN, a="handbuch.2026", s=page))


@pytest.mark.parametrize("name", ["", "nichts", "handbuch.1999", "../../etc.passwd"])
def test_an_edition_that_is_not_there_is_no_trouble(name: str) -> None:
    """The choice of another, or one sentence."""
    html = markup(run(SCREEN, a=name))
    assert T.choose in html or 'role="alert"' in html


def test_another_reading_is_shown_and_then_taken_over() -> None:
    """Nothing changes before; after it the record says so, and the log who did it."""
    app = run(SCREEN, a="handbuch.2026", s="3")
    app.text_input[0].set_value("3 = 1")
    app.button[0].click().run()
    assert T.preview_title in markup(app)
    assert edition().reading == Reading()
    next(button for button in app.button if button.label == T.take_over).click().run()
    assert edition().reading == Reading(numbers=((3, "1"),))
    assert T.taken_over in markup(app)
    (change,) = changes(home.desk(), "handbuch")
    assert change.deed is Deed.REREAD
    assert change.who


def test_numbers_nobody_understands_are_said_to_be_that() -> None:
    """What was typed stays in the field."""
    app = run(SCREEN, a="handbuch.2026")
    app.text_input[0].set_value("sieben ist eins")
    app.button[0].click().run()
    assert T.numbers_wrong in markup(app)
    assert app.text_input[0].value == "sieben ist eins"


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", ()),
        ("7=1", ((7, "1"),)),
        (" 9 = 1 , 3 = I ", ((3, "I"), (9, "1"))),
        ("3 = –", ((3, ""),)),
        ("0 = 1", None),
        ("7 = eins", None),
        ("7", None),
    ],
)
def test_page_numbers_as_people_type_them(
    typed: str, given: tuple[tuple[int, str], ...] | None
) -> None:
    """And back, for the field of the form."""
    assert rereading.numbers(typed) == given
    if given is not None:
        assert rereading.numbers(rereading.written(given)) == given


@needs_recognition
def test_a_scan_waits_for_its_text_when_staff_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offered with the time it takes; asked for, it waits for the process that does it."""
    monkeypatch.setattr(Scans, "start", lambda self: None)
    state.shared_library().take_in()
    app = run(SCREEN, a="zettel.2023")
    html = markup(app)
    assert T.signs["scan"] in html
    assert T.scan_offer in html
    app.button[0].click().run()
    assert T.scan_waiting in markup(app)
    found = Scans(home.settings()).of("zettel", "2023")
    assert found is not None
    assert found.is_open
    assert found.account is not None


def test_without_the_programs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And offers nothing that would fail."""
    monkeypatch.setattr("kb.extract.ocr.find_spec", lambda name: None)
    state.shared_library().take_in()
    app = run(SCREEN, a="zettel.2023")
    assert "OCRmyPDF" in markup(app)
    assert T.scan_start not in [button.label for button in app.button]


def test_shares_are_written_as_people_of_the_language_do() -> None:
    """A comma or a point."""
    from kb.ui.staff.quality import share

    assert (share(0.957, GERMAN), share(0.957, ENGLISH)) == ("95,7 %", "95.7 %")
