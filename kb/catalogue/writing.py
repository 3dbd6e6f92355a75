"""Writing a record: values change, people's comments, order and own lines stay."""

from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Item, Key, Table

from kb import disk
from kb.model import Edition, Publication, Reading

_PROPOSED = "Proposed from the PDF itself. Please check it, then set confirmed = true."
_OPTIONAL = {"year", "law_as_of", "superseded_by", "reading", "recognised"}
_Value = str | int | bool | date | list[str] | InlineTable


def save(publication: Publication, path: Path) -> None:
    """Write the record in one step. Raises FolderNotWritable.

    Editions of the file that `publication` does not have stay as they are.
    """
    document = _existing(path) or _new(publication)
    for name, value in _values(publication).items():
        _put(document, name, value)
    _put_editions(document, publication)
    disk.write(path, tomlkit.dumps(document).encode())


def relabel(path: Path, old: str, new: str) -> None:
    """Write the record with another label for an edition. Raises FolderNotWritable."""
    document = _existing(path)
    for edition in document.get("editions", ()) if document else ():
        for name in ("label", "superseded_by"):
            if edition.get(name) == old:
                edition[name] = new
    if document:
        disk.write(path, tomlkit.dumps(document).encode())


def without_edition(path: Path, label: str) -> None:
    """Write the record without one of its editions. Raises FolderNotWritable.

    What it had superseded is superseded by what superseded it, or by nothing.
    """
    document = _existing(path)
    held = document.get("editions") if document else None
    if document is None or not isinstance(held, AoT):
        return
    number = next((n for n, table in enumerate(held) if str(table.get("label")) == label), None)
    if number is None:
        return
    newer = held[number].get("superseded_by")
    del held[number]
    for table in held:
        if table.get("superseded_by") == label:
            if newer:
                table["superseded_by"] = newer
            else:
                table.pop("superseded_by")
    disk.write(path, tomlkit.dumps(document).encode())


def _existing(path: Path) -> tomlkit.TOMLDocument | None:
    try:
        return tomlkit.parse(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, TOMLKitError, RecursionError):
        return None


def _new(publication: Publication) -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    if not publication.confirmed:
        document.add(tomlkit.comment(_PROPOSED))
    return document


def _values(publication: Publication) -> dict[str, _Value]:
    return {
        "title": publication.title,
        "kind": publication.kind.value,
        "publisher": publication.publisher,
        "audience": list(publication.audience),
        "topics": list(publication.topics),
        "language": publication.language,
        "visibility": publication.visibility.value,
        "confirmed": publication.confirmed,
    }


def _edition_values(edition: Edition) -> dict[str, _Value]:
    values: dict[str, _Value | None] = {
        "label": edition.label,
        "year": edition.year,
        "law_as_of": edition.law_as_of,
        "file": edition.file,
        "sha256": edition.sha256,
        "added": edition.added,
        "superseded_by": edition.superseded_by,
        "reading": _reading_values(edition.reading),
        "recognised": edition.recognised,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _reading_values(reading: Reading) -> InlineTable | None:
    """What differs from how the program reads by itself; None if nothing does."""
    values: dict[str, object] = {
        "reader": reading.reader or None,
        "numbers": {str(page): label for page, label in reading.numbers} or None,
        "spreads": reading.spreads,
        "columns": reading.columns or None,
        "heads": None if reading.heads else False,
    }
    table = tomlkit.inline_table()
    table.update({name: value for name, value in values.items() if value is not None})
    return table or None


def _put_editions(document: tomlkit.TOMLDocument, publication: Publication) -> None:
    held = document.get("editions")
    if not isinstance(held, AoT):
        held = tomlkit.aot()
        document.add(tomlkit.nl())
        document["editions"] = held
    tables = {str(table.get("label")): table for table in held}
    for edition in publication.editions:
        table = tables.get(edition.label)
        if table is None:
            table = tomlkit.table()
            if len(held):
                held[-1].add(tomlkit.nl())
            held.append(table)
        _put_edition(table, edition)


def _put_edition(table: Table, edition: Edition) -> None:
    # blank lines and comments at its end are about what comes after it
    body, after = table.value.body, list[tuple[Key | None, Item]]()
    while body and body[-1][0] is None:
        after.insert(0, body.pop())
    values = _edition_values(edition)
    for name, value in values.items():
        _put(table, name, value)
    for name in _OPTIONAL - set(values):
        table.pop(name, None)
    body.extend(after)


def _put(table: Table | Container, name: str, value: _Value) -> None:
    # an untouched line keeps its comment and its way of writing
    if name not in table or table[name] != value:
        table[name] = value
