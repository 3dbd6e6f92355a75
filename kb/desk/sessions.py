"""Who is signed in: a row for each browser, found by the digest of its secret token."""

import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from kb.desk.database import Desk
from kb.desk.tables import accounts, sessions
from kb.errors import DeskAway, FolderNotWritable
from kb.model import Account, Role

IDLE = timedelta(hours=8)  # after the last use
LONGEST = timedelta(hours=24)  # after signing in, however much it is used
_RENEW = timedelta(minutes=10)  # a session in use is written no more often than this
_TOLERANCE = timedelta(minutes=5)  # clocks are set right by small steps

_HELD = select(
    accounts.c.id, accounts.c.name, accounts.c.role, sessions.c.created, sessions.c.expires
).join_from(sessions, accounts)


def begin(desk: Desk, account: int, now: datetime) -> str:
    """A new session; returns its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    with desk.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires < _iso(now)))
        connection.execute(
            insert(sessions).values(
                digest=_digest(token), account=account, created=_iso(now), expires=_iso(now + IDLE)
            )
        )
    return token


def holder(desk: Desk, token: str, now: datetime) -> Account | None:
    """Whose session it is, as the account stands now; None once it has ended."""
    with desk.reading() as connection:
        row = connection.execute(_HELD.where(sessions.c.digest == _digest(token))).first()
    try:
        if row is None or not _lasts(row, now):
            return None
        account = Account(row.id, row.name, Role(row.role))
    except (TypeError, ValueError):  # a row that is damaged is nobody's
        return None
    with suppress(FolderNotWritable, DeskAway):  # on a full disk it ends when it was to end
        _renew(desk, token, row, now)
    return account


def end(desk: Desk, token: str) -> None:
    """Sign out: whoever has a copy of the token has nothing any more."""
    with desk.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))


def _lasts(row: Row[Any], now: datetime) -> bool:
    """Also after the clock was set back: no session may last longer for it."""
    created = datetime.fromisoformat(row.created)
    expires = datetime.fromisoformat(row.expires)
    in_time = now < expires and now < created + LONGEST
    return in_time and created <= now + _TOLERANCE and expires <= now + IDLE + _TOLERANCE


def _renew(desk: Desk, token: str, row: Row[Any], now: datetime) -> None:
    later = now + IDLE
    if later - datetime.fromisoformat(row.expires) < _RENEW:
        return
    with desk.writing() as connection:
        held = update(sessions).where(sessions.c.digest == _digest(token))
        connection.execute(held.values(expires=_iso(later)))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
