"""The file `documents/desk.sqlite3`: connections, transactions and its schema's versions."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from threading import Lock

from kb.errors import DamagedDesk, FolderNotWritable, KbError, NewerDesk

_NUMBER = re.compile(r"(\d{4})_[a-z_]+\.sql")


class Desk:
    """One SQLite file, shared by every process that opens it.

    Safe between threads: each transaction has a connection of its own. A folder that does not
    exist yet is made by the first transaction.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False
        self._making = Lock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for questions; what it sees does not change while it is open.

        Also on a full disk and in a folder that only reads. Raises DamagedDesk, NewerDesk,
        FolderNotWritable.
        """
        with self._connection(self._begun) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or, when anything is raised, nothing; on disk when it returns.

        One at a time over all processes, others wait up to ten seconds. Raises DamagedDesk,
        NewerDesk, FolderNotWritable.
        """
        with self._connection(self._connected) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def verify(self) -> KbError | None:
        """Read every byte of the file; what is wrong with it, None if all is well.

        Changes nothing: an older schema stays as it is, a file that is missing is not made.
        """
        if not self.path.exists():
            return None
        try:
            with closing(
                sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            ) as held:
                found: str = held.execute("PRAGMA integrity_check").fetchone()[0]
                version = _version(held)
        except sqlite3.Error as error:
            return self._fault(error)
        if found != "ok":
            return DamagedDesk(self.path, found)
        return NewerDesk(self.path) if version > steps()[-1][0] else None

    @contextmanager
    def _connection(
        self, connect: Callable[[], sqlite3.Connection]
    ) -> Iterator[sqlite3.Connection]:
        try:
            connection = connect()
            try:
                yield connection
            finally:
                connection.close()  # rolls back what was not committed
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.Error) -> DamagedDesk | FolderNotWritable:
        """Our own statements are right, so what they trip over is damage, or else the disk."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            self._ready = False  # a backup may be put in its place under a running server
            return DamagedDesk(self.path, str(error))
        return FolderNotWritable(self.path.parent, str(error))

    def _begun(self) -> sqlite3.Connection:
        try:
            connection = self._connected()
            with _closed_on_error(connection):
                connection.execute("BEGIN")
                connection.execute("SELECT 1 FROM sqlite_schema")  # now it really begins
        except sqlite3.OperationalError as error:
            return self._untouched(error)
        return connection

    def _untouched(self, error: sqlite3.OperationalError) -> sqlite3.Connection:
        """The file as it lies there, without the files that SQLite would lay beside it.

        For where there is no room for these. Raises the error where that would not be all of it.
        """
        code = error.sqlite_errorcode & 0xFF
        full = code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
        if not full or not self.path.exists() or self._holds_more():
            raise error
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        with _closed_on_error(connection):
            connection.row_factory = sqlite3.Row
            if _version(connection) != steps()[-1][0]:
                raise error
            connection.execute("BEGIN")
        return connection

    def _holds_more(self) -> bool:
        """Whether what was written last is still in the file beside it."""
        beside = Path(f"{self.path}-wal")
        return beside.exists() and beside.stat().st_size > 0

    def _connected(self) -> sqlite3.Connection:
        with self._making:
            if not self._ready:
                self._make()
                self._ready = True
        return self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        with _closed_on_error(connection):
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(
                "PRAGMA synchronous = FULL"
            )  # what was accepted survives a power cut
            connection.execute("PRAGMA secure_delete = ON")  # what was deleted is not read again
        return connection

    def _make(self) -> None:
        """Bring the schema to its newest version, each step in a transaction of its own."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderNotWritable(self.path.parent, error.strerror or str(error)) from error
        connection = self._opened()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            _upgrade(connection, self.path)
        finally:
            connection.close()


def steps() -> list[tuple[int, str]]:
    """The steps of the schema in order: (version, SQL). A released step is never changed."""
    files = resources.files("kb.desk").joinpath("schema").iterdir()
    numbered = [(match[1], file) for file in files if (match := _NUMBER.fullmatch(file.name))]
    return sorted((int(number), file.read_text("utf-8")) for number, file in numbered)


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """A file that cannot be read is not kept open."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    newest = steps()
    for number, sql in newest:
        connection.execute("BEGIN IMMEDIATE")
        held = _version(connection)
        if held > newest[-1][0]:
            raise NewerDesk(path)
        if held < number:
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


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
