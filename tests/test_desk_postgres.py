"""PostgreSQL: many processes lose nothing, a server that is away is said, and all of it moves."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from kb.backup import backup, restore
from kb.desk import Desk, accounts, sessions, tables
from kb.desk.collections import Collections, Piece, PieceKind
from kb.doctor import examine
from kb.errors import DeskAway, DeskNotEmpty, NewerDesk
from kb.model import Account, Role
from kb.settings import Settings
from kb.texts import ENGLISH, GERMAN
from kb.ui import home, session
from tests.postgres import Server
from tests.test_desk_sessions import NOW
from tests.test_ui_routes import _client

_ADDS = """
import sys
from kb.desk import Desk
from kb.desk.collections import Collections, Piece, PieceKind
address, tab, collection = sys.argv[1:]
mine, behind = Collections(Desk(address), 1), None
for n in range(60):
    behind = mine.add(int(collection), Piece(PieceKind.NOTE, f"{tab}{n}"), after=behind)
"""


@pytest.fixture
def settings(postgres: Server, tmp_path: Path) -> Settings:
    """A home whose desk is an empty database."""
    return Settings(home=tmp_path / "home", meaning=False, database=postgres.address())


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk.of(settings)


@pytest.fixture
def anna(desk: Desk) -> Account:
    """Somebody of the staff."""
    return accounts.add(desk, "Anna", Role.STAFF, None)


@pytest.fixture
def away(postgres: Server) -> Iterator[Server]:
    """The server, which a test may stop."""
    yield postgres
    postgres.start()


def test_two_processes_that_add_to_one_collection_lose_nothing(
    settings: Settings, desk: Desk, anna: Account
) -> None:
    """Every piece is there, in the order of each, at places without a gap."""
    number = Collections(desk, anna.id).create("Modul 3")
    command = [sys.executable, "-c", _ADDS, settings.database]
    running = [subprocess.Popen([*command, tab, str(number)]) for tab in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    texts = [piece.text for piece in Collections(desk, anna.id).open(number).pieces]
    assert len(texts) == 120
    for tab in "ab":
        assert [t for t in texts if t[0] == tab] == [f"{tab}{n}" for n in range(60)]


def test_processes_that_start_together_make_the_tables_once(settings: Settings) -> None:
    """One makes them, the others wait for it."""
    program = "import sys; from kb.desk import Desk, accounts; "
    program += "print(accounts.any_exist(Desk(sys.argv[1])))"
    command = [sys.executable, "-c", program, settings.database]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate(timeout=120)[0] for process in running] == ["False\n"] * 3


def test_a_server_that_is_away_is_said_and_found_again(
    away: Server, desk: Desk, anna: Account
) -> None:
    """By the same process, with nothing to be done; what was kept is there."""
    token = sessions.begin(desk, anna.id, NOW)
    away.stop()
    with pytest.raises(DeskAway):
        sessions.holder(desk, token, NOW)
    with pytest.raises(DeskAway, match="KB_DATABASE"):
        accounts.add(desk, "Berta", Role.TRAINER, None)
    assert isinstance(desk.verify(), DeskAway)
    away.start()
    assert sessions.holder(desk, token, NOW) == anna
    assert desk.verify() is None
    away.stop()


def test_readers_search_while_the_database_is_away(
    away: Server, app_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was signed in searches as everybody may; the doors of the team say why they are shut."""
    address = away.address()
    monkeypatch.setenv("KB_DATABASE", address)
    home.settings.cache_clear()
    berta = accounts.add(Desk(address), "Berta", Role.STAFF, None)
    client = _client()
    client.cookies.set(session.COOKIE, session.begin(berta))
    away.stop()
    session.forget()
    assert client.get("/api/search?q=arzt").json()["total"] == 13
    answer = client.get("/eingang")
    assert (answer.status_code, answer.text) == (503, GERMAN.error(DeskAway("")))
    client.cookies.set("kb_sprache", "en")
    assert ENGLISH.error(DeskAway("")) in client.get("/anmelden").text
    (advice,) = [f.advice for f in examine(home.settings()) if f.what == "desk"]
    assert "KB_DATABASE" in advice


def test_a_name_is_there_once_in_whatever_case(desk: Desk, anna: Account) -> None:
    """The database itself sees to it."""
    row = {"id": 77, "name": "ANNA", "role": "staff", "created": ""}
    with pytest.raises(IntegrityError), desk.writing() as connection:
        connection.execute(insert(tables.accounts).values(row))


def test_a_wrong_statement_of_ours_is_not_blamed_on_the_server(desk: Desk) -> None:
    """It is to be seen, and nothing typed stands in it."""
    with pytest.raises(ProgrammingError) as caught, desk.reading() as connection:
        connection.execute(text("SELECT nothing FROM account WHERE name = :name"), {"name": "Ada"})
    assert "Ada" not in str(caught.value)


def test_a_database_of_a_newer_version_is_not_touched(settings: Settings, desk: Desk) -> None:
    """An older program does not know what it may write there."""
    with desk.writing() as connection:
        connection.execute(text("UPDATE desk_version SET version = 9999"))
    with pytest.raises(NewerDesk), Desk.of(settings).writing():
        pass
    assert isinstance(desk.verify(), NewerDesk)


def test_everything_moves_from_the_database_into_a_file_and_back(
    settings: Settings, desk: Desk, anna: Account, postgres: Server, tmp_path: Path
) -> None:
    """By backup and restore; numbers go on where they were, so that an undo brings its own back."""
    mine = Collections(desk, anna.id)
    number = mine.create("Modul 3", [Piece(PieceKind.NOTE, "bleibt")])
    mine.remove(number, mine.add(number, Piece(PieceKind.NOTE, "geht")))
    settings.documents.mkdir(parents=True)
    backup(settings, tmp_path / "kb.zip")
    with pytest.raises(DeskNotEmpty):
        restore(tmp_path / "kb.zip", Settings(tmp_path / "again", database=settings.database))
    file = Settings(home=tmp_path / "file")
    server = Settings(home=tmp_path / "server", database=postgres.address())
    restore(tmp_path / "kb.zip", file)
    restore(tmp_path / "kb.zip", server)
    assert (file.desk.exists(), server.desk.exists()) == (True, False)
    for moved in (Desk.of(file), Desk.of(server)):
        theirs = Collections(moved, accounts.named(moved, "anna").id)
        theirs.add(number, Piece(PieceKind.NOTE, "kommt"))
        assert theirs.undo(number)
        assert theirs.undo(number)
        assert [piece.text for piece in theirs.open(number).pieces] == ["bleibt", "geht"]
        assert accounts.add(moved, "Berta", Role.TRAINER, None).id == anna.id + 1
