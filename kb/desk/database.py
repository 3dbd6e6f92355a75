"""The desk's transactions, the same over whichever database keeps it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from kb.desk.copying import copy, used
from kb.desk.postgres import Postgres
from kb.desk.sqlite import Sqlite
from kb.errors import KbError
from kb.settings import Settings


class Store(Protocol):
    """What a database does its own way; its schema is made and upgraded at the first connection."""

    def begun_to_read(self) -> Connection:
        """A transaction that sees one state."""
        ...

    def begun_to_write(self) -> Connection:
        """A transaction that waits up to ten seconds until no other one writes."""
        ...

    def fault(self, error: SQLAlchemyError) -> KbError | None:
        """What an error means to people; None where a statement of ours is wrong."""
        ...

    def verify(self) -> KbError | None:
        """See Desk."""
        ...

    def count_on(self, connection: Connection, used: Mapping[str, int]) -> None:
        """Give new rows of these tables numbers above those that were used."""
        ...


class Desk:
    """Accounts, collections and the rest: one SQLite file, or one database of a PostgreSQL server.

    Shared by every process that opens it, and safe between threads: each transaction has a
    connection of its own. A file, folder or table that is not there yet is made by the first
    transaction. All that opens it raises DamagedDesk, NewerDesk, FolderNotWritable, DeskAway.
    """

    def __init__(self, where: Path | str) -> None:
        """A file, or the address of a database."""
        self._store: Store = Sqlite(where) if isinstance(where, Path) else Postgres(where)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The one that these settings name."""
        return cls(settings.database or settings.desk)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions; what it sees does not change while it is open.

        In SQLite also on a full disk and in a folder that only reads.
        """
        with self._connection(self._store.begun_to_read) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it or, when anything is raised, nothing; on disk when it returns.

        One at a time over all processes, others wait up to ten seconds.
        """
        with self._connection(self._store.begun_to_write) as connection:
            yield connection
            connection.commit()

    def verify(self) -> KbError | None:
        """What is wrong with it, None if all is well; of a file every byte is read.

        Changes nothing: an older schema stays as it is, what is missing is not made.
        """
        return self._store.verify()

    def save(self, target: Path) -> None:
        """Write all of it, as of one moment, into the new SQLite file `target`."""
        with self.reading() as live:
            Desk(target)._take_over(live)

    def take_over(self, source: Path) -> bool:
        """Put what was saved into a desk that holds no account; False: this one holds some."""
        with Desk(source).reading() as saved:
            return self._take_over(saved)

    def _take_over(self, saved: Connection) -> bool:
        with self.writing() as connection:
            taken = copy(saved, connection)
            if taken:
                self._store.count_on(connection, used(connection))
        return taken

    @contextmanager
    def _connection(self, begin: Callable[[], Connection]) -> Iterator[Connection]:
        try:
            connection = begin()
            try:
                yield connection
            finally:
                connection.close()  # rolls back what was not committed
        except (DBAPIError, TimeoutError) as error:
            fault = self._store.fault(error)
            if fault is None:
                raise
            raise fault from error
