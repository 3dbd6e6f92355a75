"""The association's glossary before each change in the app: changes can be undone one by one."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from kb.desk.database import Desk

KEPT = 200  # changes; the file is small, but not forever


@dataclass(frozen=True, slots=True)
class Undoable:
    """The latest change that still stands.

    `before` is the whole file then, None if there was none; `after` the SHA-256 of what the change
    left: only a file in that state may be put back.
    """

    id: int
    at: datetime
    who: str
    term: str
    before: bytes | None
    after: str


def remember(
    connection: sqlite3.Connection, account: int, term: str, before: bytes | None, after: str
) -> None:
    """Keep what there was, within the transaction that changes it."""
    connection.execute(
        "INSERT INTO glossary_change (at, account, term, before, after) VALUES (?, ?, ?, ?, ?)",
        (datetime.now(UTC).isoformat(timespec="seconds"), account, term, before, after),
    )
    connection.execute(
        "DELETE FROM glossary_change WHERE id <= (SELECT max(id) FROM glossary_change) - ?", (KEPT,)
    )


def latest(desk: Desk) -> Undoable | None:
    """The change that would be undone next."""
    with desk.reading() as connection:
        row = connection.execute(
            "SELECT glossary_change.*, coalesce(name, '') AS who FROM glossary_change"
            " LEFT JOIN account ON account.id = glossary_change.account"
            " WHERE NOT undone ORDER BY glossary_change.id DESC LIMIT 1"
        ).fetchone()
    if row is None:
        return None
    at = datetime.fromisoformat(row["at"])
    return Undoable(row["id"], at, row["who"], row["term"], row["before"], row["after"])


def undone(connection: sqlite3.Connection, change: Undoable) -> None:
    """From now on the change before it is the latest."""
    connection.execute("UPDATE glossary_change SET undone = 1 WHERE id = ?", (change.id,))
