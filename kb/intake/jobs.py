"""What became of each file that was brought: `index/jobs.sqlite3`, for the screen and the worker.

Nothing here cannot be found again: the files lie in `documents/.incoming/` until they are done.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from kb.intake.inbox import Delivery
from kb.intake.table import Table

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  account INTEGER,
  state TEXT NOT NULL,
  page INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  publication TEXT NOT NULL DEFAULT '',
  edition TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  relative TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,
  received TEXT NOT NULL,
  finished TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS wish (number INTEGER PRIMARY KEY);
"""


class State(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    READING = "reading"
    INDEXING = "indexing"
    SEARCHABLE = "searchable"
    HERE = "here"  # the same bytes were here before
    NEEDS_OCR = "needs_ocr"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        """Something is still to be done with it, without anybody's help."""
        return self in (State.WAITING, State.READING, State.INDEXING)


_OPEN = tuple(state.value for state in State if state.is_open)
_OPEN_SQL = ",".join("?" * len(_OPEN))


@dataclass(frozen=True, slots=True)
class Job:
    """One file. `page` of `pages` is being read or indexed; 0 before that.

    `publication` and `edition` name what it became, or what it is the same as. `reason` is an
    Outcome's value or "" for REFUSED. `relative` is the id of a publication that it may be another
    edition of, or "". `account` is the desk's number for who brought it.
    """

    id: str
    name: str
    sha256: str
    size: int
    account: int | None
    state: State
    page: int
    pages: int
    publication: str
    edition: str
    reason: str
    relative: str
    tries: int
    received: datetime


class Jobs:
    """The table of jobs, shared by server and worker. Every call is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        self._table = Table(path, _SCHEMA)

    def add(self, delivery: Delivery, account: int | None) -> None:
        """A file that has been accepted waits; one that is known already stays as it is."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = (delivery.id, delivery.name, delivery.sha256, delivery.size, account)
        with self._table.open() as table:
            table.execute(
                "INSERT INTO job (id, name, sha256, size, account, state, received)"
                " VALUES (?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (id) DO UPDATE"
                " SET state = 'waiting', reason = '', tries = 0, sha256 = excluded.sha256,"
                " name = excluded.name, size = excluded.size WHERE state = 'refused'"
                " OR sha256 <> excluded.sha256",
                (*values, now),
            )

    def latest(self, limit: int = 200) -> Sequence[Job]:
        """The newest first, whatever came of them."""
        with self._table.open() as table:
            rows = table.execute("SELECT * FROM job ORDER BY number DESC LIMIT ?", (limit,))
            return [_job(row) for row in rows]

    def find(self, job_id: str) -> Job | None:
        """The job of that id."""
        with self._table.open() as table:
            row = table.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchone()
            return _job(row) if row else None

    def open(self) -> Sequence[Job]:
        """Those with something left to do, oldest first."""
        with self._table.open() as table:
            sql = f"SELECT * FROM job WHERE state IN ({_OPEN_SQL}) ORDER BY number"  # noqa: S608
            return [_job(row) for row in table.execute(sql, _OPEN)]

    def next(self) -> Job | None:
        """The oldest that waits; one at which a worker died comes behind the others."""
        with self._table.open() as table:
            sql = "SELECT * FROM job WHERE state = 'waiting' ORDER BY tries, number LIMIT 1"
            row = table.execute(sql).fetchone()
            return _job(row) if row else None

    def known(self) -> frozenset[str]:
        """The ids of all."""
        with self._table.open() as table:
            return frozenset(row["id"] for row in table.execute("SELECT id FROM job"))

    def take_up(self) -> None:
        """What a worker that died had in hand waits again. Only for the one who holds the lock."""
        with self._table.open() as table:
            table.execute("UPDATE job SET state = 'waiting', page = 0 WHERE state = 'reading'")

    def begin(self, job: Job) -> None:
        """Reading starts; counts how often, since some file may kill whoever reads it."""
        with self._table.open() as table:
            sql = "UPDATE job SET state = 'reading', page = 0, tries = tries + 1 WHERE id = ?"
            table.execute(sql, (job.id,))

    def again(self, job: Job) -> None:
        """As if it had just arrived."""
        with self._table.open() as table:
            sql = "UPDATE job SET state = 'waiting', reason = '', tries = 0 WHERE id = ?"
            table.execute(sql, (job.id,))

    def at(self, job_id: str, page: int, pages: int) -> None:
        """A page is being read or indexed."""
        with self._table.open() as table:
            sql = "UPDATE job SET page = ?, pages = ? WHERE id = ?"
            table.execute(sql, (page, pages, job_id))

    def move_on(
        self, job: Job, state: State, publication: str = "", edition: str = "", reason: str = ""
    ) -> None:
        """The next state; "" leaves publication and edition as they were."""
        done = "" if state.is_open else datetime.now(UTC).isoformat(timespec="seconds")
        with self._table.open() as table:
            table.execute(
                "UPDATE job SET state = ?, publication = coalesce(nullif(?, ''), publication),"
                " edition = coalesce(nullif(?, ''), edition), reason = ?, finished = ?"
                " WHERE id = ?",
                (state.value, publication, edition, reason, done, job.id),
            )

    def relate(self, job: Job, publication: str) -> None:
        """It may be another edition of that one."""
        with self._table.open() as table:
            table.execute("UPDATE job SET relative = ? WHERE id = ?", (publication, job.id))

    def became(self, old: str, publication: str, edition: str) -> None:
        """What was taken in as the publication `old` is an edition of another one now."""
        with self._table.open() as table:
            sql = "UPDATE job SET publication = ?, edition = ?, relative = '' WHERE publication = ?"
            table.execute(sql, (publication, edition, old))

    def forget(self, job_ids: Sequence[str]) -> None:
        """Take finished ones off the list."""
        with self._table.open() as table:
            sql = f"DELETE FROM job WHERE id = ? AND state NOT IN ({_OPEN_SQL})"  # noqa: S608
            table.executemany(sql, [(one, *_OPEN) for one in job_ids])

    def wish(self) -> None:
        """Somebody changed `documents/`: the index is to follow."""
        with self._table.open() as table:
            table.execute("INSERT INTO wish DEFAULT VALUES")

    def wished(self) -> int:
        """A number that is 0 if the index need not follow anything."""
        with self._table.open() as table:
            newest: int = table.execute("SELECT coalesce(max(number), 0) FROM wish").fetchone()[0]
            return newest

    def grant(self, wished: int) -> None:
        """The index follows everything that was wished up to this number."""
        with self._table.open() as table:
            table.execute("DELETE FROM wish WHERE number <= ?", (wished,))


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        account=row["account"],
        state=State(row["state"]),
        page=row["page"],
        pages=row["pages"],
        publication=row["publication"],
        edition=row["edition"],
        reason=row["reason"],
        relative=row["relative"],
        tries=row["tries"],
        received=datetime.fromisoformat(row["received"]),
    )
