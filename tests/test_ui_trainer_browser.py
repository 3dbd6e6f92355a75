"""A trainer in Chromium: from a search to an ordered collection and a file, in two windows."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kb.model import Role
from tests.accessibility import violations
from tests.chromium import DESK, PHONE, Visit
from tests.signed_in import sign_in


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def trainer(
    request: pytest.FixtureRequest, browser: Browser, address: str, small_home: Path
) -> Iterator[Visit]:
    """Somebody who signed in as a trainer."""
    context = browser.new_context(locale="de-DE", viewport=request.param, bypass_csp=True)
    visit = Visit(context.new_page(), address)
    visit.watch()
    sign_in(visit.page, address, small_home, Role.TRAINER)
    yield visit
    context.close()
    assert visit.foreign == []
    assert visit.complaints == []


def _collect(visit: Visit, number: int, title: str = "", what: str = "") -> None:
    visit.page.locator("[data-collect]").nth(number).click()
    dialog = visit.page.get_by_role("dialog", name="In Sammlung")
    if title:
        dialog.get_by_label("Neue Sammlung", exact=True).fill(title)
    if what:
        dialog.get_by_label(what).check()
    dialog.get_by_role("button", name="Übernehmen").click()
    expect(dialog).to_be_hidden()


def _texts(page: Page) -> list[str]:
    return [
        field.input_value() if field.evaluate("e => 'value' in e") else field.inner_text()
        for field in page.locator("[data-piece] :is(.kb-write, blockquote, b)").all()
    ]


def test_from_a_search_to_a_handout(trainer: Visit) -> None:
    """Two cards into a new collection, a heading in front, the Word file in that order."""
    page = trainer.page
    trainer.open("?q=arzt")
    _collect(trainer, 0, title="Modul 3")
    _collect(trainer, 1, what="diese Seite")
    page.get_by_role("link", name="Sammlungen").click()
    page.get_by_role("link", name="Modul 3").click()
    pieces = page.locator("[data-piece]")
    expect(pieces).to_have_count(2)
    page.get_by_role("button", name="+ Überschrift einfügen").nth(1).click()
    _write(page, "Beim Arzt")
    pieces.nth(1).get_by_role("button", name="Nach oben").click()
    expect(page.locator("[data-piece] [data-write]").first).to_have_value("Beim Arzt")
    expect(pieces.nth(0).locator("[data-write]")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Word-Datei").click()
    document = Document(BytesIO(Path(download.value.path()).read_bytes()))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings[0] == "Beim Arzt"
    _is_accessible(trainer)


def test_two_windows_see_and_keep_each_others_changes(trainer: Visit) -> None:
    """What is removed in one comes back with undo; what is written in the other stays."""
    trainer.open("sammlungen")
    page = trainer.page
    page.get_by_role("textbox", name="Neue Sammlung").fill("Zu zweit")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_role("button", name="+ Text einfügen").click()
    _write(page, "aus dem ersten Fenster")
    other = _second_window(page.context, page.url)
    other.get_by_role("button", name="+ Überschrift einfügen").last.click()
    _write(other, "aus dem zweiten")
    page.locator("[data-piece]").first.get_by_role("button", name="Herausnehmen").click()
    # only now this window learns of the other's piece
    expect(page.locator("[data-write]").first).to_have_value("aus dem zweiten")
    expect(page.locator("[data-piece]")).to_have_count(1)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-piece]")).to_have_count(2)
    assert _texts(page) == ["aus dem ersten Fenster", "aus dem zweiten"]


def test_what_is_written_offline_is_saved_later(trainer: Visit) -> None:
    """The text stays in its field, a sentence says so, and it is sent when the net is back."""
    page = trainer.page
    trainer.open("sammlungen")
    page.get_by_role("textbox", name="Neue Sammlung").fill("Unterwegs")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_role("button", name="+ Text einfügen").click()
    expect(page.locator("[data-write]:focus")).to_have_value("")
    page.context.set_offline(True)
    page.keyboard.type("im Zug geschrieben")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Ohne Internetverbindung").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Gespeichert.").first).to_be_visible()
    page.reload()
    expect(page.locator("[data-write]")).to_have_value("im Zug geschrieben")
    trainer.complaints.clear()  # the browser's own word on the lost connection


def test_every_state_of_the_list_is_accessible(trainer: Visit) -> None:
    """Empty, with the forms unfolded, and the dialog."""
    trainer.open("sammlungen")
    trainer.page.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
    _is_accessible(trainer)
    trainer.open("?q=arzt")
    trainer.page.locator("[data-collect]").first.click()
    _is_accessible(trainer)


def _write(page: Page, text: str) -> None:
    """Into the new piece, which has the focus."""
    expect(page.locator("[data-write]:focus")).to_have_value("")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Gespeichert.").first).to_be_visible()


def _second_window(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-piece]")).to_have_count(1)
    return page


def _is_accessible(visit: Visit) -> None:
    assert violations(visit.page) == []
    width = visit.page.viewport_size["width"] if visit.page.viewport_size else 0
    wide = visit.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.kb, .kb *')].filter(e => e.offsetParent)"
        ".map(part => part.getBoundingClientRect().right))"
    )
    assert wide <= width
