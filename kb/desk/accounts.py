"""Who may sign in: names, roles, passwords."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kb.desk import passwords
from kb.desk.database import Desk
from kb.desk.log import Deed, note, subject_of
from kb.desk.tables import account_number, accounts, collections, sessions, shares
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
        rows = connection.execute(select(accounts)).all()
    found = [
        Entry(_account(row), datetime.fromisoformat(row.created), row.password is None)
        for row in rows
    ]
    return sorted(found, key=lambda entry: _folded(entry.account.name))


def any_exist(desk: Desk) -> bool:
    """Whether anybody can sign in at all."""
    with desk.reading() as connection:
        return connection.execute(select(accounts.c.id).limit(1)).first() is not None


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
        found = known(connection, name)
    if found is None:
        raise NoAccount(name)
    return found


def known(connection: Connection, name: str) -> Account | None:
    """The same, within a transaction; None where nobody has that name."""
    row = _row(connection, name)
    return _account(row) if row else None


def from_elsewhere(desk: Desk, subject: str, name: str, role: Role) -> Account:
    """Whoever the association's own server vouches for, with the role that it gives them now.

    Known by `subject`; at the first time it is a new account. Raises BadName, NameTaken.
    """
    with desk.writing() as connection:
        row = connection.execute(select(accounts).where(accounts.c.elsewhere == subject)).first()
        if row is None:
            account = _added(connection, _checked_name(name), role, None, subject)
            _note(connection, None, Deed.ACCOUNT_ADDED, account.id, role.value)
            return account
        _give(connection, row.id, role, None)
    return Account(row.id, row.name, role)


def signed_in(desk: Desk, name: str, password: str) -> Account | None:
    """Whoever has this name and this password; takes as long for a name that nobody has."""
    with desk.reading() as connection:
        row = _row(connection, name)
    if not passwords.matches(password[: passwords.LONGEST], row.password if row else None):
        return None
    assert row is not None
    if passwords.is_dated(row.password):
        again = passwords.hashed(password)
        with desk.writing() as connection:
            _keep(connection, row.id, again)
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
        theirs = sessions.c.account == account.id
        connection.execute(delete(sessions).where(theirs))
        _note(connection, by, Deed.ACCOUNT_PASSWORD, account.id)


def remove(desk: Desk, account: int, *, by: Account | None = None) -> None:
    """Ends their sessions; what they did stays in the log without their name. Raises LastStaff."""
    with desk.writing() as connection:
        _hand_over(connection, account)
        removed = connection.execute(delete(accounts).where(accounts.c.id == account)).rowcount
        _check_staff_left(connection)
        if removed:
            _note(connection, by, Deed.ACCOUNT_REMOVED, account)


def _added(
    connection: Connection, name: str, role: Role, kept: str | None, subject: str | None = None
) -> Account:
    if _row(connection, name):
        raise NameTaken(name)
    account = Account(_next_number(connection), name, role)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(accounts).values(
            id=account.id,
            name=name,
            role=role.value,
            password=kept,
            elsewhere=subject,
            created=created,
        )
    )
    return account


def _next_number(connection: Connection) -> int:
    """Never that of an account that is gone: jobs, kept elsewhere, name their sender by it."""
    last = account_number.c.last
    connection.execute(update(account_number).values(last=last + 1))
    return int(connection.execute(select(last)).scalar_one())


def _give(connection: Connection, account: int, role: Role, by: Account | None) -> None:
    """Another role, which the log tells only where it is another."""
    another = update(accounts).where(accounts.c.id == account, accounts.c.role != role.value)
    if connection.execute(another.values(role=role.value)).rowcount:
        _note(connection, by, Deed.ACCOUNT_ROLE, account, role.value)


def _hand_over(connection: Connection, leaving: int) -> None:
    """A collection that colleagues work on stays with one of them when its owner leaves."""
    heir = (
        select(shares.c.account)
        .where(shares.c.collection == collections.c.id, shares.c.account != leaving)
        .order_by(shares.c.may_edit.desc(), shares.c.account)
        .limit(1)
        .scalar_subquery()
    )
    theirs = update(collections).where(collections.c.owner == leaving, heir.is_not(None))
    connection.execute(theirs.values(owner=heir))


def _note(
    connection: Connection, by: Account | None, deed: Deed, account: int, detail: str = ""
) -> None:
    note(connection, by.id if by else None, deed, subject_of(account), detail)


def _keep(connection: Connection, account: int, kept: str) -> None:
    connection.execute(update(accounts).where(accounts.c.id == account).values(password=kept))


def _check_staff_left(connection: Connection) -> None:
    """Nobody locks the door from outside with the key in it."""
    staff = select(accounts.c.id).where(accounts.c.role == Role.STAFF.value).limit(1)
    if connection.execute(staff).first() is None:
        raise LastStaff


def _row(connection: Connection, name: str) -> Row[Any] | None:
    """By comparing here: SQLite knows no case of "Ö", and accounts are some dozens."""
    rows = connection.execute(select(accounts)).all()
    return next((row for row in rows if _folded(row.name) == _folded(name)), None)


def _account(row: Row[Any]) -> Account:
    return Account(row.id, row.name, Role(row.role))


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
