"""The numbered steps that made each database's schema; a released step is never changed."""

import re
from collections.abc import Sequence
from importlib import resources

_NUMBER = re.compile(r"(\d{4})_[a-z_]+\.sql")


def steps(database: str) -> Sequence[tuple[int, str]]:
    """Those of "sqlite" or "postgres" in order: (version, SQL)."""
    files = resources.files("kb.desk").joinpath("schema", database).iterdir()
    numbered = [(match[1], file) for file in files if (match := _NUMBER.fullmatch(file.name))]
    return sorted((int(number), file.read_text("utf-8")) for number, file in numbered)
