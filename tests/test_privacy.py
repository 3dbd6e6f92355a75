"""What docs/privacy.md says of cookies, tables and deletion is so."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kb.catalogue.care import Care
from kb.desk import Desk, accounts, checks, sessions
from kb.desk.collections import Collections, Piece, PieceKind
from kb.intake.inbox import Delivery
from kb.intake.intake import Intake
from kb.library import Library
from kb.model import Account, Role
from kb.settings import Settings
from tests.chromium import ROOT, Visit
from tests.signed_in import sign_in

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`]+)`", PAGE))
NAME = "Wilhelmine Überall"


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Settings:
    """A library of one's own."""
    settings = Settings(home=tmp_path / "home", meaning=False)
    shutil.copytree(small_home, settings.home)
    return settings


def _busy_life(home: Settings) -> Account:
    """Somebody who has left a trace wherever one can be left."""
    desk = Desk(home.desk)
    who = accounts.add(desk, NAME, Role.STAFF, "vier kurze Wörter")
    sessions.begin(desk, who.id, datetime.now(UTC))
    Collections(desk, who.id).create("Meine Sammlung", [Piece(PieceKind.NOTE, "Notiz")])
    checks.check(desk, who, [("handbuch", "0421 1234")], date(2026, 11, 23))
    care = Care(home.documents, desk)
    care.save_many(who, ["handbuch"], lambda old: old)
    care.withdraw(who, ["blatt"])
    intake = Intake(home)
    intake.accepted(Delivery("0" * 32, "a.pdf", home.home / "a.pdf", "", 0), who.id)
    Library(home).ingest()
    return who


def test_nothing_on_disk_names_an_account_that_was_removed(home: Settings) -> None:
    """Not in any file, deleted rows included; what they did stays, without their name."""
    desk = Desk(home.desk)
    accounts.add(desk, "Ali", Role.STAFF, None)
    who = _busy_life(home)
    assert _naming(home), "the search below finds names"
    care = Care(home.documents, desk)
    assert [by for _, by in care.trash()] == [NAME]
    accounts.remove(desk, who.id)
    assert _naming(home) == []
    assert [by for _, by in care.trash()] == [""]


def _naming(home: Settings) -> list[str]:
    files = [path for path in home.home.rglob("*") if path.is_file()]
    return [path.name for path in files if NAME.encode() in path.read_bytes()]


def test_every_table_of_the_desk_is_on_the_page(home: Settings) -> None:
    """Whoever adds one says there what is in it and how long."""
    with Desk(home.desk).reading() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for name in rows.scalars() if not name.startswith("sqlite_")}
    assert len(tables) > 5
    assert tables - NAMED == set()


def _left_behind(page: Page) -> set[str]:
    """Names of cookies and of what lies in the browser's stores."""
    cookies = {cookie.get("name", "") for cookie in page.context.cookies()}
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return cookies | {re.sub("^stActiveTheme-.*", "stActiveTheme-…", name) for name in kept}


def test_a_reader_gets_the_one_cookie_that_is_named(desk: Visit) -> None:
    """Searching and reading leaves nothing else in the browser."""
    desk.open("?q=arzt&f=handbuch.2026.5")
    assert _left_behind(desk.page) <= {"_streamlit_xsrf", "stActiveTheme-…"}


def test_the_team_gets_the_cookies_that_are_named(desk: Visit, small_home: Path) -> None:
    """A choice of language and signing in add theirs."""
    desk.page.goto(f"{desk.home}sprache/en")
    sign_in(desk.page, desk.home, small_home, Role.TRAINER)
    desk.open("?q=arzt")
    left = _left_behind(desk.page)
    assert {"kb_sprache", "kb_sitzung"} <= left
    assert left <= NAMED


def test_every_name_in_the_code_is_on_the_page() -> None:
    """Cookies and stores of our own, whatever screen they belong to."""
    files = [*(ROOT / "kb" / "ui").rglob("*.py"), *(ROOT / "kb" / "ui" / "static").glob("*.js")]
    code = "".join(file.read_text("utf-8") for file in files)
    cookies = set(re.findall(r'COOKIE = "([^"]+)"', code))
    stores = set(re.findall(r'(?:NAME|LAST) = "(kb-[^"]+)"', code))
    assert len(cookies) >= 4
    assert len(stores) >= 2
    assert (cookies | stores) - NAMED == set()
