"""Worklists as tables that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With semicolons and the mark by which Excel knows UTF-8; no cell is ever a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_harmless(str(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """What people typed or a PDF says must not be run by the program that opens the table."""
    return f"'{text}" if text.startswith(_FORMULA) else text
