"""Scans whose text is to be recognised: `index/scans.sqlite3`, and the process that does it."""

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from os import environ
from threading import Thread

from kb.disk import lock
from kb.errors import IngestRunning
from kb.intake.table import Table
from kb.settings import Settings

_SCHEMA = """
CREATE TABLE IF NOT EXISTS scan (
  publication TEXT NOT NULL,
  edition TEXT NOT NULL,
  account INTEGER,
  state TEXT NOT NULL,
  page INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (publication, edition)
);
"""
_MOST_TRIES = 3


class ScanState(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Scan:
    """An edition whose text was asked for; `page` of `pages` is being recognised, 0 before that."""

    publication: str
    edition: str
    account: int | None
    state: ScanState
    page: int
    pages: int

    @property
    def is_open(self) -> bool:
        """It waits, or is being worked on."""
        return self.state in (ScanState.WAITING, ScanState.RUNNING)


class Scans:
    """What waits for text recognition in one home, shared by server and worker.

    Recognition takes minutes, so it has a process of its own: files that arrive do not wait for it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.lock = settings.index / "scans.lock"
        self._table = Table(settings.index / "scans.sqlite3", _SCHEMA)

    def ask(self, publication: str, edition: str, account: int | None) -> None:
        """Have the text of an edition recognised; asked twice, it is done once."""
        with self._table.open() as table:
            table.execute(
                "INSERT INTO scan (publication, edition, account, state)"
                " VALUES (?, ?, ?, 'waiting') ON CONFLICT DO UPDATE SET state = 'waiting',"
                " account = excluded.account, page = 0, tries = 0"
                " WHERE state IN ('done', 'failed')",
                (publication, edition, account),
            )

    def of(self, publication: str, edition: str) -> Scan | None:
        """What became of an edition's scan; None if nobody asked."""
        with self._table.open() as table:
            row = table.execute(
                "SELECT * FROM scan WHERE publication = ? AND edition = ?", (publication, edition)
            ).fetchone()
            return _scan(row) if row else None

    def next(self) -> Scan | None:
        """One that waits, after it was counted as begun; hopeless ones fail instead.

        Only for the one who holds the lock: what another had in hand waits again.
        """
        with self._table.open() as table:
            table.execute(
                "UPDATE scan SET state = CASE WHEN tries >= ? THEN 'failed' ELSE 'waiting' END"
                " WHERE state = 'running'",
                (_MOST_TRIES,),
            )
            row = table.execute(
                "UPDATE scan SET state = 'running', page = 0, tries = tries + 1 WHERE rowid ="
                " (SELECT rowid FROM scan WHERE state = 'waiting' ORDER BY rowid LIMIT 1)"
                " RETURNING *"
            ).fetchone()
            return _scan(row) if row else None

    def at(self, scan: Scan, page: int, pages: int) -> None:
        """A page is being recognised."""
        self._set(scan, "page = ?, pages = ?", (page, pages))

    def end(self, scan: Scan, *, done: bool) -> None:
        """It is over, with or without success."""
        state = ScanState.DONE if done else ScanState.FAILED
        self._set(scan, "state = ?", (state.value,))

    def start(self) -> None:
        """See that somebody works on what waits: a process that outlives this one."""
        with self._table.open() as table:
            waits = table.execute(
                "SELECT 1 FROM scan WHERE state IN ('waiting', 'running')"
            ).fetchone()
        if waits and not self._is_worked_on():
            worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "kb.intake.scanning"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={**environ, "KB_HOME": str(self.settings.home)},
            )
            Thread(target=worker.wait, name="scanning", daemon=True).start()  # leaves no zombie

    def _is_worked_on(self) -> bool:
        try:
            with lock(self.lock):
                return False
        except IngestRunning:
            return True

    def _set(self, scan: Scan, what: str, values: tuple[object, ...]) -> None:
        with self._table.open() as table:
            table.execute(
                f"UPDATE scan SET {what} WHERE publication = ? AND edition = ?",  # noqa: S608
                (*values, scan.publication, scan.edition),
            )


def _scan(row: sqlite3.Row) -> Scan:
    return Scan(
        row["publication"],
        row["edition"],
        row["account"],
        ScanState(row["state"]),
        row["page"],
        row["pages"],
    )
