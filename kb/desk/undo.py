"""The association's glossary before each change in the app: changes can be undone one by one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kb.desk.database import Desk
from kb.desk.tables import accounts, glossary_changes

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
    connection: Connection, account: int, term: str, before: bytes | None, after: str
) -> None:
    """Keep what there was, within the transaction that changes it."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = insert(glossary_changes).values(
        at=at, account=account, term=term, before=before, after=after, undone=False
    )
    connection.execute(kept)
    last = select(func.max(glossary_changes.c.id)).scalar_subquery()
    connection.execute(delete(glossary_changes).where(glossary_changes.c.id <= last - KEPT))


def latest(desk: Desk) -> Undoable | None:
    """The change that would be undone next."""
    standing = (
        select(glossary_changes, func.coalesce(accounts.c.name, "").label("who"))
        .join_from(glossary_changes, accounts, isouter=True)
        .where(glossary_changes.c.undone.is_(False))
        .order_by(glossary_changes.c.id.desc())
        .limit(1)
    )
    with desk.reading() as connection:
        row = connection.execute(standing).first()
    if row is None:
        return None
    at = datetime.fromisoformat(row.at)
    return Undoable(row.id, at, row.who, row.term, row.before, row.after)


def undone(connection: Connection, change: Undoable) -> None:
    """From now on the change before it is the latest."""
    connection.execute(
        update(glossary_changes).where(glossary_changes.c.id == change.id).values(undone=True)
    )
