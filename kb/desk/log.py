"""Who did what when: one line for every change that people make in the app."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from kb.desk import tables
from kb.desk.database import Desk


class Deed(StrEnum):
    """What was done; each has a sentence in `kb.texts`."""

    ADDED = "added"
    CONFIRMED = "confirmed"
    EDITED = "edited"
    REPLACED = "replaced"
    JOINED = "joined"  # became an edition of another publication
    REREAD = "reread"
    RECOGNISED = "recognised"  # text of a scan
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    DELETED = "deleted"
    TERM_SAVED = "term_saved"
    TERM_REMOVED = "term_removed"
    UNDONE = "undone"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_ROLE = "account_role"
    ACCOUNT_PASSWORD = "account_password"  # noqa: S105 - a deed
    ACCOUNT_REMOVED = "account_removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One deed. `who` is the account's name, "" once that account is gone; `at` is UTC.

    `subject` is what it was done to: a publication's id, a term, or `subject_of` an account.
    """

    at: datetime
    who: str
    deed: Deed
    subject: str
    detail: str


def subject_of(account: int) -> str:
    """What stands in the log for an account: never its name, which goes with it."""
    return f"@{account}"


def note(
    connection: Connection, account: int | None, deed: Deed, subject: str, detail: str = ""
) -> None:
    """Add a line, within the transaction that does the deed; None: done on the command line.

    Of an account that is gone by now, as when a file was read after its sender had left, nothing
    is noted but the deed.
    """
    connection.execute(
        insert(tables.changes).values(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            account=select(tables.accounts.c.id)
            .where(tables.accounts.c.id == account)
            .scalar_subquery(),
            deed=deed.value,
            subject=subject,
            detail=detail,
        )
    )


def latest(desk: Desk, deed: Deed) -> Mapping[str, str]:
    """Who did that last to each subject; "" once their account is gone."""
    with desk.reading() as connection:
        rows = connection.execute(
            _TOLD.where(tables.changes.c.deed == deed.value).order_by(tables.changes.c.id)
        )
        return {row.subject: row.who for row in rows}


def changes(desk: Desk, subject: str | None = None, *, limit: int = 100) -> Sequence[Change]:
    """The latest deeds, newest first; those to one `subject` alone if it is given."""
    told = _TOLD.order_by(tables.changes.c.id.desc()).limit(limit)
    if subject is not None:
        told = told.where(tables.changes.c.subject == subject)
    with desk.reading() as connection:
        rows = connection.execute(told).all()
    return [
        Change(datetime.fromisoformat(r.at), r.who, Deed(r.deed), r.subject, r.detail) for r in rows
    ]


_TOLD = select(
    tables.changes.c.at,
    func.coalesce(tables.accounts.c.name, "").label("who"),
    tables.changes.c.deed,
    tables.changes.c.subject,
    tables.changes.c.detail,
).join_from(tables.changes, tables.accounts, isouter=True)
