"""Reading in Chromium: walk from hit to hit, search inside, focus, zoom, links that last, paper."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.chromium import PHONE, Visit

PAGE_5 = "?q=arzt&f=handbuch.2026.5"


def _place(visit: Visit) -> Locator:
    return visit.page.locator(".kb-reading h2")


def test_the_keyboard_walks_from_hit_to_hit(desk: Visit) -> None:
    """n and p; the focus stays on the arrow, so Enter goes on walking."""
    desk.open(PAGE_5)
    expect(_place(desk)).to_be_focused()
    desk.page.keyboard.press("n")
    expect(_place(desk)).to_contain_text("6")
    following = desk.page.get_by_role("link", name="Nächste Fundstelle")
    expect(following).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(_place(desk)).to_contain_text("7")
    desk.page.keyboard.press("p")
    expect(_place(desk)).to_contain_text("6")
    expect(desk.page.locator(".kb-walk")).to_contain_text("Fundstelle 6 von 13")


def test_the_focus_goes_in_and_comes_back(desk: Visit) -> None:
    """Into the page when it opens, to its card when it closes, and the list has not moved."""
    desk.open("?q=arzt")
    link = desk.page.locator(".kb-hit a[data-drawer]").nth(6)
    link.scroll_into_view_if_needed()
    main = desk.page.get_by_test_id("stMain")
    link.focus()  # which may move the list, too
    before = main.evaluate("main => main.scrollTop")
    assert before > 0
    desk.page.keyboard.press("Enter")
    expect(_place(desk)).to_be_focused()
    desk.page.go_back()
    expect(desk.page.locator(".kb-reading")).to_have_count(0)
    expect(link).to_be_focused()
    assert main.evaluate("main => main.scrollTop") == before


@pytest.mark.parametrize("patience", [0, 60, 200, 500])
def test_back_shuts_a_page_that_is_still_opening(phone: Visit, patience: int) -> None:
    """However early it is pressed: what the address says is what is shown."""
    phone.open("bibliothek?p=handbuch")
    link = phone.page.locator(".kb-contents a[data-drawer]").nth(patience % 7)
    link.evaluate(
        "(link, wait) => { link.click(); setTimeout(() => history.back(), wait); }", patience
    )
    phone.page.wait_for_timeout(patience + 100)
    expect(phone.page).to_have_url(phone.home + "bibliothek?p=handbuch")
    phone.settle()
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    expect(phone.page.locator(".kb-contents")).to_be_visible()


def test_searching_inside_stays_inside(phone: Visit) -> None:
    """Other marks, other hits, the same list behind; the address can be sent."""
    phone.open(PAGE_5)
    phone.page.get_by_text("In dieser Veröffentlichung suchen und blättern").click()
    field = phone.page.get_by_label("Nur in dieser Veröffentlichung suchen")
    field.fill("Schule")
    field.press("Enter")
    expect(phone.page).to_have_url(phone.home + PAGE_5 + "&darin=Schule")
    expect(phone.page.locator(".kb-inside")).to_contain_text("1 Fundstelle")
    phone.page.locator(".kb-inside .kb-others a").click()
    expect(phone.page.locator(".kb-passage mark").first).to_have_text("Schule")
    phone.page.keyboard.press("Escape")
    expect(phone.page).to_have_url(phone.home + "?q=arzt")
    expect(phone.page.locator(".kb-hit")).to_have_count(10)


def test_the_contents_show_where_the_reader_is(desk: Visit) -> None:
    """The chapter read is marked; another one is a click away, and the panel stays open."""
    desk.open(PAGE_5)
    desk.page.get_by_text("In dieser Veröffentlichung suchen und blättern").click()
    here = desk.page.locator(".kb-contents [aria-current=location]")
    expect(here).to_contain_text("5 Arzt")
    desk.page.locator(".kb-contents").get_by_role("link", name="9 Konto").click()
    expect(_place(desk)).to_contain_text("9")
    expect(here).to_contain_text("9 Konto")
    expect(here).to_be_visible()


def test_the_picture_grows(desk: Visit) -> None:
    """Larger, and back; inside its frame."""
    desk.open(PAGE_5)
    image = desk.page.get_by_role("dialog").get_by_role("img")
    width = image.evaluate("image => image.offsetWidth")
    desk.page.get_by_role("button", name="Bild größer").click()
    assert image.evaluate("image => image.offsetWidth") > width * 1.4
    desk.page.get_by_role("button", name="Bild kleiner").click()
    assert image.evaluate("image => image.offsetWidth") == width


def test_a_tap_shows_the_picture_large(phone: Visit) -> None:
    """Wider than the screen, larger at a press; back, Escape and the button lead to the page."""
    phone.open("?q=arzt")
    phone.page.locator(".kb-hit a[data-drawer]").first.click()
    large = phone.page.locator("dialog.kb-large[open]")
    for way in ("back", "Escape", "button"):
        phone.page.get_by_role("link", name="Bild groß ansehen").click()
        image = large.get_by_role("img")
        expect(image).to_be_visible()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.clientWidth") > PHONE["width"]
        if way == "back":
            large.get_by_role("button", name="Bild größer").click()
            assert image.evaluate("image => image.clientWidth") > 800
            phone.page.go_back()
        elif way == "Escape":
            phone.page.keyboard.press("Escape")
        else:
            large.get_by_role("button", name="Schließen").click()
        expect(large).to_have_count(0)
        expect(phone.page.locator(".kb-reading")).to_be_visible()
    phone.page.go_back()
    expect(phone.page.locator(".kb-reading")).to_have_count(0)


def test_similar_pages_follow_the_page(desk: Visit) -> None:
    """They lead on inside the drawer; a passage that is marked has its own list."""
    desk.open(PAGE_5)
    similar = desk.page.locator("[data-similar]")
    expect(similar.get_by_role("heading", name="Ähnliche Seiten")).to_be_visible()
    desk.page.locator(".kb-passage p").first.select_text()
    desk.page.get_by_role("button", name="Ähnliche Seiten zu dieser Stelle").click()
    heading = similar.get_by_role("heading", name="Ähnlich wie die markierte Stelle")
    expect(heading).to_be_focused()
    similar.get_by_role("link").first.click()
    expect(_place(desk)).not_to_contain_text("PDF-Seite 5")
    expect(desk.page).to_have_url(re.compile(r"q=arzt&f="))


def test_an_older_edition_leads_to_the_newer(phone: Visit) -> None:
    """The cited edition opens; one tap shows what stands there now."""
    phone.open("?f=blatt.2018.1")
    expect(phone.page.locator(".kb-passage")).to_contain_text("jede Woche")
    phone.page.get_by_role("link", name=re.compile("Neue Fassung|neuere Ausgabe")).click()
    expect(phone.page.locator(".kb-passage")).to_contain_text("jeden Monat")


@pytest.mark.parametrize("key", ["handbuch.2026.99", "handbuch.1999.1", "fort.2026.1"])
def test_a_link_to_what_is_gone_helps_on(phone: Visit, key: str) -> None:
    """One kind sentence, and the search."""
    phone.open(f"?q=arzt&f={key}")
    drawer = phone.page.get_by_role("dialog")
    expect(drawer).to_contain_text("Diese Seite gibt es hier nicht mehr")
    drawer.get_by_role("link", name="Zur Suche").click()
    expect(phone.page.locator(".kb-reading")).to_have_count(0)
    expect(phone.page.get_by_role("searchbox")).to_be_visible()


def test_a_page_prints_with_its_source(desk: Visit) -> None:
    """On paper there is the passage, where it stands and its address, and nothing to press."""
    desk.open(PAGE_5)
    desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".kb-reading .kb-citation")).to_be_visible()
    expect(desk.page.locator(".kb-reading .kb-print")).to_contain_text(desk.home + PAGE_5)
    for hidden in (".kb-actions", ".kb-walk", ".kb-header", ".kb-hit", ".kb-turn"):
        expect(desk.page.locator(hidden).first).to_be_hidden()
    expect(desk.page.get_by_role("button")).to_have_count(0)
