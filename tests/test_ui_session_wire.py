"""What a role may not see does not come over the web socket, whatever is asked for on it."""

import re
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

import pytest

from kb.bench.window import window
from kb.desk import Desk, accounts
from kb.model import Role
from kb.texts import GERMAN
from kb.ui import session, staff, trainer
from kb.ui.staff import glossary
from tests.chromium import running
from tests.signed_in import PASSWORD, form_token_in

# words of the publication for the team, and no query of these tests
SECRETS = ("Notgroschen", "Dienstanweisung", "Schlüsselkasten", "Taschengeldbuch", "intern.2030")
NAMES = (GERMAN.staff_title, GERMAN.collecting.title, GERMAN.accounts.title, GERMAN.caring.title)
PLACES = (*staff.PATHS, *trainer.PATHS)


@pytest.fixture(scope="module")
def home(internal_home: Path) -> Path:
    """A home folder with publications for the team."""
    return internal_home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The running app on it."""
    with running(home, KB_MEANING="off") as base:
        yield base


@pytest.fixture
def desk(home: Path) -> Desk:
    """Its desk."""
    return Desk(home / "documents" / "desk.sqlite3")


class Browser:
    """Cookies, and forms that are sent with them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.jar}

    def send(self, path: str, **fields: str) -> None:
        with self.open(self.address + path) as answer:
            token = form_token_in(answer.read().decode())
        data = urlencode({"token": token, **fields}).encode()
        self.open(self.address + path, data).close()


@pytest.fixture
def signed_in(address: str, desk: Desk) -> Iterator[dict[Role, Browser]]:
    """A browser for each role."""
    browsers = {}
    for role in Role:
        accounts.add(desk, f"{role}-on-the-wire", role, PASSWORD)
        browsers[role] = Browser(address)
        browsers[role].send("anmelden", name=f"{role}-on-the-wire", password=PASSWORD)
        assert session.COOKIE in browsers[role].cookies
    yield browsers
    with desk.writing() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE name LIKE '%-on-the-wire'")


def _told(came: str, words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word in came]


ASKED = [
    "",
    "q=" + quote("wo liegt das geld"),
    "q=buch+auszahlt",
    "q=vormund&art=report",
    "q=jugendamt&jahr=2031",
    "q=jugendamt&sortierung=jahr",
    "q=jugendamt&thema=personal",
    "f=intern.2031.1",
    "q=jugendamt&f=intern.2031.1",
    "p=intern.2031",
    "l=intern",
    "q=notgro",
]


def _of_the_teams(came: str) -> list[str]:
    assert "kb-header" in came
    return _told(came, SECRETS)


def test_nobody_gets_anything_of_the_teams(address: str) -> None:
    """On no screen, found by its address or by its digest; nor the names of the screens."""
    with window(address, {}) as shown:
        for query in ASKED:
            assert _of_the_teams(shown.run("", query)) == []
        for number, path in enumerate((*PLACES, "bibliothek")):
            came = shown.run(path, by_name=number % 2 == 0)
            assert "kb-header" in came
            assert _told(came, (*SECRETS, *NAMES)) == []


@pytest.mark.parametrize("cookie", ["a.b", "x" * 5000, "ä", ""])
def test_a_forged_cookie_is_none(address: str, cookie: str) -> None:
    """It opens the window that everyone has."""
    with window(address, {session.COOKIE: quote(cookie)}) as shown:
        assert _of_the_teams(shown.run("", "q=jugendamt&jahr=2031")) == []
        assert _told(shown.run("konten"), (*SECRETS, *NAMES)) == []


def test_trainers_get_what_is_for_the_team_and_no_screen_of_the_staff(
    signed_in: dict[Role, Browser], address: str
) -> None:
    """Neither the screens nor their names; the instructions they do see."""
    with window(address, signed_in[Role.TRAINER].cookies) as shown:
        assert "Dienstanweisung" in shown.run("", "q=jugendamt&jahr=2031")
        for path in staff.PATHS:
            for by_name in (True, False):
                came = shown.run(path, by_name=by_name)
                assert "kb-header" in came
                assert _told(came, (GERMAN.staff_title, GERMAN.accounts.title)) == []


