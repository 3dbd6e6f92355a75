"""One record: from a TOML file that people write to a Publication, or a line that says why not."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from kb.errors import BadRecord
from kb.model import TEXT_KINDS, Edition, Kind, Publication, Reading, Visibility

WHOLE_FILE = "(whole file)"
RECORD_FIELDS = (
    "title",
    "kind",
    "publisher",
    "audience",
    "topics",
    "language",
    "visibility",
    "confirmed",
    "demonstration",
    "editions",
)
EDITION_FIELDS = (
    "label",
    "year",
    "law_as_of",
    "file",
    "sha256",
    "added",
    "superseded_by",
    "text_kinds",
    "reading",
    "recognised",
)
READING_FIELDS = ("reader", "numbers", "spreads", "columns", "heads")

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MONTH = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PDF_PAGE = re.compile(r"[0-9]{1,5}[ab]?")
_PAGE = re.compile(r"[1-9][0-9]{0,4}")
_LABEL_PRINTED = re.compile(r"[0-9]{0,5}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}")
_READER = re.compile(r"pypdf|pdfium")
_ANYTHING = re.compile(r".*", re.DOTALL)
_LARGEST = 1_000_000  # bytes; a record has a few hundred

Choice = TypeVar("Choice", Kind, Visibility)


def read(path: Path) -> tuple[Publication, list[BadRecord]]:
    """The publication of a record, and what is wrong with single editions of it.

    Whether the files exist is not looked at. Raises BadRecord where the record as a whole cannot
    be used: better nothing than something internal shown to everybody for a slip in
    "visibility".
    """
    if not _ID.fullmatch(path.stem):
        expected = "expected a-z, 0-9 and hyphens only, such as handbuch-2026.toml"
        raise BadRecord(path, "(file name)", expected)
    table = _Table(path, "", _load(path))
    table.only(RECORD_FIELDS)
    editions, problems = _editions(table)
    publication = Publication(
        id=path.stem,
        title=table.text("title", required=True),
        editions=tuple(sorted(editions, key=_newest_first)),
        kind=table.choice("kind", Kind.OTHER),
        publisher=table.text("publisher"),
        audience=table.texts("audience"),
        topics=table.texts("topics"),
        language=table.text("language", _LANGUAGE, "two letters such as 'de'") or "de",
        visibility=table.choice("visibility", Visibility.PUBLIC),
        confirmed=table.truth("confirmed", default=True),
        demonstration=table.truth("demonstration", default=False),
    )
    return publication, problems


def names(path: Path) -> Collection[str]:
    """The files that a record names, in NFC; the whole text of one that cannot be parsed.

    So a slip in a record never makes its PDF look like one that nobody has recorded.
    """
    try:
        editions = tomllib.loads(path.read_text("utf-8-sig")).get("editions")
    except (ValueError, RecursionError, OSError):
        with suppress(OSError):
            return nfc(path.read_text("utf-8", "replace"))
        return ()
    tables = editions if isinstance(editions, list) else []
    fields = ("file", "recognised")
    return {nfc(str(one.get(f))) for one in tables if isinstance(one, dict) for f in fields}


def nfc(text: str) -> str:
    """One form for "ü" in a file name, which is two letters on some disks."""
    return unicodedata.normalize("NFC", text)


def _load(path: Path) -> Mapping[str, object]:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadRecord(path, WHOLE_FILE, "larger than a record can be")
        return tomllib.loads(path.read_text("utf-8-sig"))  # editors on Windows write a BOM
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadRecord(path, WHOLE_FILE, f"not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise BadRecord(path, WHOLE_FILE, "expected text in UTF-8") from error
    except OSError as error:
        raise BadRecord(path, WHOLE_FILE, f"cannot be read: {error.strerror}") from error


def _editions(table: "_Table") -> tuple[list[Edition], list[BadRecord]]:
    given = table.values.get("editions")
    if not isinstance(given, list) or not given:
        raise table.bad("editions", "expected at least one [[editions]] with label and file")
    labels = [e.get("label") for e in given if isinstance(e, dict)]
    editions: dict[str, Edition] = {}
    problems: list[BadRecord] = []
    for one in given:
        try:
            edition = _edition(
                _Table(table.path, "editions.", one if isinstance(one, dict) else {})
            )
            if edition.label in editions:
                raise table.bad("editions.label", f"'{edition.label}' is there twice")
            editions[edition.label] = edition
        except BadRecord as error:
            problems.append(error)
            continue
        newer = edition.superseded_by
        if newer and (newer == edition.label or newer not in labels):
            expected = f"'{newer}' is not the label of another edition here"
            problems.append(table.bad("editions.superseded_by", expected))
    return list(editions.values()), problems


def _edition(table: "_Table") -> Edition:
    table.only(EDITION_FIELDS)
    return Edition(
        label=table.text("label", _LABEL, "a-z, 0-9 and hyphens, such as '2026'", required=True),
        file=_file(table),
        year=table.year("year"),
        law_as_of=table.text("law_as_of", _MONTH, "a month such as '2026-11'"),
        sha256=table.text("sha256", _SHA256, "64 hexadecimal digits, or nothing"),
        added=table.day("added"),
        superseded_by=table.text("superseded_by"),
        text_kinds=_text_kinds(table),
        reading=_reading(table),
        recognised=_file(table, "recognised", required=False),
    )


def _file(table: "_Table", field: str = "file", *, required: bool = True) -> str:
    name = table.text(field, required=required, as_written=True)
    if "/" in name or "\\" in name or name in (".", "..") or "\0" in name:
        raise table.bad(field, f"'{name}': expected the name of a file in documents/, no folders")
    return name


def _reading(table: "_Table") -> Reading:
    """How the file is to be read: `reading = { reader = "pdfium", numbers = { 7 = "1" } }`."""
    given = table.values.get("reading", {})
    if not isinstance(given, dict):
        raise table.bad("reading", "expected a table such as { spreads = true }")
    inner = _Table(table.path, "editions.reading.", given)
    inner.only(READING_FIELDS)
    return Reading(
        reader=inner.text("reader", _READER, "'pypdf' or 'pdfium'"),
        numbers=_numbers(inner),
        spreads=inner.truth("spreads", default=False) if "spreads" in given else None,
        columns=inner.truth("columns", default=False),
        heads=inner.truth("heads", default=True),
    )


def _numbers(table: "_Table") -> tuple[tuple[int, str], ...]:
    given = table.values.get("numbers", {})
    is_table = isinstance(given, dict) and all(
        _PAGE.fullmatch(str(page)) and isinstance(label, str) and _LABEL_PRINTED.fullmatch(label)
        for page, label in given.items()
    )
    if not is_table:
        expected = 'expected PDF pages with the number printed there: { 7 = "1" }, "IV" or ""'
        raise table.bad("numbers", expected)
    assert isinstance(given, dict)
    return tuple(sorted((int(page), label) for page, label in given.items()))


def _text_kinds(table: "_Table") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Corrections by hand: `text_kinds = { 16 = ["table"], 17 = [] }`."""
    given = table.values.get("text_kinds", {})
    expected = f'expected PDF pages with their kinds: {{ 16 = ["table"] }}; {", ".join(TEXT_KINDS)}'
    if not isinstance(given, dict) or not all(map(_PDF_PAGE.fullmatch, given)):
        raise table.bad("text_kinds", expected)
    kinds = _Table(table.path, "editions.text_kinds.", given)
    found = {page: kinds.texts(page) for page in given}
    if not {kind for named in found.values() for kind in named} <= set(TEXT_KINDS):
        raise table.bad("text_kinds", expected)
    return tuple(sorted(found.items()))


