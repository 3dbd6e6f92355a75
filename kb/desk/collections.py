"""Collections: what trainers keep, order and annotate, alone or together, without losing a change.

Every change is one small transaction on single pieces, so changes of two tabs or two people come
one after the other instead of overwriting each other.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from kb.desk.database import Desk
from kb.errors import AccountNotFound, CollectionNotFound
from kb.model import PageKey, Source

MOST_STEPS = 200  # of one account in one collection that can be undone


class PieceKind(StrEnum):
    """What a piece of a collection is."""

    HEADING = "heading"
    NOTE = "note"
    PASSAGE = "passage"  # a quotation
    PAGES = "pages"  # one page, a few, or a chapter


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `text` is the heading, the note or the quotation, "" for pages.

    `version` counts what was written into it: a writer says which one they saw. `id` is 0 before it
    is kept.
    """

    kind: PieceKind
    text: str = ""
    source: Source | None = None
    picture: bool = False
    id: int = 0
    version: int = 1


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
            rows = connection.execute(
                f"{_SEEN} ORDER BY archived, changed DESC, collection.id DESC",
                {"account": self._account},
            ).fetchall()
        return [_overview(row, self._account) for row in rows]

    def open(self, collection: int) -> Collection:
        """One with its pieces."""
        with self._desk.reading() as connection:
            overview = self._seen(connection, collection)
            pieces = [_piece(row) for row in _rows(connection, collection)]
            shared = connection.execute(
                "SELECT name, may_edit FROM share JOIN account ON account.id = share.account"
                " WHERE collection = ? ORDER BY name",
                (collection,),
            ).fetchall()
            step = _last_step(connection, collection, self._account)
        shared_with = [(row["name"], bool(row["may_edit"])) for row in shared]
        return Collection(overview, pieces, shared_with, step is not None)

    def create(self, title: str, pieces: Sequence[Piece] = ()) -> int:
        """A new one; returns its number."""
        with self._desk.writing() as connection:
            return self._create(connection, title, pieces)

    def duplicate(self, collection: int, title: str) -> int:
        """A copy of one's own; returns its number."""
        with self._desk.writing() as connection:
            self._seen(connection, collection)
            pieces = [_piece(row) for row in _rows(connection, collection)]
            return self._create(connection, title, pieces)

    def rename(self, collection: int, title: str) -> None:
        """Another title."""
        with self._changing(collection) as connection:
            connection.execute("UPDATE collection SET title = ? WHERE id = ?", (title, collection))

    def archive(self, collection: int, archived: bool = True) -> None:
        """Out of the way, or back; nothing is lost."""
        with self._changing(collection) as connection:
            connection.execute(
                "UPDATE collection SET archived = ? WHERE id = ?", (archived, collection)
            )

    def delete(self, collection: int) -> None:
        """Gone for good; only its owner may."""
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).mine:
                raise CollectionNotFound(collection)
            connection.execute("DELETE FROM collection WHERE id = ?", (collection,))

    def share(self, collection: int, name: str, *, may_edit: bool) -> None:
        """Let a colleague read it, or work on it; only its owner may. Raises AccountNotFound."""
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).mine:
                raise CollectionNotFound(collection)
            connection.execute(
                "INSERT INTO share VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET may_edit = excluded.may_edit",
                (collection, _account(connection, name), may_edit),
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
            order = _order(connection, collection)
            number = _insert(connection, collection, piece)
            at = order.index(after) + 1 if after in order else len(order)
            at = 0 if after == 0 else at
            _reorder(connection, [*order[:at], number, *order[at:]])
            self._remember(connection, collection, {number: None})
            return number

    def write(self, collection: int, piece: int, text: str, version: int) -> bool:
        """Write into a piece that was read at `version`; False: somebody wrote since.

        Then neither is lost: theirs stays and this one becomes a note behind it. A piece that was
        taken out meanwhile comes back as a note at the end.
        """
        with self._changing(collection) as connection:
            held = _row(connection, collection, piece)
            if held is not None and (held["version"] == version or held["text"] == text):
                self._remember(connection, collection, {piece: _before(connection, held)})
                connection.execute(
                    "UPDATE piece SET text = ?, version = version + 1 WHERE id = ?", (text, piece)
                )
                return True
            order = _order(connection, collection)
            number = _insert(connection, collection, Piece(PieceKind.NOTE, text))
            at = order.index(piece) + 1 if piece in order else len(order)
            _reorder(connection, [*order[:at], number, *order[at:]])
            self._remember(connection, collection, {number: None})
            return False

    def show(self, collection: int, piece: int, *, picture: bool) -> None:
        """Pages as pictures or as text."""
        with self._changing(collection) as connection:
            held = _row(connection, collection, piece)
            if held is not None:
                self._remember(connection, collection, {piece: _before(connection, held)})
                connection.execute("UPDATE piece SET picture = ? WHERE id = ?", (picture, piece))

    def move(self, collection: int, piece: int, after: int | None) -> None:
        """Put a piece behind the piece `after`, None: to the front. What is gone stays gone."""
        with self._changing(collection) as connection:
            held = _row(connection, collection, piece)
            if held is None or after == piece:
                return
            self._remember(connection, collection, {piece: _before(connection, held)})
            order = [other for other in _order(connection, collection) if other != piece]
            at = order.index(after) + 1 if after in order else (len(order) if after else 0)
            _reorder(connection, [*order[:at], piece, *order[at:]])

    def remove(self, collection: int, piece: int) -> None:
        """Take a piece out."""
        with self._changing(collection) as connection:
            held = _row(connection, collection, piece)
            if held is not None:
                self._remember(connection, collection, {piece: _before(connection, held)})
                connection.execute("DELETE FROM piece WHERE id = ?", (piece,))
                _reorder(connection, _order(connection, collection))

    def undo(self, collection: int) -> bool:
        """Take this account's last change of the pieces back; False if there is none.

        Only the pieces it touched go back: what others did meanwhile stays.
        """
        with self._changing(collection) as connection:
            step = _last_step(connection, collection, self._account)
            if step is None:
                return False
            for piece, before in json.loads(step["before"]).items():
                _restore(connection, collection, int(piece), before)
            connection.execute("DELETE FROM step WHERE id = ?", (step["id"],))
            return True

    # -- within a transaction ----------------------------------------------------------------------

    @contextmanager
    def _changing(self, collection: int) -> Iterator[sqlite3.Connection]:
        with self._desk.writing() as connection:
            if not self._seen(connection, collection).may_edit:
                raise CollectionNotFound(collection)
            yield connection
            connection.execute(
                "UPDATE collection SET changed = ? WHERE id = ?", (_now(), collection)
            )

    def _seen(self, connection: sqlite3.Connection, collection: int) -> Overview:
        if collection > _MOST:
            raise CollectionNotFound(collection)
        row = connection.execute(
            f"{_SEEN} AND collection.id = :collection",
            {"account": self._account, "collection": collection},
        ).fetchone()
        if row is None:
            raise CollectionNotFound(collection)
        return _overview(row, self._account)

    def _create(self, connection: sqlite3.Connection, title: str, pieces: Iterable[Piece]) -> int:
        number = connection.execute(
            "INSERT INTO collection (owner, title, changed) VALUES (?, ?, ?)",
            (self._account, title, _now()),
        ).lastrowid
        assert number is not None
        _reorder(connection, [_insert(connection, number, piece) for piece in pieces])
        return number

    def _remember(
        self, connection: sqlite3.Connection, collection: int, before: dict[int, object]
    ) -> None:
        step = (collection, self._account)
        connection.execute(
            "INSERT INTO step (collection, account, before) VALUES (?, ?, ?)",
            (*step, json.dumps(before)),
        )
        connection.execute(
            "DELETE FROM step WHERE id IN (SELECT id FROM step WHERE collection = ? AND account = ?"
            " ORDER BY id DESC LIMIT -1 OFFSET ?)",
            (*step, MOST_STEPS),
        )


_MOST = (1 << 63) - 1  # what SQLite can count to
_SEEN = """
SELECT collection.*, name, coalesce(may_edit, owner = :account) AS may_edit,
  (SELECT count(*) FROM piece WHERE piece.collection = collection.id) AS count
FROM collection JOIN account ON account.id = owner
LEFT JOIN share ON share.collection = collection.id AND share.account = :account
WHERE (owner = :account OR share.account IS NOT NULL)
"""


def _overview(row: sqlite3.Row, account: int) -> Overview:
    return Overview(
        id=row["id"],
        title=row["title"],
        owner=row["name"],
        mine=row["owner"] == account,
        may_edit=row["owner"] == account or bool(row["may_edit"]),
        archived=bool(row["archived"]),
        changed=datetime.fromisoformat(row["changed"]),
        count=row["count"],
    )


def _piece(row: sqlite3.Row) -> Piece:
    return Piece(
        kind=PieceKind(row["kind"]),
        text=row["text"],
        source=_source(row["source"]),
        picture=bool(row["picture"]),
        id=row["id"],
        version=row["version"],
    )


def _source(text: str | None) -> Source | None:
    if text is None:
        return None
    values = json.loads(text)
    return Source(
        **{
            **values,
            "first": PageKey(**values["first"]),
            "last": PageKey(**values["last"]),
            "labels": tuple(values["labels"]),
            "section": tuple(values["section"]),
        }
    )


def _insert(connection: sqlite3.Connection, collection: int, piece: Piece) -> int:
    source = json.dumps(asdict(piece.source), ensure_ascii=False) if piece.source else None
    number = connection.execute(
        "INSERT INTO piece (collection, position, kind, text, source, picture)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (collection, 1 << 30, piece.kind.value, piece.text, source, piece.picture),
    ).lastrowid
    assert number is not None
    return number


def _rows(connection: sqlite3.Connection, collection: int) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT * FROM piece WHERE collection = ? ORDER BY position, id", (collection,)
    ).fetchall()


