"""Collections: what trainers keep, order and annotate, alone or together, without losing a change.

Every change is one small transaction on single pieces, so changes of two tabs or two people come
one after the other instead of overwriting each other.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Update,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from kb.desk.accounts import known
from kb.desk.database import Desk
from kb.desk.pieces import (
    Piece,
    PieceKind,
    as_it_is,
    found,
    kept,
    order_of,
    put,
    reorder,
    restore,
    setting,
    take_out,
)
from kb.desk.tables import accounts, collections, new_number, pieces, shares, steps
from kb.errors import AccountNotFound, CollectionNotFound

__all__ = ["Collection", "Collections", "Overview", "Piece", "PieceKind"]

MOST_STEPS = 200  # of one account in one collection that can be undone


@dataclass(frozen=True, slots=True)
class Overview:
    """A collection without its pieces. `owner` is a name; `mine`: it is the asking account's."""

    id: int
    title: str
    owner: str
    mine: bool
    may_edit: bool
    archived: bool
    changed: datetime
    count: int = 0


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection with its pieces in order; `shared_with` are (name, may edit)."""

    overview: Overview
    pieces: Sequence[Piece] = ()
    shared_with: Sequence[tuple[str, bool]] = field(default_factory=tuple)
    can_undo: bool = False


class Collections:
    """The collections that one account may see. Safe between threads and processes.

    Every method raises CollectionNotFound where there is none of that number, or none that this
    account may see, or may change.
    """

    def __init__(self, desk: Desk, account: int) -> None:
        self._desk = desk
        self._account = account

    # -- whole collections -------------------------------------------------------------------------

    def all(self) -> Sequence[Overview]:
        """Every one that may be seen, latest change first."""
        with self._desk.reading() as connection:
            held = collections.c
            latest = (held.archived, held.changed.desc(), held.id.desc())
            rows = connection.execute(_seen_by(self._account).order_by(*latest)).all()
        return [_overview(row, self._account) for row in rows]

    def open(self, collection: int) -> Collection:
        """One with its pieces."""
        with self._desk.reading() as connection:
            overview = self._seen(connection, collection)
            pieces = kept(connection, collection)
            shared = connection.execute(
                select(accounts.c.name, shares.c.may_edit)
                .join_from(shares, accounts)
                .where(shares.c.collection == collection)
            ).all()
            step = _last_step(connection, collection, self._account)
        shared_with = sorted(
            ((row.name, row.may_edit) for row in shared), key=lambda one: one[0].casefold()
        )
        return Collection(overview, pieces, shared_with, step is not None)

    def create(self, title: str, pieces: Sequence[Piece] = ()) -> int:
        """A new one; returns its number."""
        with self._desk.writing() as connection:
            return self._create(connection, title, pieces)

    def duplicate(self, collection: int, title: str) -> int:
        """A copy of one's own; returns its number."""
        with self._desk.writing() as connection:
            self._seen(connection, collection)
            pieces = kept(connection, collection)
            return self._create(connection, title, pieces)

    def rename(self, collection: int, title: str) -> None:
        """Another title."""
        with self._changing(collection) as connection:
            connection.execute(_set(collection).values(title=title))

    def archive(self, collection: int, archived: bool = True) -> None:
        """Out of the way, or back; nothing is lost."""
        with self._changing(collection) as connection:
            connection.execute(_set(collection).values(archived=archived))

    def delete(self, collection: int) -> None:
        """Gone for good; only its owner may."""
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).mine:
                raise CollectionNotFound(collection)
            connection.execute(delete(collections).where(collections.c.id == collection))

    def share(self, collection: int, name: str, *, may_edit: bool) -> None:
        """Let a colleague read it, or work on it; only its owner may. Raises AccountNotFound."""
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).mine:
                raise CollectionNotFound(collection)
            who = _account(connection, name)
            _part(connection, collection, who)
            connection.execute(
                insert(shares).values(collection=collection, account=who, may_edit=may_edit)
            )

    def unshare(self, collection: int, name: str) -> None:
        """No longer; only its owner may. Raises AccountNotFound."""
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).mine:
                raise CollectionNotFound(collection)
            _part(connection, collection, _account(connection, name))

    def leave(self, collection: int) -> None:
        """Out of one's own list, if a colleague shared it."""
        with self._desk.writing() as connection:
            self._seen(connection, collection)
            _part(connection, collection, self._account)

    # -- pieces ------------------------------------------------------------------------------------

    def add(self, collection: int, piece: Piece, after: int | None = None) -> int:
        """Put a piece behind the piece `after`, 0: to the front; else at the end.

        Returns its number.
        """
        with self._changing(collection) as connection:
            order = order_of(connection, collection)
            number = put(connection, collection, piece)
            at = order.index(after) + 1 if after in order else len(order)
            at = 0 if after == 0 else at
            reorder(connection, [*order[:at], number, *order[at:]])
            self._remember(connection, collection, {number: None})
            return number

    def write(self, collection: int, piece: int, text: str, version: int) -> bool:
        """Write into a piece that was read at `version`; False: somebody wrote since.

        Then neither is lost: theirs stays and this one becomes a note behind it. A piece that was
        taken out meanwhile comes back as a note at the end.
        """
        with self._changing(collection) as connection:
            held = found(connection, collection, piece)
            if held is not None and (held.version == version or held.text == text):
                self._remember(connection, collection, {piece: as_it_is(connection, held)})
                newer = pieces.c.version + 1
                connection.execute(setting(piece).values(text=text, version=newer))
                return True
            order = order_of(connection, collection)
            number = put(connection, collection, Piece(PieceKind.NOTE, text))
            at = order.index(piece) + 1 if piece in order else len(order)
            reorder(connection, [*order[:at], number, *order[at:]])
            self._remember(connection, collection, {number: None})
            return False

    def show(self, collection: int, piece: int, *, picture: bool) -> None:
        """Pages as pictures or as text."""
        with self._changing(collection) as connection:
            held = found(connection, collection, piece)
            if held is not None:
                self._remember(connection, collection, {piece: as_it_is(connection, held)})
                connection.execute(setting(piece).values(picture=picture))

    def move(self, collection: int, piece: int, after: int | None) -> None:
        """Put a piece behind the piece `after`, None: to the front. What is gone stays gone."""
        with self._changing(collection) as connection:
            held = found(connection, collection, piece)
            if held is None or after == piece:
                return
            self._remember(connection, collection, {piece: as_it_is(connection, held)})
            order = [other for other in order_of(connection, collection) if other != piece]
            at = order.index(after) + 1 if after in order else (len(order) if after else 0)
            reorder(connection, [*order[:at], piece, *order[at:]])

    def remove(self, collection: int, piece: int) -> None:
        """Take a piece out."""
        with self._changing(collection) as connection:
            held = found(connection, collection, piece)
            if held is not None:
                self._remember(connection, collection, {piece: as_it_is(connection, held)})
                take_out(connection, collection, piece)

    def undo(self, collection: int) -> bool:
        """Take this account's last change of the pieces back; False if there is none.

        Only the pieces it touched go back: what others did meanwhile stays.
        """
        with self._changing(collection) as connection:
            step = _last_step(connection, collection, self._account)
            if step is None:
                return False
            for piece, before in json.loads(step.before).items():
                restore(connection, collection, int(piece), before)
            connection.execute(delete(steps).where(steps.c.id == step.id))
            return True

    # -- within a transaction ----------------------------------------------------------------------

    @contextmanager
    def _changing(self, collection: int) -> Iterator[Connection]:
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).may_edit:
                raise CollectionNotFound(collection)
            yield connection
            connection.execute(_set(collection).values(changed=_now()))

    def _seen(self, connection: Connection, collection: int) -> Overview:
        if collection > _MOST:
            raise CollectionNotFound(collection)
        seen = _seen_by(self._account).where(collections.c.id == collection)
        row = connection.execute(seen).first()
        if row is None:
            raise CollectionNotFound(collection)
        return _overview(row, self._account)

    def _create(self, connection: Connection, title: str, pieces: Iterable[Piece]) -> int:
        new = insert(collections).values(
            owner=self._account, title=title, archived=False, changed=_now()
        )
        number = new_number(connection.execute(new))
        reorder(connection, [put(connection, number, piece) for piece in pieces])
        return number

    def _remember(self, connection: Connection, collection: int, before: dict[int, object]) -> None:
        connection.execute(
            insert(steps).values(
                collection=collection, account=self._account, before=json.dumps(before)
            )
        )
        older = _steps(collection, self._account).with_only_columns(steps.c.id).offset(MOST_STEPS)
        connection.execute(delete(steps).where(steps.c.id.in_(older)))


