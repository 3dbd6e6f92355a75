"""Adding files in Chromium: chosen, dropped, from a folder, over a connection that breaks off."""

import re
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kb.model import Role
from kb.texts import GERMAN
from tests.accessibility import violations
from tests.brought import letter
from tests.chromium import DESK, running
from tests.signed_in import sign_in
from tests.small_library import build

_PATIENCE = 60_000  # ms; the machine may be busy
_OPEN = ("waiting", "reading", "indexing")
_READING = GERMAN.adding.reading.format(page=r"\d+", pages=r"\d+")
_CHOOSE, _FOLDER = "[data-drop] input[type=file] >> nth=0", "[data-folder]"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and home folder of an app with a small library, for this module alone."""
    home = tmp_path_factory.mktemp("adding")
    build(home)
    with running(home, KB_MEANING="off") as address:
        yield address, home


@pytest.fixture
def adding(browser: Browser, place: tuple[str, Path]) -> Iterator[Page]:
    """The screen, as staff see it."""
    context = browser.new_context(locale="de-DE", viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, *place, Role.STAFF)
    page.goto(f"{place[0]}hinzufuegen")
    expect(page.locator("[data-drop]")).to_be_visible(timeout=_PATIENCE)
    yield page
    context.close()


def _file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def _choose(page: Page, *files: dict[str, object]) -> None:
    page.set_input_files(_CHOOSE, files=list(files))  # type: ignore[arg-type]


def _row(page: Page, text: str) -> str:
    """What the list says of a file once it is done with."""
    row = page.locator("[data-job]", has_text=text).first
    expect(row).to_be_visible(timeout=_PATIENCE)
    for _ in range(300):
        said = row.inner_text()
        is_open = any(GERMAN.adding.states[one] in said for one in _OPEN)
        if not is_open and not re.search(_READING, said):
            return said
        time.sleep(0.2)
    pytest.fail(f"nothing became of {text}")


def test_several_files_at_once_each_come_to_their_end(adding: Page) -> None:
    """One is found, one is not a PDF, one is no file for us at all; and nobody loads the page."""
    _choose(
        adding,
        _file("eins.pdf", letter("Fahrrad")),
        _file("zwei.pdf", b"<html>"),
        {"name": "drei.txt", "mimeType": "text/plain", "buffer": b"x"},
    )
    expect(adding.get_by_text("drei.txt")).to_be_visible()
    assert GERMAN.adding.states["searchable"] in _row(adding, "eins.pdf")
    assert GERMAN.adding.refused["refused:not_a_pdf"] in _row(adding, "zwei.pdf")
    done = adding.get_by_text(GERMAN.adding.announce_done).first
    expect(done).to_be_visible(timeout=_PATIENCE)
    assert violations(adding) == []


def test_a_whole_folder_is_added(adding: Page, tmp_path: Path) -> None:
    """With the folders in it; what is no PDF stays behind."""
    (tmp_path / "innen").mkdir()
    (tmp_path / "innen" / "tief.pdf").write_bytes(letter("Zelten"))
    (tmp_path / "notiz.docx").write_bytes(b"x")
    adding.set_input_files(_FOLDER, tmp_path)
    assert GERMAN.adding.states["searchable"] in _row(adding, "tief.pdf")


def test_a_file_is_dropped(adding: Page) -> None:
    """Anywhere on the screen: beside the field, the browser would open it instead."""
    adding.evaluate(
        """content => {
          const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
          transfer.items.add(new File([bytes], "gezogen.pdf", {type: "application/pdf"}));
          const drop = new DragEvent("drop", {dataTransfer: transfer, bubbles: true});
          document.querySelector(".kb-footer").dispatchEvent(drop);
        }""",
        _base64(letter("Schwimmen")),
    )
    assert GERMAN.adding.states["searchable"] in _row(adding, "gezogen.pdf")


def test_a_connection_that_breaks_off_is_taken_up_again(adding: Page) -> None:
    """Without anybody's help, and as one file."""
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if broken:
            route.continue_()
        else:
            broken.append(route.request.url)
            route.abort("connectionreset")

    adding.route("**/eingang?**", break_once)
    _choose(adding, _file("funkloch.pdf", letter("Tanzen")))
    expect(adding.get_by_text(GERMAN.adding.sending["again"])).to_be_visible(timeout=_PATIENCE)
    assert GERMAN.adding.states["searchable"] in _row(adding, "funkloch.pdf")
    assert adding.locator("[data-job]", has_text="funkloch.pdf").count() == 1


def test_whose_session_has_ended_loses_no_choice(adding: Page, place: tuple[str, Path]) -> None:
    """They sign in in another window, and send what they had chosen once more."""
    adding.context.clear_cookies()
    _choose(adding, _file("spaet.pdf", letter("Nachtruhe")))
    expect(adding.get_by_text(GERMAN.adding.not_signed_in)).to_be_visible(timeout=_PATIENCE)
    other = adding.context.new_page()
    sign_in(other, *place, Role.STAFF)
    adding.locator("[data-send=retry]").click()
    expect(adding.locator("[data-sending] li")).to_have_count(0, timeout=_PATIENCE)
    other.goto(f"{place[0]}hinzufuegen")
    assert GERMAN.adding.states["searchable"] in _row(other, "spaet.pdf")


def test_files_are_chosen_with_the_keyboard(adding: Page) -> None:
    """The field is reached by Tab, shows that it is, and opens the browser's own window."""
    adding.on("filechooser", lambda _: None)  # so that it is held off well before the key
    field = adding.locator(_CHOOSE)
    for _ in range(30):
        if field.evaluate("field => field === document.activeElement"):
            break
        adding.keyboard.press("Tab")
    with adding.expect_file_chooser() as chooser:
        adding.keyboard.press("Enter")
    assert chooser.value.is_multiple()


def test_a_file_goes_from_the_list(adding: Page) -> None:
    """And with it what was stored of it."""
    _choose(adding, _file("weg.pdf", b"kein PDF"))
    _row(adding, "weg.pdf")
    adding.locator("[data-job]", has_text="weg.pdf").locator("[data-job-change=DELETE]").click()
    expect(adding.locator("[data-job]", has_text="weg.pdf")).to_have_count(0, timeout=_PATIENCE)


def _base64(content: bytes) -> str:
    return b64encode(content).decode()
