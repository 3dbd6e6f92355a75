"""Kept passages in Chromium: on cards, in the drawer, on their own screen, sent as a link."""

import json

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.chromium import PHONE, Visit

STORE = "localStorage.getItem('kb-merkliste')"


def _keep(visit: Visit, number: int) -> None:
    visit.page.locator("[data-keep]").nth(number).click()


def _open_list(visit: Visit) -> Locator:
    visit.page.get_by_role("link", name="Merkliste").first.click()
    visit.settle()
    return visit.page.locator("[data-item]")


def test_nothing_is_stored_before_somebody_keeps_something(phone: Visit) -> None:
    """Neither on the screens nor on the empty list, which says what it is for."""
    phone.open("?q=arzt&f=handbuch.2026.5")
    phone.open("merkliste")
    expect(phone.page.get_by_text("Noch nichts gemerkt")).to_be_visible()
    assert phone.page.evaluate(STORE) is None
    names = phone.page.evaluate("Object.keys(localStorage)")
    assert [name for name in names if not name.startswith("st")] == []  # Streamlit's theme
    ours = [c for c in phone.page.context.cookies() if not c["name"].startswith("_streamlit")]
    assert ours == []


def test_a_card_is_kept_and_says_so(phone: Visit) -> None:
    """On the card, in the drawer, beside the link to the list; after a reload too."""
    phone.open("?q=arzt")
    _keep(phone, 0)
    first = phone.page.locator("[data-keep]").first
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_contain_text("Gemerkt")
    expect(phone.page.locator("[data-kept-count]")).to_have_text("1")
    phone.page.reload()
    phone.settle()
    expect(first).to_have_attribute("aria-pressed", "true")
    phone.page.locator(".kb-hit a[data-drawer]").first.click()
    kept = phone.page.locator(".kb-reading [data-keep]")
    expect(kept).to_have_attribute("aria-pressed", "true")
    kept.click()
    expect(kept).to_have_attribute("aria-pressed", "false")
    assert phone.page.evaluate(STORE) is None


def test_the_list_is_ordered_noted_and_comes_back_after_a_slip(desk: Visit) -> None:
    """Down, note, remove, undo, all by keyboard; what the browser keeps is what is shown."""
    desk.open("?q=arzt")
    for number in range(3):
        _keep(desk, number)
    items = _open_list(desk)
    expect(items).to_have_count(3)
    keys = [f"{item['key']}@{item['at']}" for item in json.loads(desk.page.evaluate(STORE))]
    down = items.nth(0).get_by_role("button", name="Nach unten")
    down.focus()
    desk.page.keyboard.press("Enter")
    expect(items.nth(1)).to_have_attribute("data-item", keys[0])
    items.nth(1).get_by_label("Notiz").fill("<b>Für</b> Mittwoch")
    items.nth(1).get_by_role("button", name="Entfernen").press("Enter")
    expect(items).to_have_count(2)
    undo = desk.page.get_by_role("button", name="Rückgängig")
    expect(undo).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(items).to_have_count(3)
    expect(items.nth(1).get_by_label("Notiz")).to_have_value("<b>Für</b> Mittwoch")
    stored = json.loads(desk.page.evaluate(STORE))
    places = [f"{item['key']}@{item['at']}" for item in stored]
    assert places == [keys[1], keys[0], keys[2]]
    assert stored[1]["note"] == "<b>Für</b> Mittwoch"


