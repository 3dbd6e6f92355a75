"""A database of a PostgreSQL server, for many app processes: how it is reached and locked."""

import weakref
from collections.abc import Mapping
from threading import Lock

from sqlalchemy import (
    Connection,
    Integer,
    column,
    create_engine,
    func,
    inspect,
    make_url,
    select,
    table,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from kb.desk.steps import steps
from kb.errors import DeskAway, KbError, NewerDesk

_LOCK = int.from_bytes(b"kb.desk", "big")  # one desk in a database
_NOT_OURS = ("42501", "42P01", "3F000")  # no right, no table, no schema
_VERSION = table("desk_version", column("version", Integer))
# libpq's: a server that is gone is said to be after seconds, not minutes
_PATIENCE = {"connect_timeout": "5", "tcp_user_timeout": "10000", "application_name": "kb"}


class Postgres:
    """One database; see `kb.desk.database.Store`.

    Its connections are kept for the next transaction, and asked whether they still hold: so a
    server that was away is found again by itself. They end with this object.
    """

    def __init__(self, address: str) -> None:
        url = make_url(address).set(drivername="postgresql+psycopg")
        self._name = url.database or ""
        self._ready = False
        self._making = Lock()
        self._engine = create_engine(
            url.set(query={**_PATIENCE, **url.query}),
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=20,
            pool_timeout=10,
            use_native_hstore=False,  # there is none; it would be looked for
            hide_parameters=True,  # names and texts of people
        )
        weakref.finalize(self, self._engine.dispose)

    def begun_to_read(self) -> Connection:
        """Every question is answered from the state at the first one."""
        return self._connected("REPEATABLE READ", read_only=True)

    def begun_to_write(self) -> Connection:
        """With a lock that goes with the transaction; what is read then is what the last one left.

        As SQLite does it: no statement here has to think of others that write meanwhile.
        """
        connection = self._connected("READ COMMITTED")
        try:
            _lock(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def fault(self, error: SQLAlchemyError) -> KbError | None:
        """The server, our rights there, or a table that is gone: the next transaction makes it."""
        known = getattr(error, "orig", None) or error
        ours = isinstance(error, IntegrityError | DataError | ProgrammingError)
        if ours and getattr(known, "sqlstate", "") not in _NOT_OURS:
            return None
        self._ready = False
        reason = str(known).strip() or type(known).__name__
        return DeskAway(reason.splitlines()[0])

    def verify(self) -> KbError | None:
        """Whether it answers and is not of a newer program; its pages are the server's to check."""
        try:
            with self._engine.connect() as connection:
                return self._newer(_held(connection))
        except SQLAlchemyError as error:
            return self.fault(error)

    def count_on(self, connection: Connection, used: Mapping[str, int]) -> None:
        """Give rows of these tables numbers above."""
        for name, last in used.items():
            sequence = func.pg_get_serial_sequence(name, "id")
            connection.execute(select(func.setval(sequence, last + 1, False)))

    def _connected(self, isolation: str, *, read_only: bool = False) -> Connection:
        with self._making:
            if not self._ready:
                self._make()
                self._ready = True
        return self._engine.connect().execution_options(
            isolation_level=isolation, postgresql_readonly=read_only
        )

    def _make(self) -> None:
        """Bring the schema to its newest version, all steps in one transaction."""
        with self._engine.begin() as connection:
            _lock(connection)
            held = _held(connection)
            if newer := self._newer(held):
                raise newer
            for number, sql in steps("postgres"):
                if held < number:
                    _run(connection, sql)
                    connection.execute(update(_VERSION).values(version=number))

    def _newer(self, held: int) -> NewerDesk | None:
        return NewerDesk(self._name) if held > steps("postgres")[-1][0] else None


def _lock(connection: Connection) -> None:
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _held(connection: Connection) -> int:
    """The version of the schema; 0 where there is none."""
    if not inspect(connection).has_table(_VERSION.name):
        return 0
    return int(connection.execute(select(_VERSION.c.version)).scalar_one())


def _run(connection: Connection, sql: str) -> None:
    """A step may have many statements, which the server takes only without parameters."""
    connection.execution_options(no_parameters=True).exec_driver_sql(sql)
