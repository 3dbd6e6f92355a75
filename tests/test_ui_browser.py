"""The whole app in Chromium: a real server, a real index, what a reader does and sees."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.accessibility import violations
from tests.chromium import DESK, PHONE, Visit


def test_typing_leads_to_the_marked_page(desk: Visit) -> None:
    """Type, see cards, open one, see the passage and the page image with marks."""
    desk.open()
    desk.type("arzt")
    expect(desk.page.locator(".kb-hit")).to_have_count(10)
    expect(desk.page).to_have_url(desk.home + "?q=arzt")
    desk.page.locator(".kb-hit a").first.click()
    drawer = desk.page.get_by_role("dialog")
    expect(drawer.locator("mark").first).to_have_text("Arzt")
    image = drawer.get_by_role("img")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert int(image.evaluate("image => image.naturalWidth")) > 300


def test_back_closes_the_page_and_forward_opens_it(desk: Visit) -> None:
    """The history is the reader's: one entry for the page read."""
    desk.open("?q=arzt")
    desk.page.locator(".kb-hit a").nth(2).click()
    expect(desk.page.locator(".kb-reading")).to_be_visible()
    reading = desk.page.url
    desk.page.go_back()
    expect(desk.page.locator(".kb-reading")).to_have_count(0)
    expect(desk.page.locator(".kb-hit")).to_have_count(10)
    expect(desk.page).to_have_url(desk.home + "?q=arzt")
    desk.page.go_forward()
    expect(desk.page.locator(".kb-reading")).to_be_visible()
    expect(desk.page).to_have_url(reading)


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_closing_is_one_step_back(desk: Visit, way: str) -> None:
    """After closing, "back" leads to what was before the page, and does not open it again."""
    desk.open("bibliothek")
    desk.page.get_by_role("link", name="Suche", exact=True).click()
    desk.settle()
    desk.type("arzt")
    desk.page.locator(".kb-hit a").first.click()
    expect(desk.page.locator(".kb-reading")).to_be_visible()
    if way == "Escape":
        desk.page.keyboard.press("Escape")
    else:
        desk.page.get_by_role("dialog").get_by_label("Schließen").click()
    expect(desk.page.locator(".kb-reading")).to_have_count(0)
    desk.page.go_back()
    expect(desk.page.locator(".kb-library")).to_be_visible()


def test_a_link_opens_the_page_anywhere(phone: Visit) -> None:
    """Sent to a colleague: query, marks and page are in the address."""
    phone.open("?q=arzt&f=handbuch.2026.5")
    expect(phone.page.locator(".kb-reading mark").first).to_have_text("Arzt")
    expect(phone.page.get_by_test_id("stTextInputField")).to_have_value("arzt")
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator(".kb-reading")).to_have_count(0)
    expect(phone.page).to_have_url(phone.home + "?q=arzt")


def test_pages_turn_with_the_arrow_keys(desk: Visit) -> None:
    """Next and previous, without a step of history for each."""
    desk.open("?q=arzt&f=handbuch.2026.5")
    expect(desk.page.locator(".kb-reading h2")).to_contain_text("5")
    before = desk.page.evaluate("history.length")
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.locator(".kb-reading h2")).to_contain_text("6")
    desk.page.keyboard.press("ArrowLeft")
    expect(desk.page.locator(".kb-reading h2")).to_contain_text("5")
    assert desk.page.evaluate("history.length") == before


def test_the_keyboard_is_enough(desk: Visit) -> None:
    """Slash to the field, Tab to the first card, Enter opens, Escape closes."""
    desk.open("?q=arzt")
    expect(desk.page.get_by_role("searchbox")).to_be_visible()
    desk.page.keyboard.press("/")
    expect(desk.page.get_by_role("searchbox")).to_be_focused()
    first = desk.page.locator(".kb-hit a").first
    for _ in range(40):
        desk.page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".kb-reading")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".kb-reading")).to_have_count(0)


def test_a_filter_narrows_and_is_taken_back(phone: Visit) -> None:
    """On the phone the filters fold away; back undoes the choice."""
    phone.open("?q=monat vormund")
    phone.page.get_by_text("Filtern und ordnen").click()
    phone.page.get_by_role("link", name="Faltblatt").click()
    expect(phone.page).to_have_url(re.compile("art=leaflet"))
    expect(phone.page.locator(".kb-hits")).not_to_contain_text("Handbuch für Vormunde")
    phone.page.go_back()
    expect(phone.page.locator(".kb-hits")).to_contain_text("Handbuch für Vormunde")


def test_results_have_pages(desk: Visit) -> None:
    """The second page is in the address, begins at its top, and typing leads back to the first."""
    desk.open("?q=arzt")
    desk.page.get_by_role("link", name="Seite 2 der Fundstellen").click()
    expect(desk.page.locator(".kb-hit")).to_have_count(3)
    expect(desk.page).to_have_url(desk.home + "?q=arzt&seite=2")
    desk.page.get_by_role("searchbox").press("End")
    desk.type(" schule")
    expect(desk.page).to_have_url(desk.home + "?q=arzt+schule")