def test_a_page_may_be_kept_for_two_passages(phone: Visit) -> None:
    """Each with its note; what lies a few lines apart is one passage."""
    phone.open("?q=arzt&f=handbuch.2026.5")
    kept = json.dumps([{"key": "handbuch.2026.5", "at": at, "note": ""} for at in (900, 2000)])
    phone.page.evaluate("list => localStorage.setItem('kb-merkliste', list)", kept)
    phone.open("?q=arzt&f=handbuch.2026.5")
    button = phone.page.locator(".kb-reading [data-keep]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    phone.open("merkliste")
    items = phone.page.locator("[data-item]")
    expect(items).to_have_count(3)
    items.nth(1).get_by_label("Notiz").fill("die zweite")
    items.nth(0).get_by_role("button", name="Entfernen").click()
    expect(items).to_have_count(2)
    expect(items.nth(0).get_by_label("Notiz")).to_have_value("die zweite")
    phone.open("?q=arzt&f=handbuch.2026.5")
    button.click()
    assert [item["at"] for item in json.loads(phone.page.evaluate(STORE))] == [2000]


def test_the_list_is_emptied_and_brought_back(phone: Visit) -> None:
    """An empty list leaves nothing in the browser."""
    phone.open("?q=arzt")
    _keep(phone, 0)
    _keep(phone, 1)
    items = _open_list(phone)
    phone.page.get_by_role("button", name="Liste leeren").click()
    expect(items).to_have_count(0)
    assert phone.page.evaluate(STORE) is None
    phone.page.get_by_role("button", name="Rückgängig").click()
    expect(items).to_have_count(2)


def test_a_kept_passage_opens_over_the_list(desk: Visit) -> None:
    """And "back" leads to the list."""
    desk.open("?q=arzt")
    _keep(desk, 1)
    items = _open_list(desk)
    items.get_by_role("link").click()
    expect(desk.page.locator(".kb-reading .kb-passage").first).to_contain_text("Arzt")
    desk.page.go_back()
    expect(desk.page.locator(".kb-reading")).to_have_count(0)
    expect(items).to_have_count(1)


def test_a_list_is_sent_as_a_link(desk: Visit, browser: Browser) -> None:
    """Who gets it sees the passages without the notes; nothing is stored before they say so."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("?q=arzt")
    _keep(desk, 0)
    _keep(desk, 1)
    _open_list(desk).first.get_by_label("Notiz").fill("nur für mich")
    desk.page.get_by_role("button", name="Link zur Liste kopieren").click()
    expect(desk.page.get_by_role("button", name="Kopiert")).to_be_visible()
    link = desk.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(desk.home + "merkliste#l=")
    assert "nur" not in link

    other = browser.new_context(viewport=PHONE, locale="de-DE")  # type: ignore[arg-type]
    visit = Visit(other.new_page(), desk.home)
    visit.open(link.removeprefix(desk.home))
    items = visit.page.locator("[data-item]")
    expect(items).to_have_count(2)
    expect(visit.page.get_by_label("Notiz").first).to_be_hidden()
    assert visit.page.evaluate(STORE) is None
    items.first.get_by_role("link").click()
    expect(visit.page.locator(".kb-reading")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("heading", name="Eine Liste für Sie")).to_be_visible()
    visit.page.get_by_role("button", name="In meine Merkliste übernehmen").click()
    expect(visit.page.get_by_role("heading", name="Merkliste", exact=True)).to_be_visible()
    expect(items).to_have_count(2)
    assert len(json.loads(visit.page.evaluate(STORE))) == 2
    other.close()


@pytest.mark.parametrize(
    "stored",
    [
        "nonsense{",
        "{}",
        "null",
        '[1, null, "x", [], {"key": 5}]',
        '[{"key": "<img src=x onerror=alert(1)>", "at": 0, "note": ""}]',
        '[{"key": "../../etc/passwd", "at": -1, "note": {}}]',
        '[{"key": "fort.2026.1", "at": "x", "note": "<img src=x onerror=alert(1)>"}]',
    ],
)
def test_whatever_the_store_holds_is_harmless(desk: Visit, stored: str) -> None:
    """Nothing of it runs or is shown as markup; keeping works afterwards."""
    desk.open("?q=arzt")
    desk.page.evaluate("text => localStorage.setItem('kb-merkliste', text)", stored)
    desk.open("merkliste")
    assert desk.page.locator("[data-items] img").count() == 0
    desk.open("?q=arzt")
    _keep(desk, 0)
    expect(_open_list(desk).last.locator(".kb-citation")).to_be_visible()


@pytest.mark.parametrize("fragment", ["l=", "l=<script>", "l=%3Cimg%20src=x%3E@1", "x", "l=,,@,@@"])
def test_whatever_a_link_holds_is_harmless(desk: Visit, fragment: str) -> None:
    """It counts as no list at all."""
    desk.open("merkliste#" + fragment)
    expect(desk.page.get_by_text("Noch nichts gemerkt")).to_be_visible()


def test_two_tabs_keep_one_list(desk: Visit) -> None:
    """What one keeps the other shows, and neither overwrites the other."""
    desk.open("?q=arzt")
    other = Visit(desk.page.context.new_page(), desk.home)
    other.open("?q=arzt")
    _keep(desk, 0)
    expect(other.page.locator("[data-keep]").first).to_have_attribute("aria-pressed", "true")
    _keep(other, 1)
    expect(desk.page.locator("[data-kept-count]")).to_have_text("2")


def test_the_list_prints_with_notes_and_sources(desk: Visit) -> None:
    """Fields and buttons stay on the screen."""
    desk.open("?q=arzt")
    _keep(desk, 0)
    items = _open_list(desk)
    items.get_by_label("Notiz").fill("Für Mittwoch")
    desk.page.emulate_media(media="print")
    expect(items.locator(".kb-citation")).to_be_visible()
    expect(items.locator("[data-note-printed]")).to_have_text("Für Mittwoch")
    expect(items.locator("[data-note-printed]")).to_be_visible()
    expect(desk.page.get_by_role("button")).to_have_count(0)
    expect(desk.page.get_by_role("textbox")).to_have_count(0)