def test_staff_get_their_screens(signed_in: dict[Role, Browser], address: str) -> None:
    """So what the other tests look for is what there is to be found."""
    with window(address, signed_in[Role.STAFF].cookies) as shown:
        for path in staff.PATHS:
            assert GERMAN.staff_only not in shown.run(path)
        assert GERMAN.accounts.add in shown.run("konten")
        assert "Dienstanweisung" in shown.run("", "f=intern.2031.1")
        assert "Schlüsselkasten" in shown.run("", "f=intern.2031.1")


def test_signing_out_elsewhere_closes_the_open_windows(
    signed_in: dict[Role, Browser], address: str
) -> None:
    """Whole screens and parts of them that are drawn alone: the very next run says nothing."""
    browser, opened = signed_in[Role.STAFF], "f=intern.2031.1"
    with ExitStack() as stack:
        drawer = stack.enter_context(window(address, browser.cookies))
        assert "Schlüsselkasten" in drawer.run("", opened)
        assert drawer.fragments
        screens = {path: window(address, browser.cookies) for path in staff.PATHS}
        shown = {path: stack.enter_context(screen) for path, screen in screens.items()}
        for path, screen in shown.items():
            assert GERMAN.staff_only not in screen.run(path)
        browser.send("abmelden")
        for fragment in drawer.fragments:
            assert _told(drawer.run("", opened, fragment=fragment), SECRETS) == []
        assert _of_the_teams(drawer.run("", opened)) == []
        for path, screen in shown.items():
            alone = "".join(screen.run(path, fragment=one) for one in set(screen.fragments))
            assert _told(alone, (*SECRETS, GERMAN.accounts.add, "on-the-wire")) == []
            came = screen.run(path)
            assert GERMAN.staff_only in came
            assert _told(came, (*SECRETS, GERMAN.accounts.add, "on-the-wire")) == []


def test_a_window_taken_over_shows_what_its_new_owner_may_see(
    signed_in: dict[Role, Browser], address: str
) -> None:
    """Streamlit continues a window for whoever knows its number; the rights do not come along."""
    with window(address, signed_in[Role.STAFF].cookies) as shown:
        assert GERMAN.accounts.add in shown.run("konten")
        number = shown.number
    with window(address, {}, number=number) as taken:
        came = taken.run("konten")
        assert _told(came, (*SECRETS, GERMAN.accounts.add, "on-the-wire")) == []


def test_what_the_command_line_ends_has_ended_a_second_later(
    signed_in: dict[Role, Browser], address: str, desk: Desk
) -> None:
    """Another process removes the account, or its session runs out."""
    with window(address, signed_in[Role.STAFF].cookies) as shown:
        assert GERMAN.accounts.add in shown.run("konten")
        staff_account = accounts.named(desk, "staff-on-the-wire")
        accounts.add(desk, "other-on-the-wire", Role.STAFF, None)
        accounts.remove(desk, staff_account.id)
        time.sleep(1.1)
        assert GERMAN.staff_only in shown.run("konten")


def test_what_a_screen_offers_for_download_is_the_staffs(
    signed_in: dict[Role, Browser], address: str
) -> None:
    """Streamlit would send it to whoever has its address, for as long as the window is open."""
    staff_browser = signed_in[Role.STAFF]
    with window(address, staff_browser.cookies) as shown:
        came = shown.run(glossary.PATH)
        exports = re.findall(r"media/[0-9a-f]{20,}\.(?!png)\w+", came)
        icons = re.findall(r"media/[0-9a-f]{20,}\.png", came)
        assert exports
        assert icons
        assert _status(staff_browser, exports[0]) == 200
        for browser in (signed_in[Role.TRAINER], Browser(address)):
            assert _status(browser, exports[0]) == 401
            assert _status(browser, exports[0].rsplit(".")[0] + ".png") == 401
            assert _status(browser, icons[0]) == 200


def _status(browser: Browser, path: str) -> int:
    try:
        with browser.open(browser.address + path) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_a_thief_has_nothing_after_the_owner_signed_out(
    signed_in: dict[Role, Browser], address: str
) -> None:
    """A copied cookie opens no window."""
    browser = signed_in[Role.STAFF]
    stolen = browser.cookies
    with window(address, stolen) as shown:
        assert GERMAN.accounts.add in shown.run("konten")
    browser.send("abmelden")
    with window(address, stolen) as shown:
        came = shown.run("konten")
        assert _told(came, (*SECRETS, *NAMES, "on-the-wire")) == []