def _row(connection: sqlite3.Connection, collection: int, piece: int) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM piece WHERE collection = ? AND id = ?", (collection, piece)
    ).fetchone()
    return found


def _order(connection: sqlite3.Connection, collection: int) -> list[int]:
    return [row["id"] for row in _rows(connection, collection)]


def _reorder(connection: sqlite3.Connection, pieces: Sequence[int]) -> None:
    connection.executemany(
        "UPDATE piece SET position = ? WHERE id = ?", [(at, id) for at, id in enumerate(pieces)]
    )


def _last_step(connection: sqlite3.Connection, collection: int, account: int) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM step WHERE collection = ? AND account = ? ORDER BY id DESC LIMIT 1",
        (collection, account),
    ).fetchone()
    return found


def _before(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, object]:
    """How a piece is, and behind which other one it stands (0: in front)."""
    order = _order(connection, row["collection"])
    at = order.index(row["id"])
    columns = ("kind", "text", "source", "picture", "version")
    return {name: row[name] for name in columns} | {"behind": order[at - 1] if at else 0}


def _restore(
    connection: sqlite3.Connection, collection: int, piece: int, before: dict[str, object] | None
) -> None:
    """One piece as it was; what somebody else wrote into it since stays."""
    held = _row(connection, collection, piece)
    if before is None:
        connection.execute("DELETE FROM piece WHERE id = ?", (piece,))
        _reorder(connection, _order(connection, collection))
        return
    values = {**before, "id": piece, "collection": collection}
    if held is None:
        connection.execute(
            "INSERT INTO piece (id, collection, position, kind, text, source, picture, version)"
            " VALUES (:id, :collection, 0, :kind, :text, :source, :picture, :version)",
            values,
        )
    else:
        connection.execute(
            "UPDATE piece SET picture = :picture, version = version + 1,"
            " text = CASE WHEN version <= :version + 1 THEN :text ELSE text END WHERE id = :id",
            values,
        )
    order = [other for other in _order(connection, collection) if other != piece]
    at = order.index(before["behind"]) + 1 if before["behind"] in order else 0
    _reorder(connection, [*order[:at], piece, *order[at:]])


def _part(connection: sqlite3.Connection, collection: int, account: int) -> None:
    connection.execute(
        "DELETE FROM share WHERE collection = ? AND account = ?", (collection, account)
    )


def _account(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM account WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise AccountNotFound(name)
    number: int = row["id"]
    return number


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
