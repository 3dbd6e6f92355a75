"""The search screen in Chromium: suggestions, filters, synonyms, reasons, by hand and by keys."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.accessibility import violations
from tests.chromium import DESK, PHONE, Visit


def test_suggestions_are_reached_with_the_arrow_keys(desk: Visit) -> None:
    """Down goes into them, up comes back, Enter asks; the live results stay where they are."""
    desk.open()
    desk.type("vormund")
    expect(desk.page.locator(".kb-completions a").first).to_be_visible()
    expect(desk.page.locator(".kb-hit")).to_have_count(10)
    desk.page.keyboard.press("ArrowDown")
    expect(desk.page.locator(".kb-completions a").first).to_be_focused()
    desk.page.keyboard.press("ArrowUp")
    expect(desk.page.get_by_role("searchbox")).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page).to_have_url(desk.home + "?q=Vormundschaft")
    expect(desk.page.get_by_role("searchbox")).to_have_value("Vormundschaft")


def test_a_synonym_is_switched_off_with_one_click(desk: Visit) -> None:
    """The address keeps it, the keyboard stays at it, back brings it back, typing forgets it."""
    desk.open("?q=Barbetrag")
    expect(desk.page.locator("mark").first).to_have_text("Taschengeld")
    desk.page.get_by_role("link", name="Taschengeld nicht mehr suchen").press("Enter")
    expect(desk.page).to_have_url(desk.home + "?q=Barbetrag&ohne=Taschengeld")
    expect(desk.page.get_by_role("link", name="Taschengeld wieder suchen")).to_be_focused()
    desk.page.go_back()
    expect(desk.page.get_by_role("link", name="Taschengeld nicht mehr suchen")).to_be_visible()
    desk.page.go_forward()
    expect(desk.page.get_by_role("link", name="Taschengeld wieder suchen")).to_be_visible()
    desk.page.get_by_role("searchbox").press("End")
    desk.type(" geld")
    expect(desk.page).to_have_url(desk.home + "?q=Barbetrag+geld")


def test_the_reason_of_a_hit_opens_in_place(desk: Visit) -> None:
    """By keyboard; the card behind it is not opened."""
    desk.open("?q=Barbetrag")
    why = desk.page.locator(".kb-why").first
    why.locator("summary").press("Enter")
    expect(why.locator("dd")).to_have_text("gleichbedeutend: Barbetrag → Taschengeld")
    expect(desk.page.locator(".kb-reading")).to_have_count(0)


def test_filters_are_a_sheet_on_the_phone(phone: Visit) -> None:
    """It stays while one chooses, says what is found, and closes by button, Escape and outside."""
    phone.open("?q=vormund taschengeld")
    sheet = phone.page.locator(".kb-facets > div")
    opener = phone.page.locator(".kb-facets > summary")
    expect(sheet).to_be_hidden()
    opener.tap()
    expect(sheet).to_be_in_viewport()
    sheet.get_by_role("link", name=re.compile("Faltblatt")).tap()
    done = sheet.get_by_role("button", name="Fertig · 2 Fundstellen")
    expect(done).to_be_in_viewport()
    done.tap()
    expect(sheet).to_be_hidden()
    expect(phone.page.locator(".kb-hit")).to_have_count(2)
    opener.tap()
    phone.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
    opener.tap()
    phone.page.touchscreen.tap(200, 20)
    expect(sheet).to_be_hidden()
    expect(phone.page).to_have_url(re.compile("q=vormund"))


def test_the_keyboard_stays_at_the_filter_it_chose(desk: Visit) -> None:
    """The results are drawn anew, and the next Tab goes on from the same place."""
    desk.open("?q=vormund taschengeld")
    desk.page.get_by_role("link", name=re.compile(r"Handbuch\W+13 Seiten")).press("Enter")
    expect(desk.page).to_have_url(re.compile("art=handbook"))
    expect(desk.page.get_by_role("link", name=re.compile(r"Handbuch\W+13 "))).to_be_focused()


def test_the_results_are_shown_by_publication(desk: Visit) -> None:
    """One link there, one link to all of one, and back."""
    desk.open("?q=vormund taschengeld")
    desk.page.get_by_role("link", name="Nach Veröffentlichung").click()
    expect(desk.page.locator(".kb-group")).to_have_count(2)
    desk.page.get_by_role("link", name="Alle 13 Fundstellen in dieser Veröffentlichung").click()
    expect(desk.page.locator(".kb-hit")).to_have_count(10)
    desk.page.go_back()
    expect(desk.page.locator(".kb-group")).to_have_count(2)


def test_a_topic_leads_to_pages_about_it(phone: Visit) -> None:
    """From the start with one tap."""
    phone.open()
    phone.page.get_by_role("link", name="Schule", exact=True).tap()
    expect(phone.page.locator(".kb-hit h2").first).to_contain_text("Schule")


def test_pages_are_shown_small_where_there_is_room(desk: Visit) -> None:
    """In the size that was kept free for them."""
    desk.open("?q=arzt")
    picture = desk.page.locator(".kb-thumb").first
    expect(picture).to_have_js_property("naturalWidth", 180)
    assert picture.bounding_box() is not None
    assert [round(picture.bounding_box()[side]) for side in ("width", "height")] == [90, 127]  # type: ignore[index]


def test_a_phone_loads_no_small_pages(phone: Visit) -> None:
    """The words need the width, and the connection is theirs."""
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.open("?q=arzt")
    phone.page.mouse.wheel(0, 2000)
    phone.page.wait_for_timeout(300)
    assert [url for url in asked if "b=180" in url] == []


STATES = (
    "?q=taschengeld",
    "?q=Barbetrag&ohne=Taschengeld",
    "?q=vormund arzt taschengeld&ansicht=gruppen",
    "?q=taschengelt",
    "?q=§ 1835a BGB",
    "?q=§ 42 SGB VIII",
    "?art=leaflet",
    '?q="Arzt Seite" vormund&art=handbook',
)


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(DESK, "light", "de"), (DESK, "dark", "en"), (PHONE, "dark", "de"), (PHONE, "light", "en")],
    ids=["desk-light-de", "desk-dark-en", "phone-dark-de", "phone-light-en"],
)
def test_every_state_is_accessible(
    browser: Browser, address: str, viewport: dict[str, int], scheme: str, language: str
) -> None:
    """No violation that axe-core can see, with reasons, definitions and filters unfolded."""
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe is a script put into the page
    )
    context.add_cookies([{"name": "kb_sprache", "value": language, "url": address}])
    visit = Visit(context.new_page(), address)
    found = []
    for link in STATES:
        visit.open(link)
        visit.page.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
        found += [(link, one) for one in violations(visit.page)]
        wide = visit.page.evaluate(
            "Math.max(...[...document.querySelectorAll('.kb')]"
            ".map(part => part.getBoundingClientRect().right))"
        )
        assert (link, wide <= viewport["width"]) == (link, True)
    context.close()
    assert found == []
