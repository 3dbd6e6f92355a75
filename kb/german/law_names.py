"""Names of laws as people write them, each with the one id and short name it is known by here."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kb.german.folding import fold

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_ROMANS = "|".join(sorted(_ROMAN, key=len, reverse=True))
_BOOKS = (
    "erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt",
    "elft", "zwölft", "dreizehnt", "vierzehnt",
)  # fmt: skip
_SOCIAL = (
    rf"(?:SGB|Sozialgesetzbuch(?:e?s)?)[\s-]*(?:\(SGB\)\s*)?(?P<book>{_ROMANS}|1[0-4]|[1-9])(?!\w)"
    rf"|(?P<ordinal>{'|'.join(_BOOKS)})(?:e[ns]?)\s+Buch(?:e?s)?\s+(?:des\s+)?"
    r"(?:SGB|Sozialgesetzbuch(?:e?s)?)(?!\w)"
)
_EUROPEAN = (
    r"(?:VO|Verordnung|RL|Richtlinie)\s*(?:\((?:EU|EG)\)\s*)?(?:Nr\.?\s*)?"
    r"(?P<act>\d{2,4}/\d{1,4})(?:/(?:EU|EG))?(?!\w)"
)
# Any other law is known by its look, next to a "§" only: at least two capitals, a telling end.
_LOOK = re.compile(r"(?=\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{1,14}(?<=[GOVBK])(?!\w)")


_LAST_WORD = re.compile(r"\w+$")


@dataclass(frozen=True, slots=True)
class Law:
    """A law: `id` as in canonical tokens ("sgb8"), `name` as shown ("SGB VIII")."""

    id: str
    name: str


def law_at(text: str, position: int, *, by_look: bool = False) -> tuple[Law, int] | None:
    """The law named at a place of `text`, and where its name ends.

    With `by_look` an unknown abbreviation such as "BremAufnG" counts as a law.
    """
    match = _known().match(text, position)
    if match:
        return _law(match), match.end()
    look = _LOOK.match(text, position) if by_look else None
    return (Law(fold(look[0]), look[0]), look.end()) if look else None


def law_before(text: str) -> tuple[Law, int] | None:
    """The law whose name ends `text`, but for blanks, commas or a bracket, and where it begins."""
    text = text.rstrip(" \t\n,:(")
    word = _LAST_WORD.search(text)
    if not word or not _last_words().fullmatch(word[0]):  # spares nearly every number the search
        return None
    found = list(_known().finditer(text))
    last = found[-1] if found else None
    return (_law(last), last.start()) if last and last.end() == len(last.string) else None


def _law(match: re.Match[str]) -> Law:
    if match["act"]:
        return Law(f"eu{match['act'].replace('/', '-')}", f"VO (EU) {match['act']}")
    if match["book"] or match["ordinal"]:
        number = _book(match["book"] or match["ordinal"])
        return Law(f"sgb{number}", f"SGB {_ROMAN[number - 1]}")
    return _named()[_key(match["name"])]


def _book(written: str) -> int:
    if written.isdigit():
        return int(written)
    if written.upper() in _ROMAN:
        return _ROMAN.index(written.upper()) + 1
    return _BOOKS.index(written.lower()) + 1


def _key(name: str) -> str:
    return re.sub(r"\s+", " ", name).casefold()


@cache
def _named() -> dict[str, Law]:
    text = (resources.files("kb") / "data" / "laws.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    return {
        _key(name): Law(id_, short)
        for id_, short, names in rows
        for name in (short, *filter(None, names.split("|")))
    }


@cache
def _last_words() -> re.Pattern[str]:
    names = {re.split(r"\W+", name)[-1] for name in _named()}
    return re.compile(
        rf"(?:SGB)?(?:{_ROMANS}|\d+)|Sozialgesetzbuch(?:e?s)?|(?:{'|'.join(names)})(?:e?s)?|SGB|EU|EG",
        re.IGNORECASE,
    )


@cache
def _known() -> re.Pattern[str]:
    names = sorted(_named(), key=len, reverse=True)
    listed = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(
        rf"(?<!\w)(?:{_SOCIAL}|{_EUROPEAN}|(?P<name>{listed})(?:e?s)?(?!\w))", re.IGNORECASE
    )