def test_the_language_is_switched_and_remembered(desk: Visit) -> None:
    """Everything changes, the query stays; the next visit is in the same language."""
    desk.open("?q=arzt")
    desk.page.get_by_role("link", name="English").click()
    expect(desk.page.locator(".kb-count")).to_have_text("Found on 13 pages")
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    expect(desk.page).to_have_url(desk.home + "?q=arzt")
    desk.open()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("What would you like to know?")


def test_streamlit_speaks_german_too(desk: Visit) -> None:
    """The close button of the drawer and the field's clear button are Streamlit's own."""
    desk.open("?q=arzt&f=handbuch.2026.5")
    expect(desk.page.get_by_role("dialog").get_by_label("Schließen")).to_be_visible()
    clear = desk.page.get_by_test_id("stTextInputClearButton")
    expect(clear).to_have_attribute("aria-label", "Eingabe löschen")


def test_results_are_announced(desk: Visit) -> None:
    """Screen readers hear how much was found."""
    desk.open()
    desk.type("arzt")
    expect(desk.page.locator("body > [role=status]")).to_have_text("13 Fundstellen")


def test_a_hostile_title_stays_text(desk: Visit) -> None:
    """Shown sign by sign; nothing is loaded or run (the fixture looks for foreign requests)."""
    desk.open("?q=taschengeld")
    expect(desk.page.locator(".kb-source").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert desk.page.locator(".kb-hits img:not(.kb-thumb)").count() == 0


def test_the_contents_lead_to_their_pages(phone: Visit) -> None:
    """Library, publication, chapter, page."""
    phone.open("bibliothek")
    phone.page.locator("#handbuch").get_by_role("link", name="Inhalt").click()
    phone.page.get_by_role("link", name="4 Schule").click()
    expect(phone.page.locator(".kb-passage").first).to_contain_text("4 Schule")
    phone.settle()
    phone.page.go_back()
    expect(phone.page.locator(".kb-reading")).to_have_count(0)
    expect(phone.page.locator(".kb-contents")).to_be_visible()


def test_a_link_to_a_publication_leads_to_it(phone: Visit) -> None:
    """However many stand before it on the shelf."""
    phone.page.set_viewport_size({"width": 390, "height": 300})
    phone.open("bibliothek?p=handbuch")
    expect(phone.page.locator("#handbuch h2")).to_be_in_viewport()
    phone.open()
    phone.page.get_by_role("link", name="Handbuch für Vormunde").click()
    expect(phone.page.locator("#handbuch h2")).to_be_in_viewport()


@pytest.mark.parametrize("width", [PHONE["width"], 320])
def test_nothing_is_wider_than_the_phone(phone: Visit, width: int) -> None:
    """No screen scrolls sideways; 320 pixels is a desk at 400 percent."""
    phone.page.set_viewport_size({"width": width, "height": 640})
    for link in ("", "?q=arzt", "?q=arzt&f=handbuch.2026.5", "bibliothek?p=blatt", "?q=xyzzyqq"):
        phone.open(link)
        wide = phone.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
        assert (link, wide) == (link, width)


def test_copying_takes_the_passage_with_its_source(desk: Visit) -> None:
    """Text and citation, ready for a mail."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("?q=arzt&f=handbuch.2026.5")
    desk.page.get_by_role("button", name="Text kopieren").click()
    expect(desk.page.get_by_role("button", name="Kopiert")).to_be_visible()
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    assert "Personensorge" in copied
    assert copied.endswith(
        "Musterverein: Handbuch für Vormunde, Ausgabe 2026, PDF-Seite 5, "
        "Abschnitt „5 Arzt“ (Rechtsstand März 2026)"
    )
    desk.page.get_by_role("button", name="Link kopieren").click()
    link = desk.page.evaluate("navigator.clipboard.readText()")
    assert link == desk.home + "?q=arzt&f=handbuch.2026.5"


STATES = (
    "",
    "?q=arzt",
    "?q=arzt&f=handbuch.2026.5&darin=Schule",
    "?f=blatt.2018.1",
    "?f=fort.2026.1",
    "?q=xyzzyqq",
    "bibliothek?p=handbuch",
    "merkliste",
    "merkliste#l=handbuch.2026.5@0,fort.2026.1@0",
    "nix",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_screens_are_accessible(
    browser: Browser, address: str, scheme: str, language: str, viewport: dict[str, int]
) -> None:
    """No violation of WCAG 2.2 AA that axe-core can see, on any screen in any guise."""
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe is a script put into the page
    )
    context.add_cookies([{"name": "kb_sprache", "value": language, "url": address}])
    visit = Visit(context.new_page(), address)
    found = []
    for link in STATES:
        visit.page.goto(address + link)
        visit.settle() if link != "nix" else None
        found += [(link, one) for one in violations(visit.page)]
    context.close()
    assert found == []
