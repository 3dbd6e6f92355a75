"""Who may sign in: names, roles, passwords."""

import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kb.desk import passwords
from kb.desk.database import Desk
from kb.desk.log import Deed, note, subject_of
from kb.errors import BadName, LastStaff, NameTaken, NoAccount, WeakPassword
from kb.model import Account, Role

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """An account as staff see it; `elsewhere`: signs in at the association's own server."""

    account: Account
    created: datetime
    elsewhere: bool


def entries(desk: Desk) -> Sequence[Entry]:
    """All accounts by name."""
    with desk.reading() as connection:
        rows = connection.execute("SELECT * FROM account").fetchall()
    found = [
        Entry(_account(r), datetime.fromisoformat(r["created"]), r["password"] is None)
        for r in rows
    ]
    return sorted(found, key=lambda entry: _folded(entry.account.name))


def any_exist(desk: Desk) -> bool:
    """Whether anybody can sign in at all."""
    with desk.reading() as connection:
        return connection.execute("SELECT 1 FROM account").fetchone() is not None


# Who did it stands in the log: the account `by`, or nobody's on the command line.


def add(
    desk: Desk, name: str, role: Role, password: str | None, *, by: Account | None = None
) -> Account:
    """A new account; without a password it can only sign in elsewhere.

    Raises BadName, NameTaken, WeakPassword.
    """
    name = _checked_name(name)
    kept = None if password is None else passwords.hashed(_checked_password(password, name))
    with desk.writing() as connection:
        account = _added(connection, name, role, kept)
        _note(connection, by, Deed.ACCOUNT_ADDED, account.id, role.value)
    return account


def named(desk: Desk, name: str) -> Account:
    """The account of that name, in whatever case it is written. Raises NoAccount."""
    with desk.reading() as connection:
        row = _row(connection, name)
    if row is None:
        raise NoAccount(name)
    return _account(row)


def from_elsewhere(desk: Desk, subject: str, name: str, role: Role) -> Account:
    """Whoever the association's own server vouches for, with the role that it gives them now.

    Known by `subject`; at the first time it is a new account. Raises BadName, NameTaken.
    """
    with desk.writing() as connection:
        row = connection.execute("SELECT * FROM account WHERE elsewhere = ?", (subject,)).fetchone()
        if row is None:
            account = _added(connection, _checked_name(name), role, None, subject)
            _note(connection, None, Deed.ACCOUNT_ADDED, account.id, role.value)
            return account
        _give(connection, row["id"], role, None)
    return Account(row["id"], row["name"], role)


def signed_in(desk: Desk, name: str, password: str) -> Account | None:
    """Whoever has this name and this password; takes as long for a name that nobody has."""
    with desk.reading() as connection:
        row = _row(connection, name)
    if not passwords.matches(password[: passwords.LONGEST], row["password"] if row else None):
        return None
    assert row is not None
    if passwords.is_dated(row["password"]):
        again = passwords.hashed(password)
        with desk.writing() as connection:
            _keep(connection, row["id"], again)
    return _account(row)


def change_role(desk: Desk, account: int, role: Role, *, by: Account | None = None) -> None:
    """Holds from the next thing they do, even while they are signed in. Raises LastStaff."""
    with desk.writing() as connection:
        _give(connection, account, role, by)
        _check_staff_left(connection)


def set_password(desk: Desk, account: Account, password: str, *, by: Account | None = None) -> None:
    """A new password, which ends every session of theirs. Raises WeakPassword."""
    kept = passwords.hashed(_checked_password(password, account.name))
    with desk.writing() as connection:
        _keep(connection, account.id, kept)
        connection.execute("DELETE FROM session WHERE account = ?", (account.id,))
        _note(connection, by, Deed.ACCOUNT_PASSWORD, account.id)


def remove(desk: Desk, account: int, *, by: Account | None = None) -> None:
    """Ends their sessions; what they did stays in the log without their name. Raises LastStaff."""
    with desk.writing() as connection:
        removed = connection.execute("DELETE FROM account WHERE id = ?", (account,)).rowcount
        _check_staff_left(connection)
        if removed:
            _note(connection, by, Deed.ACCOUNT_REMOVED, account)


def _added(
    connection: sqlite3.Connection,
    name: str,
    role: Role,
    kept: str | None,
    subject: str | None = None,
) -> Account:
    if _row(connection, name):
        raise NameTaken(name)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    cursor = connection.execute(
        "INSERT INTO account (id, name, role, password, elsewhere, created)"
        " SELECT last + 1, ?, ?, ?, ?, ? FROM account_number",
        (name, role.value, kept, subject, created),
    )
    assert cursor.lastrowid is not None
    return Account(cursor.lastrowid, name, role)


def _give(connection: sqlite3.Connection, account: int, role: Role, by: Account | None) -> None:
    """Another role, which the log tells only where it is another."""
    changed = connection.execute(
        "UPDATE account SET role = ? WHERE id = ? AND role <> ?", (role.value, account, role.value)
    )
    if changed.rowcount:
        _note(connection, by, Deed.ACCOUNT_ROLE, account, role.value)


def _note(
    connection: sqlite3.Connection, by: Account | None, deed: Deed, account: int, detail: str = ""
) -> None:
    note(connection, by.id if by else None, deed, subject_of(account), detail)


def _keep(connection: sqlite3.Connection, account: int, kept: str) -> None:
    connection.execute("UPDATE account SET password = ? WHERE id = ?", (kept, account))


def _check_staff_left(connection: sqlite3.Connection) -> None:
    """Nobody locks the door from outside with the key in it."""
    staff = connection.execute("SELECT 1 FROM account WHERE role = 'staff'").fetchone()
    if staff is None:
        raise LastStaff


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    """By comparing here: SQLite knows no case of "Ö", and accounts are some dozens."""
    rows = connection.execute("SELECT * FROM account")
    return next((row for row in rows if _folded(row["name"]) == _folded(name)), None)


def _account(row: sqlite3.Row) -> Account:
    return Account(row["id"], row["name"], Role(row["role"]))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _checked_name(name: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadName(LONGEST_NAME)
    return name


def _checked_password(password: str, name: str) -> str:
    folded = _folded(password)
    guessable = len(set(folded)) < 5 or _folded(name) in folded
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST or guessable:
        raise WeakPassword(passwords.SHORTEST)
    return password
