"""Cookies and forms of people who sign in, as requests and scripts meet them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response

from kb.desk import accounts
from kb.model import Account, Role, Visibility
from kb.ui import home, session
from tests.signed_in import SignedIn

SignIn = Callable[[Role], SignedIn]


def _request(cookies: dict[str, str], **headers: str) -> Request:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    every = {"cookie": cookie, **{k.replace("_", "-"): v for k, v in headers.items()}}
    raw = [(k.encode(), v.encode()) for k, v in every.items()]
    return Request({"type": "http", "method": "POST", "path": "/x", "headers": raw})


def _asked(cookies: dict[str, str], role: Role) -> Account | int:
    found: list[Account | Response] = []

    async def ask() -> None:
        found.append(await session.required(_request(cookies), role))

    with ThreadPoolExecutor(1) as apart:  # a browser test holds the loop of this thread
        apart.submit(anyio.run, ask).result()
    return found[0].status_code if isinstance(found[0], Response) else found[0]


@pytest.mark.usefixtures("app_home")
def test_without_a_cookie_nobody_is_signed_in() -> None:
    """And sees what everybody sees."""
    assert session.account() is None
    assert session.sees() is Visibility.PUBLIC


@pytest.mark.parametrize("role", Role)
def test_whoever_signed_in_sees_what_is_for_the_team(signed_in: SignIn, role: Role) -> None:
    """Trainers and staff, in scripts and in requests."""
    somebody = signed_in(role)
    assert session.account() == somebody.account
    assert session.sees() is Visibility.TEAM
    with session.of_request({}):
        assert session.sees() is Visibility.PUBLIC
    with session.of_request(somebody.cookies):
        assert session.sees() is Visibility.TEAM


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(signed_in: SignIn) -> None:
    """A stolen cookie opens nothing afterwards."""
    stolen = dict(signed_in(Role.STAFF).cookies)
    session.end(stolen)
    assert session.account() is None
    assert session.account_of(stolen) is None


def test_a_cookie_that_was_touched_is_nobodys(signed_in: SignIn) -> None:
    """Each of its signs counts; nothing else in it is even looked up."""
    value = signed_in(Role.STAFF).cookies[session.COOKIE]
    for place in range(len(value) - 1):  # the last sign holds two bits that mean nothing
        other = "A" if value[place] != "A" else "B"
        touched = value[:place] + other + value[place + 1 :]
        assert session.account_of({session.COOKIE: touched}) is None
    for forged in ("", ".", "ä", "\x00", value * 2, value.split(".")[0]):
        assert session.account_of({session.COOKIE: forged}) is None


def test_a_route_asks_for_a_role(signed_in: SignIn) -> None:
    """Nobody is told to sign in, a trainer that this is for staff; staff may do what both may."""
    staff, trainer = signed_in(Role.STAFF), signed_in(Role.TRAINER)
    assert _asked(staff.cookies, Role.STAFF) == staff.account
    assert _asked(staff.cookies, Role.TRAINER) == staff.account
    assert _asked(trainer.cookies, Role.TRAINER) == trainer.account
    assert _asked(trainer.cookies, Role.STAFF) == 403
    assert _asked({}, Role.TRAINER) == 401


def test_a_form_counts_only_in_the_browser_it_was_made_for(signed_in: SignIn) -> None:
    """Another session's token, none, nonsense, or another site: refused."""
    mine, other = signed_in(Role.STAFF), signed_in(Role.STAFF)
    assert session.checks(_request(mine.cookies), mine.form_token)
    for token in (other.form_token, "", "ä", mine.form_token[:-1]):
        assert not session.checks(_request(mine.cookies), token)
    assert not session.checks(_request({}), mine.form_token)
    assert not session.checks(_request(mine.cookies, sec_fetch_site="cross-site"), mine.form_token)


def test_the_cookie_of_a_form_cannot_stand_for_a_session(signed_in: SignIn) -> None:
    """What signs forms signs no sessions."""
    somebody = signed_in(Role.STAFF)
    token = somebody.cookies[session.COOKIE].split(".")[0]
    forged = f"{token}.{somebody.form_token}"
    assert session.account_of({session.COOKIE: forged}) is None


def test_a_change_of_role_holds_at_once(signed_in: SignIn) -> None:
    """The role is the account's, not the session's."""
    somebody = signed_in(Role.TRAINER)
    accounts.change_role(home.desk(), somebody.account.id, Role.STAFF)
    session.forget()
    found = session.account()
    assert found is not None
    assert found.role is Role.STAFF


def test_the_key_is_the_owners_alone(app_home: Path, signed_in: SignIn) -> None:
    """Nobody else on the machine can sign a cookie."""
    signed_in(Role.TRAINER)
    assert (app_home / "documents" / ".secret").stat().st_mode & 0o777 == 0o600
