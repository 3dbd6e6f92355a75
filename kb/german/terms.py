"""The glossary's rows: what ships with the product, and what the association adds in a file."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from kb.errors import BadGlossaryLine

LARGEST = 5_000_000  # bytes of an own glossary; the shipped one has 100,000
TRANSLATION_LANGUAGES = ("en", "fr", "ar", "fa", "tr", "ru", "so", "ti")
COLUMNS = (
    "id", "term_de", "typ", "thema", "abk", "langform", "synonyme", "varianten", "suche_auch",
    "nicht_verwechseln", "recht_neu", "recht_alt", "erklaerung",
    *TRANSLATION_LANGUAGES, "stand", "pruefen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the glossary.

    `abbreviation` and `expansion` are filled together or both empty. `variants` are the same word
    written otherwise, `synonyms` mean the same to someone who searches; `see_also` and
    `confusions` are only for showing. `law_today` and `law_former` are references as people write
    them. `as_of` is the ISO year-month since which the law is as described, "" for long. `check`
    says what an expert still has to confirm; translations always need a native speaker.
    """

    id: str
    name: str
    kind: str = ""
    topic: str = ""
    abbreviation: str = ""
    expansion: str = ""
    synonyms: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    confusions: tuple[str, ...] = ()
    law_today: str = ""
    law_former: str = ""
    definition: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    check: str = ""


def shipped() -> list[Term]:
    """The glossary that comes with the product. Raises BadGlossaryLine if it is broken."""
    file = resources.files("kb") / "data" / "glossary.tsv"
    terms, problems = parse(file.read_text(encoding="utf-8"), Path("glossary.tsv"))
    if problems:
        raise problems[0]
    return terms


def read(path: Path) -> tuple[list[Term], list[BadGlossaryLine]]:
    """The terms of a glossary somebody keeps, and what is wrong with the others, line by line.

    Nothing there is no glossary. Raises nothing: the good lines always count.
    """
    try:
        if path.stat().st_size > LARGEST:
            expected = f"expected a file of at most {LARGEST} bytes"
            return [], [BadGlossaryLine(path, 0, expected, "glossary_size")]
        return parse(path.read_bytes().decode("utf-8-sig"), path)
    except FileNotFoundError:
        return [], []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        expected = "expected UTF-8; save it as 'CSV UTF-8' or text"
        return [], [BadGlossaryLine(path, line, expected, "glossary_encoding")]
    except OSError as error:
        expected = f"cannot be read ({error.strerror})"
        return [], [BadGlossaryLine(path, 0, expected, "glossary_unreadable")]


def parse(text: str, path: Path) -> tuple[list[Term], list[BadGlossaryLine]]:
    """The terms of a table with one header line, and its bad lines. Lines with "#" are comments.

    Columns are found by name; those left out are empty, unknown ones and a missing name are bad.
    """
    lines = [
        (number, unicodedata.normalize("NFC", line))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        return [], []
    number, header = lines[0]
    columns = [name.strip() for name in header.split("\t")]
    wrong = _wrong_header(columns)
    if wrong:
        return [], [BadGlossaryLine(path, number, *wrong)]
    return _rows(lines[1:], columns, path)


def merged(base: Sequence[Term], own: Sequence[Term]) -> tuple[Term, ...]:
    """`base` with `own` rows in place of those of the same id or name, new ones at the end."""
    terms = {term.id: term for term in base}
    names = {term.name.casefold(): term.id for term in base}
    for term in own:
        key = term.id if term.id in terms else names.get(term.name.casefold(), term.id)
        terms[key] = term
        names[term.name.casefold()] = key
    return tuple(terms.values())


_Wrong = tuple[str, str] | None  # what was expected, and the name of the slip


def _wrong_header(columns: Sequence[str]) -> _Wrong:
    unknown = [name for name in columns if name and name not in COLUMNS]
    if "term_de" not in columns:
        expected = "expected a header line with the column 'term_de', columns parted by tabs"
        return expected, "glossary_header"
    if unknown:
        expected = f"unknown column '{unknown[0]}'; expected {', '.join(COLUMNS)}"
        return expected, "glossary_column"
    return None


def _rows(
    lines: Sequence[tuple[int, str]], columns: Sequence[str], path: Path
) -> tuple[list[Term], list[BadGlossaryLine]]:
    terms: dict[str, Term] = {}
    problems: list[BadGlossaryLine] = []
    for number, line in lines:
        values = [value.strip() for value in line.split("\t")]
        row = dict(zip(columns, values, strict=False))
        wrong = _wrong_row(row, values, columns)
        term = _term(row, number)
        if not wrong and term.id in terms:
            wrong = f"the id '{term.id}' was used before; expected each id once", "glossary_twice"
        if wrong:
            problems.append(BadGlossaryLine(path, number, *wrong))
        else:
            terms[term.id] = term
    return list(terms.values()), problems


def _wrong_row(row: Mapping[str, str], values: Sequence[str], columns: Sequence[str]) -> _Wrong:
    if len(values) > len(columns):
        expected = f"expected {len(columns)} values parted by tabs, found {len(values)}"
        return expected, "glossary_values"
    if not row.get("term_de"):
        expected = "expected a word in the column 'term_de' (columns are parted by tabs)"
        return expected, "glossary_name"
    if bool(row.get("abk")) != bool(row.get("langform")):
        return "expected both 'abk' and 'langform' or neither", "glossary_pair"
    return None


def _term(row: Mapping[str, str], number: int) -> Term:
    def one(column: str) -> str:
        return row.get(column, "")

    def many(column: str) -> tuple[str, ...]:
        return tuple(value.strip() for value in one(column).split("|") if value.strip())

    return Term(
        id=one("id") or f"own-{number}",
        name=one("term_de"),
        kind=one("typ"),
        topic=one("thema"),
        abbreviation=one("abk"),
        expansion=one("langform"),
        synonyms=many("synonyme"),
        variants=many("varianten"),
        see_also=many("suche_auch"),
        confusions=many("nicht_verwechseln"),
        law_today=one("recht_neu"),
        law_former=one("recht_alt"),
        definition=one("erklaerung"),
        translations={code: one(code) for code in TRANSLATION_LANGUAGES if one(code)},
        as_of=one("stand"),
        check=one("pruefen"),
    )
