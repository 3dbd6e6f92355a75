"""The desk's tables as its statements name them; made by the steps in `schema/`, not from here."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    CursorResult,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

desk = MetaData()


class _Text(TypeDecorator[str]):
    """Whatever was typed; PostgreSQL keeps no NUL, and nobody means one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is kept."""
        return value and value.replace("\0", "")


def _owned(name: str, of: str, *, key: bool = False) -> Column[int]:
    """A row that goes with a row of another table."""
    return Column(
        name,
        BigInteger,
        ForeignKey(f"{of}.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=key,
    )


def _by() -> Column[int]:
    """Whose deed it was; NULL once their account is gone."""
    return Column("account", BigInteger, ForeignKey("account.id", ondelete="SET NULL"))


accounts = Table(
    "account",
    desk,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", _Text, nullable=False),
    Column("role", _Text, nullable=False),
    Column("password", _Text),
    Column("created", _Text, nullable=False),
    Column("elsewhere", _Text, unique=True),
)
account_number = Table("account_number", desk, Column("last", BigInteger, nullable=False))
sessions = Table(
    "session",
    desk,
    Column("digest", _Text, primary_key=True),
    _owned("account", "account"),
    Column("created", _Text, nullable=False),
    Column("expires", _Text, nullable=False),
)
changes = Table(
    "change",
    desk,
    Column("id", BigInteger, primary_key=True),
    Column("at", _Text, nullable=False),
    _by(),
    Column("deed", _Text, nullable=False),
    Column("subject", _Text, nullable=False),
    Column("detail", _Text, nullable=False),
)
searches = Table(
    "unanswered",
    desk,
    Column("asked", _Text, primary_key=True),
    Column("known", _Text, nullable=False),
    Column("text", _Text, nullable=False),
    Column("similar", Boolean, nullable=False),
    Column("times", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("first_day", _Text, nullable=False),
    Column("last_day", _Text, nullable=False),
    Column("set_aside", Boolean, nullable=False),
)
unanswered_key = Table("unanswered_key", desk, Column("key", LargeBinary, nullable=False))
contact_checks = Table(
    "contact_check",
    desk,
    Column("publication", _Text, primary_key=True),
    Column("contact", _Text, primary_key=True),
    Column("day", _Text, nullable=False),
    _by(),
)
glossary_changes = Table(
    "glossary_change",
    desk,
    Column("id", BigInteger, primary_key=True),
    Column("at", _Text, nullable=False),
    _by(),
    Column("term", _Text, nullable=False),
    Column("before", LargeBinary),
    Column("after", _Text, nullable=False),
    Column("undone", Boolean, nullable=False),
)
collections = Table(
    "collection",
    desk,
    Column("id", BigInteger, primary_key=True),
    _owned("owner", "account"),
    Column("title", _Text, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("changed", _Text, nullable=False),
)
pieces = Table(
    "piece",
    desk,
    Column("id", BigInteger, primary_key=True),
    _owned("collection", "collection"),
    Column("position", Integer, nullable=False),
    Column("kind", _Text, nullable=False),
    Column("text", _Text, nullable=False),
    Column("source", _Text),
    Column("picture", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
shares = Table(
    "share",
    desk,
    _owned("collection", "collection", key=True),
    _owned("account", "account", key=True),
    Column("may_edit", Boolean, nullable=False),
)
steps = Table(
    "step",
    desk,
    Column("id", BigInteger, primary_key=True),
    _owned("collection", "collection"),
    _owned("account", "account"),
    Column("before", _Text, nullable=False),
)


def new_number(result: CursorResult[Any]) -> int:
    """What the database has called the row that was just inserted."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
