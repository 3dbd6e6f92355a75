"""Contacts in publications that somebody has checked; after a year each is asked about again."""

from collections.abc import Iterable, Set
from datetime import date, timedelta

from kb.desk.database import Desk
from kb.model import Account

HOLDS = timedelta(days=365)


def check(desk: Desk, who: Account, contacts: Iterable[tuple[str, str]], day: date) -> None:
    """Note that (publication, contact) were right on that day."""
    with desk.writing() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO contact_check (publication, contact, day, account)"
            " VALUES (?, ?, ?, ?)",
            [(*one, day.isoformat(), who.id) for one in contacts],
        )


def checked(desk: Desk, day: date) -> Set[tuple[str, str]]:
    """Every (publication, contact) whose check still holds on that day."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT publication, contact FROM contact_check WHERE day > ?",
            ((day - HOLDS).isoformat(),),
        ).fetchall()
    return {(row["publication"], row["contact"]) for row in rows}
