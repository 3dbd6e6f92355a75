"""The staff's screen of accounts, over HTTP."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kb.desk import accounts, passwords
from kb.errors import NoAccount
from kb.model import Account, Role
from kb.ui import home, session
from tests.signed_in import SignedIn
from tests.test_ui_routes import _app

SignIn = Callable[[Role], SignedIn]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_LOG2_N", 8)


@pytest.fixture
def ali(app_home: Path) -> Iterator[Account]:
    """A trainer."""
    account = accounts.add(home.desk(), f"Ali {secrets.token_hex(4)}", Role.TRAINER, None)
    yield account
    with home.desk().writing() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE id = ?", (account.id,))


@pytest.fixture
def petra(signed_in: SignIn) -> SignedIn:
    """Somebody of the staff."""
    return signed_in(Role.STAFF)


def _send(somebody: SignedIn, **fields: str) -> tuple[int, str]:
    client = TestClient(_app(), base_url="http://kb.example", follow_redirects=False)
    client.cookies.update(somebody.cookies)
    answer = client.post("/konten", data={"token": somebody.form_token, **fields})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def _password(page: str) -> str:
    match = re.search(r"<code[^>]*>([a-z-]+)</code>", page)
    assert match
    return match[1]


def test_a_new_account_gets_a_password_that_is_shown_once(petra: SignedIn) -> None:
    """With it one signs in; nothing on the screen shows it again."""
    name = f"Neu {secrets.token_hex(4)}"
    status, page = _send(petra, do="add", account=name, rank="staff")
    assert status == 200
    found = accounts.signed_in(home.desk(), name, _password(page))
    assert found == accounts.named(home.desk(), name)
    assert found.role is Role.STAFF
    accounts.remove(home.desk(), found.id)


@pytest.mark.parametrize("rank", ["", "admin", "STAFF", "trainer"])
def test_without_a_role_one_gets_the_lesser(petra: SignedIn, rank: str) -> None:
    """Nobody becomes staff by a slip."""
    name = f"Neu {secrets.token_hex(4)}"
    assert _send(petra, do="add", account=name, rank=rank)[0] == 200
    found = accounts.named(home.desk(), name)
    assert found.role is Role.TRAINER
    accounts.remove(home.desk(), found.id)


def test_role_password_and_removal(petra: SignedIn, ali: Account) -> None:
    """Each by its form; a removal is asked for twice."""
    cookies = {session.COOKIE: session.begin(ali)}
    assert _send(petra, do="role", account=ali.name, rank="staff") == (303, "/konten")
    assert accounts.named(home.desk(), ali.name).role is Role.STAFF
    status, page = _send(petra, do="password", account=ali.name)
    assert status == 200
    assert session.account_of(cookies) is None
    assert accounts.signed_in(home.desk(), ali.name, _password(page)) is not None
    assert _send(petra, do="remove", account=ali.name) == (303, "/konten")
    assert accounts.named(home.desk(), ali.name).id == ali.id
    assert _send(petra, do="remove", account=ali.name, sure="yes") == (303, "/konten")
    with pytest.raises(NoAccount):
        accounts.named(home.desk(), ali.name)


def test_what_cannot_be_done_is_one_sentence(petra: SignedIn, ali: Account) -> None:
    """A name that is taken or cannot be read, an account that somebody else has removed."""
    for fields, said in (
        ({"do": "add", "account": ali.name.upper()}, "gibt es schon"),
        ({"do": "add", "account": " "}, "Ein Name hat"),
        ({"do": "password", "account": "Niemand"}, "gibt es nicht mehr"),
        ({"do": "role", "account": "<script>"}, "&lt;script&gt;"),
    ):
        status, page = _send(petra, **fields)
        assert (status, said in page) == (409, True)


def test_only_staff_and_only_by_our_form(petra: SignedIn, ali: Account, signed_in: SignIn) -> None:
    """Trainers, nobody, and other sites change nothing."""
    trainer = signed_in(Role.TRAINER)
    nobody = SignedIn(ali, {}, petra.form_token)
    elsewhere = SignedIn(petra.account, petra.cookies, trainer.form_token)
    answers = [
        _send(somebody, do="remove", account=ali.name, sure="yes")[0]
        for somebody in (trainer, nobody, elsewhere)
    ]
    assert answers == [403, 401, 303]
    assert accounts.named(home.desk(), ali.name) == ali
