"""Signing in with a keyboard and on a phone; and a home that is only for people with an account."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kb.desk import Desk, accounts
from kb.model import Role
from kb.texts import GERMAN
from kb.ui import session
from tests.accessibility import violations
from tests.chromium import Visit, started
from tests.signed_in import PASSWORD, sign_in

WORDS = GERMAN.signing_in


@pytest.fixture
def petra(small_home: Path) -> Iterator[str]:
    """The name of somebody of the staff."""
    desk = Desk(small_home / "documents" / "desk.sqlite3")
    account = accounts.add(desk, "Petra am Schreibtisch", Role.STAFF, PASSWORD)
    yield account.name
    with desk.writing() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE id = ?", (account.id,))


def _watched(desk: Visit) -> None:
    """A refused password is an answer, which Chromium complains about all the same."""
    desk.complaints[:] = [c for c in desk.complaints if "403 (Forbidden)" not in c]


def test_with_the_keyboard_from_a_link_to_the_screen_and_out_again(desk: Visit, petra: str) -> None:
    """Name, password, a slip in between, the screen that was asked for, sign out."""
    page = desk.page
    page.goto(desk.home + "konten")
    expect(page.get_by_label(WORDS.name)).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(petra)
    page.keyboard.press("Tab")
    page.keyboard.type("falsch falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(WORDS.wrong)
    expect(page.get_by_label(WORDS.password)).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    desk.settle()
    expect(page.get_by_role("heading", level=1)).to_have_text(GERMAN.accounts.title)
    assert violations(page) == []
    page.get_by_role("button", name=WORDS.leave).press("Enter")
    expect(page.locator(".kb-footer").get_by_role("link", name=WORDS.title)).to_be_visible()
    names = {cookie.get("name") for cookie in page.context.cookies()}
    assert session.COOKIE not in names
    _watched(desk)


@pytest.mark.usefixtures("petra")
def test_on_a_phone_everything_fits(phone: Visit, small_home: Path) -> None:
    """Sign-in, accounts, a new password: nothing to scroll sideways, nothing for axe."""
    page = phone.page
    sign_in(page, phone.home, small_home, Role.STAFF)
    for place in ("konten", "passwort", "abmelden", "anmelden"):
        page.goto(phone.home + place)
        if place == "konten":
            phone.settle()
            page.locator("summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []


@pytest.fixture
def closed(small_home: Path) -> Iterator[str]:
    """`kb start` behind a proxy on this machine, only for people with an account."""
    with started(small_home, KB_READING="signed-in", KB_PROXY="127.0.0.1") as base:
        yield base


def test_a_closed_home_opens_for_whoever_signs_in(
    browser: Browser, closed: str, small_home: Path
) -> None:
    """A link leads through signing in to its page; signing out closes it in the other window."""
    context = browser.new_context(locale="de-DE")
    page, other = context.new_page(), context.new_page()
    answer = context.request.get(closed + "anmelden", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]  # the proxy of KB_PROXY is believed
    context.clear_cookies()
    page.goto(closed + "?q=arzt")
    expect(page.get_by_text(WORDS.closed)).to_be_visible()
    sign_in(page, closed, small_home, Role.TRAINER)
    for window in (page, other):
        window.goto(closed + "?q=arzt")
        expect(window.get_by_text("13 Fundstellen").first).to_be_visible(timeout=20_000)
    page.locator(".kb-footer").get_by_role("button", name=WORDS.leave).click()
    page.wait_for_url("**/anmelden**")
    other.get_by_role("searchbox").press_sequentially(" taschengeld")
    expect(other.get_by_text(WORDS.closed)).to_be_visible(timeout=20_000)
    assert "Fundstelle" not in other.inner_text("body")
    context.close()
