"""Searches that found nothing: how often and on which days, and as much of the words as is safe.

No person, session or time of day is kept. What was typed is known by a keyed digest alone; its rare
words are kept only once it was typed on DAYS different days.
"""

import hmac
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kb.desk.database import Desk
from kb.desk.masking import HIDDEN, Masked

DAYS = 3
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Searches that read the same once masked.

    `asked` are their digests. `similar`: only similar words were found. `times` counts them once
    for a window of the browser and day.
    """

    asked: Sequence[str]
    words: str
    similar: bool
    times: int
    days: int
    first: date
    last: date

    @property
    def is_hidden(self) -> bool:
        """No word of it may be shown yet."""
        return self.words == HIDDEN


def count(desk: Desk, masked: Masked, *, similar: bool, day: date) -> None:
    """Count one search."""
    with desk.writing() as connection:
        asked = hmac.digest(_key(connection), masked.same.encode(), "sha256").hex()
        connection.execute(
            "INSERT INTO unanswered (asked, known, similar, times, days, first_day, last_day)"
            " VALUES (:asked, :known, :similar, 1, 1, :day, :day)"
            " ON CONFLICT (asked) DO UPDATE SET known = :known, similar = :similar,"
            " times = times + 1, days = days + (last_day < :day), last_day = max(last_day, :day)",
            {"asked": asked, "known": masked.known, "similar": similar, "day": day.isoformat()},
        )
        connection.execute(
            "UPDATE unanswered SET text = ? WHERE asked = ? AND days >= ?",
            (masked.whole, asked, DAYS),
        )
        oldest = (day - KEPT).isoformat()
        connection.execute("DELETE FROM unanswered WHERE last_day < ?", (oldest,))


def unanswered(desk: Desk) -> Sequence[Unanswered]:
    """What nobody has dealt with yet, most frequent first; hidden ones last."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT *, CASE text WHEN '' THEN known ELSE text END AS words FROM unanswered"
            " WHERE NOT set_aside ORDER BY words"
        ).fetchall()
    return sorted(_together(rows), key=lambda one: (one.is_hidden, -one.times, one.words))


def set_aside(connection: sqlite3.Connection, asked: Sequence[str], *, aside: bool = True) -> None:
    """Take searches off the list, or put them back."""
    connection.executemany(
        "UPDATE unanswered SET set_aside = ? WHERE asked = ?", [(aside, one) for one in asked]
    )


def _together(rows: Sequence[sqlite3.Row]) -> Iterator[Unanswered]:
    for words, found in groupby(rows, key=lambda row: str(row["words"])):
        same = list(found)
        yield Unanswered(
            asked=[row["asked"] for row in same],
            words=words,
            similar=all(row["similar"] for row in same),
            times=sum(row["times"] for row in same),
            days=max(row["days"] for row in same),
            first=date.fromisoformat(min(row["first_day"] for row in same)),
            last=date.fromisoformat(max(row["last_day"] for row in same)),
        )


def _key(connection: sqlite3.Connection) -> bytes:
    """Made with the first search that is counted; without it a digest tells nothing."""
    row = connection.execute("SELECT key FROM unanswered_key").fetchone()
    if row is None:
        key = secrets.token_bytes(32)
        connection.execute("INSERT INTO unanswered_key (key) VALUES (?)", (key,))
        return key
    return bytes(row["key"])
