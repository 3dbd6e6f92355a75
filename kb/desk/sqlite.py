"""The file `documents/desk.sqlite3`: how it is opened, and what its faults mean."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

from kb.desk.steps import steps
from kb.errors import DamagedDesk, FolderNotWritable, KbError, NewerDesk

_NO_ROOM = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class Sqlite:
    """One file; see `kb.desk.database.Store`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ready = False
        self._making = Lock()
        self._engine = _engine(self._connected)
        self._as_it_lies = _engine(self._untouched)

    def begun_to_read(self) -> Connection:
        """Also on a full disk and in a folder that only reads."""
        try:
            return _begun(self._engine, "BEGIN", "SELECT 1 FROM sqlite_schema")  # really begins
        except OperationalError as error:
            full = _code(error) in _NO_ROOM
            if not full or not self._path.exists() or self._holds_more():
                raise
            return self._all_that_lies_there(error)

    def begun_to_write(self) -> Connection:
        """Whoever begins waits here, not at the first row."""
        return _begun(self._engine, "BEGIN IMMEDIATE")

    def fault(self, error: SQLAlchemyError) -> KbError | None:
        """Our own statements are right, so what they trip over is damage, or else the disk."""
        if isinstance(error, IntegrityError | ProgrammingError):
            return None
        return self._named(_code(error), str(getattr(error, "orig", error)))

    def verify(self) -> KbError | None:
        """Read every byte of the file."""
        if not self._path.exists():
            return None
        try:
            with closing(sqlite3.connect(f"{self._address()}?mode=ro", uri=True)) as held:
                found: str = held.execute("PRAGMA integrity_check").fetchone()[0]
                version = _version(held)
        except sqlite3.Error as error:
            return self._named(_code(error), str(error))
        if found != "ok":
            return DamagedDesk(self._path, found)
        return NewerDesk(self._path.name) if version > _newest() else None

    def count_on(self, connection: Connection, used: Mapping[str, int]) -> None:
        """Only pieces are counted; the other tables may give a number again."""
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'piece'"))
        counted = text("INSERT INTO sqlite_sequence (name, seq) VALUES ('piece', :last)")
        connection.execute(counted, {"last": used["piece"]})

    # -- opening -----------------------------------------------------------------------------------

    def _connected(self) -> sqlite3.Connection:
        with self._making:
            if not self._ready:
                self._make()
                self._ready = True
        return self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        with _closed_on_error(connection):
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(
                "PRAGMA synchronous = FULL"
            )  # what was accepted survives a power cut
            connection.execute("PRAGMA secure_delete = ON")  # what was deleted is not read again
        return connection

    def _make(self) -> None:
        """Bring the schema to its newest version, each step in a transaction of its own."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderNotWritable(self._path.parent, error.strerror or str(error)) from error
        with closing(self._opened()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _upgrade(connection, self._path)

    def _all_that_lies_there(self, error: OperationalError) -> Connection:
        """Raises the error where the file is of another version."""
        connection = _begun(self._as_it_lies, "BEGIN")
        with _closed_on_error(connection):
            held = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if held != _newest():
                raise error
        return connection

    def _untouched(self) -> sqlite3.Connection:
        """The file as it lies there, without the files that SQLite would lay beside it.

        For where there is no room for these.
        """
        address = f"{self._address()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None)

    def _holds_more(self) -> bool:
        """Whether what was written last is still in the file beside it."""
        beside = Path(f"{self._path}-wal")
        return beside.exists() and beside.stat().st_size > 0

    def _address(self) -> str:
        return self._path.resolve().as_uri()

    def _named(self, code: int, reason: str) -> DamagedDesk | FolderNotWritable:
        if code in _DAMAGE:
            self._ready = False  # a backup may be put in its place under a running server
            return DamagedDesk(self._path, reason)
        return FolderNotWritable(self._path.parent, reason)


def _engine(connect: Callable[[], sqlite3.Connection]) -> Engine:
    """Connections are opened for each transaction: that takes less than asking whether one holds.

    Parameters stay out of what errors say: they are names and texts of people.
    """
    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def _begun(engine: Engine, *statements: str) -> Connection:
    connection = engine.connect()
    with _closed_on_error(connection):
        for statement in statements:
            connection.exec_driver_sql(statement).close()
    return connection


@contextmanager
def _closed_on_error(connection: Connection | sqlite3.Connection) -> Iterator[None]:
    """A file that cannot be read is not kept open."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _code(error: Exception) -> int:
    """SQLite's own number of a kind of error; damage where it has none."""
    known = getattr(error, "orig", error)
    return int(getattr(known, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


# -- the schema ------------------------------------------------------------------------------------


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    for number, sql in steps("sqlite"):
        connection.execute("BEGIN IMMEDIATE")
        held = _version(connection)
        if held > _newest():
            raise NewerDesk(path.name)
        if held < number:
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


def _newest() -> int:
    return steps("sqlite")[-1][0]


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _statements(sql: str) -> Iterator[str]:
    """`executescript` would commit by itself, so statements are run one by one."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
