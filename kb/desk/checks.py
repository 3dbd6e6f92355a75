"""Contacts in publications that somebody has checked; after a year each is asked about again."""

from collections.abc import Iterable, Set
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from kb.desk.database import Desk
from kb.desk.tables import contact_checks
from kb.model import Account

HOLDS = timedelta(days=365)


def check(desk: Desk, who: Account, contacts: Iterable[tuple[str, str]], day: date) -> None:
    """Note that (publication, contact) were right on that day."""
    table = contact_checks.c
    with desk.writing() as connection:
        for publication, contact in contacts:
            one = (table.publication == publication, table.contact == contact)
            connection.execute(delete(contact_checks).where(*one))
            connection.execute(
                insert(contact_checks).values(
                    publication=publication, contact=contact, day=day.isoformat(), account=who.id
                )
            )


def take_back(desk: Desk, who: Account, contacts: Iterable[tuple[str, str]]) -> None:
    """Forget what `who` noted of them; what somebody else has checked since stays."""
    table = contact_checks.c
    with desk.writing() as connection:
        for publication, contact in contacts:
            one = (table.publication == publication, table.contact == contact)
            connection.execute(delete(contact_checks).where(*one, table.account == who.id))


def checked(desk: Desk, day: date) -> Set[tuple[str, str]]:
    """Every (publication, contact) whose check still holds on that day."""
    held = select(contact_checks.c.publication, contact_checks.c.contact).where(
        contact_checks.c.day > (day - HOLDS).isoformat()
    )
    with desk.reading() as connection:
        return {(row.publication, row.contact) for row in connection.execute(held)}
