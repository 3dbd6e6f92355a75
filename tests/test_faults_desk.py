"""The file of accounts and collections is damaged, locked away or gone: readers search on."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb import cli
from kb.backup import backup, restore
from kb.desk import Desk, accounts, sessions
from kb.desk.collections import Collections
from kb.doctor import examine
from kb.errors import DamagedDesk, FolderNotWritable, KbError
from kb.model import Role
from kb.settings import Settings
from kb.texts import ENGLISH, GERMAN
from kb.ui import session, state
from kb.ui.home import settings
from tests.in_app import markup, run
from tests.signed_in import SignedIn, form_token_in
from tests.test_desk_sessions import NOW
from tests.test_ui_routes import _client


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_home: Path) -> Iterator[Settings]:
    """The app of this process works on a library of its own, whose desk a test may break."""
    shutil.copytree(app_home, tmp_path / "home")
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_MEANING", "off")
    for cached in (settings, state.shared_library):
        cached.cache_clear()
    yield Settings(home=tmp_path / "home", meaning=False)
    for cached in (settings, state.shared_library):
        cached.cache_clear()


def _break(settings: Settings, content: bytes = b"no database" * 500) -> None:
    for path in settings.documents.glob("desk.sqlite3*"):
        path.unlink()
    settings.desk.write_bytes(content)
    session.forget()


MAIN = (Path(__file__).parent.parent / "kb" / "ui" / "main.py").read_text("utf-8")


def test_readers_go_on_and_staff_get_a_sentence(
    home: Settings, signed_in: Callable[[Role], SignedIn]
) -> None:
    """Who was signed in searches as everybody may; their screens and routes say what is wrong."""
    staff = signed_in(Role.STAFF)
    assert "13 Fundstellen" in markup(run(MAIN, q="arzt"))
    _break(home)
    assert "13 Fundstellen" in markup(run(MAIN, q="arzt"))
    with pytest.raises(DamagedDesk):
        session.found_out()
    client = _client()
    client.cookies.update(staff.cookies)
    sentence = GERMAN.error(DamagedDesk(home.desk, ""))
    assert client.get("/").status_code == 200
    assert client.get("/api/search?q=arzt").json()["total"] == 13
    assert client.get("/seite/handbuch.2026.3?b=180").status_code == 200
    assert sentence in client.get("/verwaltung").text  # led to the page for signing in
    for path in ("/sammlung/1", "/eingang"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (503, sentence)
    client.cookies.set("kb_sprache", "en")
    assert ENGLISH.error(DamagedDesk(home.desk, "")) in client.get("/anmelden").text


def test_signing_in_with_a_damaged_desk_is_one_sentence(home: Settings) -> None:
    """Also when a name and a password are sent."""
    accounts.add(Desk(home.desk), "anna", Role.STAFF, None)
    client = _client()
    token = form_token_in(client.get("/anmelden").text)
    _break(home)
    sent = {"token": token, "name": "anna", "password": "irgendwas"}
    answer = client.post("/anmelden", data=sent)
    assert answer.status_code in (403, 503)
    assert GERMAN.error(DamagedDesk(home.desk, "")) in answer.text


def test_the_doctor_says_what_to_do_and_doing_it_helps(
    home: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The drill: damaged, a sentence, the last backup restored, the account is there again."""
    accounts.add(Desk(home.desk), "anna", Role.STAFF, "vier kurze Wörter")
    backup(home, tmp_path / "kb.zip")
    _break(home)
    (advice,) = [f.advice for f in examine(home) if f.what == "desk"]
    assert "restore" in advice
    assert cli.main(["--home", str(home.home), "doctor"]) == cli.FAILED
    assert advice in capsys.readouterr().out
    other = Settings(home=tmp_path / "other", meaning=False)
    restore(tmp_path / "kb.zip", other)
    assert accounts.signed_in(Desk(other.desk), "anna", "vier kurze Wörter") is not None


def test_a_backup_of_a_damaged_desk_is_not_made(home: Settings, tmp_path: Path) -> None:
    """It would replace the last good one."""
    backup(home, tmp_path / "kb.zip")
    good = (tmp_path / "kb.zip").read_bytes()
    _break(home)
    with pytest.raises(DamagedDesk):
        backup(home, tmp_path / "kb.zip")
    assert (tmp_path / "kb.zip").read_bytes() == good
    assert [path.name for path in tmp_path.glob("*kb.zip*")] == ["kb.zip"]


def test_a_file_put_in_its_place_is_known_soon(home: Settings, tmp_path: Path) -> None:
    """By a server that runs: an empty one gets its tables after a sentence, a backup is read."""
    desk = Desk(home.desk)
    accounts.add(desk, "anna", Role.STAFF, None)
    kept = tmp_path / "kept.sqlite3"
    desk.save(kept)
    _break(home, b"")
    with pytest.raises(DamagedDesk):
        accounts.any_exist(desk)
    assert not accounts.any_exist(desk)
    for path in home.documents.glob("desk.sqlite3*"):
        path.unlink()
    kept.replace(home.desk)
    assert accounts.named(desk, "anna").role is Role.STAFF


def test_any_turned_byte_is_a_sentence_or_no_matter(tmp_path: Path) -> None:
    """Wherever it is: what the app asks of the desk is answered, or it is said to be damaged."""
    whole = Desk(tmp_path / "whole.sqlite3")
    account = accounts.add(whole, "anna", Role.STAFF, "vier kurze Wörter")
    token = sessions.begin(whole, account.id, NOW)
    Collections(whole, account.id).create("Modul 3", [])
    whole.save(tmp_path / "desk.sqlite3")
    data = (tmp_path / "desk.sqlite3").read_bytes()
    written = [at for at in range(len(data)) if data[at]]  # most of it is empty pages
    said = 0
    for at in written[:: max(1, len(written) // 150)]:
        for path in tmp_path.glob("desk.sqlite3*"):
            path.unlink()
        (tmp_path / "desk.sqlite3").write_bytes(
            data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]
        )
        said += _ask_everything(Desk(tmp_path / "desk.sqlite3"), token)
    assert said > 10


def _ask_everything(desk: Desk, token: str) -> bool:
    """Whether anything had to be said."""
    asked: list[Callable[[], object]] = [
        lambda: accounts.any_exist(desk),
        lambda: sessions.holder(desk, token, NOW),
        lambda: accounts.signed_in(desk, "berta", "x"),
        lambda: Collections(desk, 1).all(),
        desk.verify,
    ]
    said = False
    for ask in asked:
        try:
            said |= isinstance(ask(), KbError)
        except (DamagedDesk, FolderNotWritable):
            said = True
        except (TypeError, ValueError):  # a name that is none: their screens fail in a sentence
            assert ask is not asked[1]  # but readers with a session are not disturbed
    return said