_MOST = (1 << 63) - 1  # what a database can count to


def _seen_by(who: int) -> Select[Any]:
    """Collections that are somebody's own or shared with them."""
    shared = and_(shares.c.collection == collections.c.id, shares.c.account == who)
    count = select(func.count()).where(pieces.c.collection == collections.c.id).scalar_subquery()
    return (
        select(collections, accounts.c.name, shares.c.may_edit, count.label("pieces"))
        .join_from(collections, accounts)
        .join(shares, shared, isouter=True)
        .where(or_(collections.c.owner == who, shares.c.account.is_not(None)))
    )


def _set(collection: int) -> Update:
    return update(collections).where(collections.c.id == collection)


def _overview(row: Row[Any], account: int) -> Overview:
    return Overview(
        id=row.id,
        title=row.title,
        owner=row.name,
        mine=row.owner == account,
        may_edit=row.owner == account or bool(row.may_edit),
        archived=bool(row.archived),
        changed=datetime.fromisoformat(row.changed),
        count=row.pieces,
    )


def _steps(collection: int, who: int) -> Select[Any]:
    """Latest first."""
    theirs = (steps.c.collection == collection, steps.c.account == who)
    return select(steps).where(*theirs).order_by(steps.c.id.desc())


def _last_step(connection: Connection, collection: int, who: int) -> Row[Any] | None:
    return connection.execute(_steps(collection, who).limit(1)).first()


def _part(connection: Connection, collection: int, who: int) -> None:
    theirs = (shares.c.collection == collection, shares.c.account == who)
    connection.execute(delete(shares).where(*theirs))


def _account(connection: Connection, name: str) -> int:
    found = known(connection, name)
    if found is None:
        raise AccountNotFound(name)
    return found.id


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
