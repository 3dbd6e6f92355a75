"""The way in for files over HTTP: who may, and when a file counts as stored."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.intake import State
from kb.model import Role
from kb.ui import incoming
from kb.ui.home import settings
from tests.signed_in import SignedIn

SignIn = Callable[[Role], SignedIn]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_home: Path) -> Iterator[Path]:
    """An empty home folder of its own: these tests write."""
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for cached in (settings, incoming.intake, incoming.keeper):
        cached.cache_clear()


def _send(
    who: SignedIn | None,
    content: bytes = b"%PDF-",
    *,
    name: str = "Heft.pdf",
    headers: Mapping[str, str] | None = None,
) -> int:
    client = TestClient(Starlette(routes=incoming.routes()), base_url="http://kb.example")
    sent = dict(headers or {})
    if who:
        client.cookies.update(who.cookies)
        sent = {"X-Kb-Token": who.form_token, **sent}
    address = f"/{incoming.PATH}?id={secrets.token_hex(16)}&name={name}"
    return client.post(address, content=content, headers=sent).status_code


def _kept(home: Path) -> list[str]:
    folder = home / "documents" / ".incoming"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_staff_add_a_file(home: Path, signed_in: SignIn) -> None:
    """201: it is on disk as a whole, and waits for its turn."""
    assert _send(signed_in(Role.STAFF), b"%PDF-1.7 rest") == 201
    (kept,) = _kept(home)
    assert kept.endswith(".Heft.pdf")
    assert (home / "documents" / ".incoming" / kept).read_bytes() == b"%PDF-1.7 rest"
    assert [job.state for job in incoming.intake().jobs.latest()] == [State.WAITING]


def test_nobody_else_has_a_byte_kept(home: Path, signed_in: SignIn) -> None:
    """Not visitors, not trainers, not another site that staff happen to look at."""
    assert _send(None) == 401
    assert _send(signed_in(Role.TRAINER)) == 403
    staff = signed_in(Role.STAFF)
    assert _send(staff, headers={"X-Kb-Token": "guessed"}) == 403
    assert _send(staff, headers={"Sec-Fetch-Site": "cross-site"}) == 403
    assert _kept(home) == []


def test_a_name_leads_nowhere(home: Path, signed_in: SignIn) -> None:
    """Whatever a file is called, it lands in the inbox."""
    assert _send(signed_in(Role.STAFF), name="../../../../tmp/evil.pdf") == 201
    (kept,) = _kept(home)
    assert kept.endswith(".evil.pdf")


def test_too_large_is_said_before_it_is_sent(
    home: Path, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what is announced; and where nothing is, while it comes."""
    monkeypatch.setattr(incoming, "LARGEST", 10)
    monkeypatch.setattr("kb.intake.inbox.LARGEST", 10)
    staff = signed_in(Role.STAFF)
    assert _send(staff, b"x" * 11) == 413
    client = TestClient(Starlette(routes=incoming.routes()), base_url="http://kb.example")
    client.cookies.update(staff.cookies)
    address = f"/{incoming.PATH}?id={'0' * 32}&name=a.pdf"
    answer = client.post(
        address,
        content=(piece for piece in (b"x" * 10, b"x")),
        headers={"X-Kb-Token": staff.form_token},
    )
    assert answer.status_code == 413
    assert _kept(home) == []


def test_a_refused_file_goes_when_somebody_says_so(home: Path, signed_in: SignIn) -> None:
    """Only staff, with the form's token; the file goes from the disk too."""
    staff = signed_in(Role.STAFF)
    _send(staff, b"<html>")
    (job,) = incoming.intake().jobs.latest()
    incoming.intake().jobs.move_on(job, State.REFUSED, reason="refused:not_a_pdf")
    client = TestClient(Starlette(routes=incoming.routes()), base_url="http://kb.example")
    address = f"/{incoming.PATH}/{job.id}"
    assert client.delete(address).status_code == 401
    client.cookies.update(staff.cookies)
    assert client.delete(address).status_code == 403
    token = {"X-Kb-Token": staff.form_token}
    assert client.post(address, headers=token).status_code == 204
    assert [job.state for job in incoming.intake().jobs.latest()] == [State.WAITING]
    incoming.intake().jobs.move_on(job, State.REFUSED, reason="refused:not_a_pdf")
    everything = f"/{incoming.PATH}/{incoming.FINISHED}"
    assert client.delete(everything, headers=token).status_code == 204
    assert incoming.intake().jobs.latest() == []
    assert _kept(home) == []


def test_whoever_signs_in_anew_goes_on_sending(home: Path, signed_in: SignIn) -> None:
    """The window they chose their files in still holds the old token, and is told the new one."""
    client = TestClient(Starlette(routes=incoming.routes()), base_url="http://kb.example")
    assert client.get(f"/{incoming.PATH}").status_code == 401
    staff = signed_in(Role.STAFF)
    client.cookies.update(staff.cookies)
    assert client.get(f"/{incoming.PATH}").json() == {"token": staff.form_token}
