"""Searches that found nothing: how often and on which days, and as much of the words as is safe.

No person, session or time of day is kept. What was typed is known by a keyed digest alone; its rare
words are kept only once it was typed on DAYS different days.
"""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, case, delete, insert, select, update

from kb.desk.database import Desk
from kb.desk.masking import HIDDEN, Masked
from kb.desk.tables import searches, unanswered_key

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
    today = day.isoformat()
    with desk.writing() as connection:
        asked = hmac.digest(_key(connection), masked.same.encode(), "sha256").hex()
        same = searches.c.asked == asked
        held = connection.execute(select(searches).where(same)).first()
        if held is None:
            connection.execute(insert(searches).values(asked=asked, **_NEVER, first_day=today))
        days = held.days + (held.last_day < today) if held else 1
        counted = {
            "known": masked.known,
            "similar": similar,
            "times": searches.c.times + 1,
            "days": days,
            "last_day": max(held.last_day, today) if held else today,
        }
        words = {"text": masked.whole} if days >= DAYS else {}
        connection.execute(update(searches).where(same).values(**counted, **words))
        oldest = (day - KEPT).isoformat()
        connection.execute(delete(searches).where(searches.c.last_day < oldest))


def unanswered(desk: Desk) -> Sequence[Unanswered]:
    """What nobody has dealt with yet, most frequent first; hidden ones last."""
    words = case((searches.c.text == "", searches.c.known), else_=searches.c.text).label("words")
    open_ones = select(searches, words).where(searches.c.set_aside.is_(False)).order_by(words)
    with desk.reading() as connection:
        rows = connection.execute(open_ones).all()
    return sorted(_together(rows), key=lambda one: (one.is_hidden, -one.times, one.words))


def set_aside(connection: Connection, asked: Sequence[str], *, aside: bool = True) -> None:
    """Take searches off the list, or put them back."""
    these = searches.c.asked.in_(asked)
    connection.execute(update(searches).where(these).values(set_aside=aside))


_NEVER = {
    "known": "",
    "text": "",
    "similar": False,
    "times": 0,
    "days": 0,
    "last_day": "",
    "set_aside": False,
}


def _together(rows: Sequence[Row[Any]]) -> Iterator[Unanswered]:
    for words, found in groupby(rows, key=lambda row: str(row.words)):
        same = list(found)
        yield Unanswered(
            asked=[row.asked for row in same],
            words=words,
            similar=all(row.similar for row in same),
            times=sum(row.times for row in same),
            days=max(row.days for row in same),
            first=date.fromisoformat(min(row.first_day for row in same)),
            last=date.fromisoformat(max(row.last_day for row in same)),
        )


def _key(connection: Connection) -> bytes:
    """Made with the first search that is counted; without it a digest tells nothing."""
    held: bytes | None = connection.execute(select(unanswered_key.c.key)).scalar()
    if held is None:
        held = secrets.token_bytes(32)
        connection.execute(insert(unanswered_key).values(key=held))
    return held
