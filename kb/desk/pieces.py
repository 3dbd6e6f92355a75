"""The pieces of a collection: single steps within a transaction."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, delete, insert, select, update

from kb.desk.tables import new_number, pieces
from kb.model import PageKey, Source


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


def kept(connection: Connection, collection: int) -> list[Piece]:
    """All of a collection, in order."""
    return [_piece(row) for row in _rows(connection, collection)]


def order_of(connection: Connection, collection: int) -> list[int]:
    """The numbers of its pieces."""
    return [row.id for row in _rows(connection, collection)]


def found(connection: Connection, collection: int, piece: int) -> Row[Any] | None:
    """A piece as it is kept; None where the collection has none of that number."""
    held = select(pieces).where(pieces.c.collection == collection, pieces.c.id == piece)
    return connection.execute(held).first()


def _piece(row: Row[Any]) -> Piece:
    return Piece(
        kind=PieceKind(row.kind),
        text=row.text,
        source=_source(row.source),
        picture=bool(row.picture),
        id=row.id,
        version=row.version,
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


def put(connection: Connection, collection: int, piece: Piece) -> int:
    """Behind all others, until its place is given; returns its number."""
    source = json.dumps(asdict(piece.source), ensure_ascii=False) if piece.source else None
    new = insert(pieces).values(
        collection=collection,
        position=1 << 30,
        kind=piece.kind.value,
        text=piece.text,
        source=source,
        picture=piece.picture,
        version=1,
    )
    return new_number(connection.execute(new))


def _rows(connection: Connection, collection: int) -> Sequence[Row[Any]]:
    held = select(pieces).where(pieces.c.collection == collection)
    return connection.execute(held.order_by(pieces.c.position, pieces.c.id)).all()


def setting(piece: int) -> Update:
    """To be given what it sets."""
    return update(pieces).where(pieces.c.id == piece)


def take_out(connection: Connection, collection: int, piece: int) -> None:
    """Without it; the others close up."""
    connection.execute(delete(pieces).where(pieces.c.id == piece))
    reorder(connection, order_of(connection, collection))


def reorder(connection: Connection, order: Sequence[int]) -> None:
    """Give each the place that it has in the list."""
    moved = update(pieces).where(pieces.c.id == bindparam("number"))
    if order:
        connection.execute(
            moved.values(position=bindparam("at")),
            [{"number": number, "at": at} for at, number in enumerate(order)],
        )


def as_it_is(connection: Connection, row: Row[Any]) -> dict[str, object]:
    """How a piece is, and behind which other one it stands (0: in front)."""
    order = order_of(connection, row.collection)
    at = order.index(row.id)
    columns = ("kind", "text", "source", "picture", "version")
    values = {name: getattr(row, name) for name in columns}
    return values | {"behind": order[at - 1] if at else 0}


def restore(
    connection: Connection, collection: int, piece: int, before: dict[str, Any] | None
) -> None:
    """One piece as it was; what somebody else wrote into it since stays."""
    held = found(connection, collection, piece)
    if before is None:
        take_out(connection, collection, piece)
        return
    if held is None:
        values = {name: before[name] for name in before if name != "behind"}
        back = insert(pieces).values(id=piece, collection=collection, position=0, **values)
        connection.execute(back)
    else:
        text = before["text"] if held.version <= before["version"] + 1 else held.text
        changed = {"picture": before["picture"], "version": held.version + 1, "text": text}
        connection.execute(setting(piece).values(**changed))
    order = [other for other in order_of(connection, collection) if other != piece]
    at = order.index(before["behind"]) + 1 if before["behind"] in order else 0
    reorder(connection, [*order[:at], piece, *order[at:]])
