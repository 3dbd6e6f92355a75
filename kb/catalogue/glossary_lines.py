"""The lines of a glossary: terms to rows and back, with what people wrote around them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

from kb.errors import BadGlossaryLine
from kb.german import Term
from kb.german.terms import COLUMNS, TRANSLATION_LANGUAGES, parse

_BOM = b"\xef\xbb\xbf"
_SEVERAL = "|"


def with_term(text: str, term: Term, name: str) -> str:
    """The text with a row for the term: in place of the one called `name`, else at the end."""
    text = _with_columns(text, term)
    lines = text.splitlines(keepends=True)
    columns = _columns(lines)
    places = _places(lines, columns, name)
    end = _end(text)
    row = "\t".join(_values(term).get(column, "") for column in columns).rstrip("\t") + end
    if not places:
        glue = "" if not lines or lines[-1].endswith(("\n", "\r")) else end
        return text + glue + row
    lines[places[0]] = row
    return "".join(line for number, line in enumerate(lines) if number not in places[1:])


def without_term(text: str, name: str) -> str:
    """The text without the rows called `name`."""
    lines = text.splitlines(keepends=True)
    places = _places(lines, _columns(lines), name)
    return "".join(line for number, line in enumerate(lines) if number not in places)


def with_header(table: str) -> str:
    """The table, with the usual header if its first row is none."""
    first = next((line for line in table.splitlines() if _is_row(line)), "")
    has_one = "term_de" in [value.strip() for value in first.split("\t")]
    return table if has_one or not first else "\t".join(COLUMNS) + "\n" + table


def columns(table: str) -> Sequence[str]:
    """The names in its header."""
    return _columns(table.splitlines(keepends=True))


def completed(term: Term, held: Term, columns: Sequence[str]) -> Term:
    """The term as `held` is, but for what stands in `columns`."""
    values = _values(held) | {c: v for c, v in _values(term).items() if c in columns and c != "id"}
    text = "\t".join(values) + "\n" + "\t".join(values.values())
    return parse(text, Path("glossary.tsv"))[0][0]


def row(term: Term) -> dict[str, str]:
    """Column -> value; without the id, which may only number a line."""
    return {column: value for column, value in _values(term).items() if column != "id"}


def clean(term: Term) -> Term:
    """The term with one line and no stray signs in each value, as a table can hold it."""
    values: dict[str, object] = {}
    for field in fields(term):
        value = getattr(term, field.name)
        if isinstance(value, str):
            values[field.name] = _one_line(value)
        elif isinstance(value, tuple):
            pieces = (piece for one in value for piece in one.split(_SEVERAL))
            values[field.name] = tuple(dict.fromkeys(filter(None, map(_one_line, pieces))))
        else:
            found = {code: _one_line(one) for code, one in value.items()}
            values[field.name] = {code: one for code, one in found.items() if one}
    return replace(term, **values)  # type: ignore[arg-type]  # each value has its field's type


def decoded(content: bytes) -> str:
    """The text of a file. Raises BadGlossaryLine where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        expected = "expected UTF-8; save it as 'CSV UTF-8' or text"
        raise BadGlossaryLine(Path("glossary.tsv"), line, expected, "glossary_encoding") from error


def encoded(text: str, before: bytes) -> bytes:
    """As a file, with the mark at its beginning if there was one: Excel needs it."""
    return (_BOM if before.startswith(_BOM) else b"") + text.encode()


def _values(term: Term) -> dict[str, str]:
    listed = {
        "synonyme": term.synonyms,
        "varianten": term.variants,
        "suche_auch": term.see_also,
        "nicht_verwechseln": term.confusions,
    }
    return {
        "id": "" if term.id.startswith("own-") else term.id,
        "term_de": term.name,
        "typ": term.kind,
        "thema": term.topic,
        "abk": term.abbreviation,
        "langform": term.expansion,
        **{column: _SEVERAL.join(values) for column, values in listed.items()},
        "recht_neu": term.law_today,
        "recht_alt": term.law_former,
        "erklaerung": term.definition,
        **{code: term.translations.get(code, "") for code in TRANSLATION_LANGUAGES},
        "stand": term.as_of,
        "pruefen": term.check,
    }


def _with_columns(text: str, term: Term) -> str:
    """The text with a header that has a column for each value of the term."""
    lines = text.splitlines(keepends=True)
    place = _header(lines)
    end = _end(text)
    if place is None:
        glue = "" if not text or text.endswith("\n") else end
        return text + glue + "\t".join(COLUMNS) + end
    held = _columns(lines)
    missing = [column for column, value in _values(term).items() if value and column not in held]
    if missing:
        header = lines[place].rstrip("\r\n")
        lines[place] = "\t".join([header, *missing]) + lines[place][len(header) :]
    return "".join(lines)


def _places(lines: Sequence[str], columns: Sequence[str], name: str) -> list[int]:
    """Which lines are rows called `name`."""
    header = _header(lines)
    if header is None or "term_de" not in columns:
        return []
    found = []
    for number in range(header + 1, len(lines)):
        values = dict(zip(columns, lines[number].rstrip("\r\n").split("\t"), strict=False))
        named = unicodedata.normalize("NFC", values.get("term_de", "").strip())
        if _is_row(lines[number]) and named.casefold() == name.casefold():
            found.append(number)
    return found


def _columns(lines: Sequence[str]) -> list[str]:
    place = _header(lines)
    return [] if place is None else [name.strip() for name in lines[place].split("\t")]


def _header(lines: Sequence[str]) -> int | None:
    return next((number for number, line in enumerate(lines) if _is_row(line)), None)


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _one_line(value: str) -> str:
    """No tab, line break or control character; "#" at the beginning would make a comment of it."""
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", value))
    return " ".join(plain.split()).lstrip("#").strip()
