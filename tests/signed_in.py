"""Being somebody in a test: a real account and session in the home that the test works on."""

import html
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kb.desk import Desk, accounts
from kb.model import Account, Role
from kb.ui import home, session

PASSWORD = "vier kurze Wörter"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who signed in: `cookies` for a client, `form_token` for what it posts."""

    account: Account
    cookies: dict[str, str]
    form_token: str


@pytest.fixture
def signed_in(
    app_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Role], SignedIn]]:
    """Signs in a new account of a role; from then on scripts run as that one."""

    def sign_in(role: Role) -> SignedIn:
        account = accounts.add(home.desk(), f"{role} {secrets.token_hex(4)}", role, None)
        cookies = {session.COOKIE: session.begin(account)}
        monkeypatch.setattr(session, "_cookies_of_script", lambda: cookies)
        return SignedIn(account, cookies, session.form_token())

    yield sign_in
    session.forget()


def form_token_in(document: str) -> str:
    """The token of the form in a plain page."""
    match = re.search(r'name="token" value="([^"]+)"', document)
    assert match
    return html.unescape(match[1])


def sign_in(page: Page, address: str, home_folder: Path, role: Role) -> Account:
    """Sign in through the form of a running app, as a new account of its home folder."""
    desk = Desk(home_folder / "documents" / "desk.sqlite3")
    account = accounts.add(desk, f"{role} {secrets.token_hex(4)}", role, PASSWORD)
    page.goto(f"{address}anmelden")
    page.locator("[name=name]").fill(account.name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "anmelden" not in url)
    return account
