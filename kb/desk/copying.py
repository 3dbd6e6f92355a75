"""All rows of one desk into another, as when a backup moves from SQLite to PostgreSQL or back."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select

from kb.desk import tables

_COUNTED = (
    tables.changes,
    tables.glossary_changes,
    tables.collections,
    tables.pieces,
    tables.steps,
)


def copy(source: Connection, target: Connection) -> bool:
    """Replace what `target` holds; False, and nothing is changed, where it holds an account."""
    if target.execute(select(tables.accounts.c.id).limit(1)).first():
        return False
    for table in reversed(tables.desk.sorted_tables):
        target.execute(delete(table))
    for table in tables.desk.sorted_tables:
        rows = [dict(row) for row in source.execute(select(table)).mappings()]
        if rows:
            target.execute(insert(table), rows)
    return True


def used(connection: Connection) -> Mapping[str, int]:
    """The highest number that each table that counts by itself has given, by its name."""
    last = {
        table.name: connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        for table in _COUNTED
    }
    steps = connection.execute(select(tables.steps.c.before)).scalars()
    removed = [int(piece) for step in steps for piece in json.loads(step)]
    return {**last, "piece": max([last["piece"], *removed])}  # an undo may bring one back
