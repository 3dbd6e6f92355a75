"""A small SQLite file in `index/` that may be begun anew: what it says is found again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kb.errors import FolderNotWritable, ListBegunAnew


class Table:
    """The file at `path` with this schema, shared by server and workers."""

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._schema = schema

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction. Raises FolderNotWritable.

        A file that is damaged is begun anew: where that shows when it is opened, at once; further
        in, ListBegunAnew is raised, and whoever comes next has the new one.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as connection, connection:
                yield connection
        except (OSError, sqlite3.Error, ValueError, IndexError) as error:
            if not _is_damage(error):
                raise FolderNotWritable(self._path.parent, str(error)) from error
            self._remove()
            raise ListBegunAnew(self._path) from error

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise
            self._remove()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(self._schema)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _is_damage(error: Exception) -> bool:
    """No fault of disk or lock. Our own statements are right, so what they trip over is damage:
    pages, a schema that is another one by a letter, a value that is none of ours.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return not isinstance(error, OSError)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