def _newest_first(edition: Edition) -> tuple[bool, int, str]:
    return not edition.is_current, -(edition.year or 0), edition.label


class _Table:
    """The values of a TOML table; asking for one of the wrong kind raises BadRecord."""

    def __init__(self, path: Path, prefix: str, values: Mapping[str, object]) -> None:
        self.path = path
        self.values = values
        self._prefix = prefix

    def bad(self, field: str, expected: str) -> BadRecord:
        name = field if field.startswith("editions") else self._prefix + field
        return BadRecord(self.path, name, expected)

    def only(self, names: Sequence[str]) -> None:
        # a slip such as "visibilty" must not pass for the default
        for name in self.values:
            if name not in names:
                raise self.bad(name, f"unknown; expected one of {', '.join(names)}")

    def text(
        self,
        name: str,
        pattern: re.Pattern[str] = _ANYTHING,
        expected: str = "text",
        *,
        required: bool = False,
        as_written: bool = False,
    ) -> str:
        value = self.values.get(name, "")
        if isinstance(value, str):
            text = value if as_written else " ".join(value.split())
            if (text and pattern.fullmatch(text)) or not (text or required):
                return text
        raise self.bad(name, f"expected {expected}")

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(dict.fromkeys(text for item in value if (text := " ".join(item.split()))))
        raise self.bad(name, 'expected a list such as ["Vormundschaft", "Geld"]')

    def choice(self, name: str, default: Choice) -> Choice:
        value = self.values.get(name, default.value)
        kinds = type(default)
        if isinstance(value, str) and value in [kind.value for kind in kinds]:
            return kinds(value)
        raise self.bad(name, f"expected one of {', '.join(kind.value for kind in kinds)}")

    def truth(self, name: str, *, default: bool) -> bool:
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return value
        raise self.bad(name, "expected true or false")

    def year(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or (type(value) is int and 1900 <= value < 2200):
            return value
        raise self.bad(name, "expected a year such as 2026, without quotes")

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        if value is None or type(value) is date:
            return value
        raise self.bad(name, "expected a day such as 2026-11-23, without quotes")
