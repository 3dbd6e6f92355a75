"""Details of a publication as people type them: read, checked, compared with what was there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.model import Edition, Kind, Publication, Visibility

LONGEST = 300  # characters of a title
MOST = 30  # topics or audiences
_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember", "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_WRITTEN = re.compile(r"(\d{1,2})\s*[./]\s*(\d{4})")
_NAMED = re.compile(r"([a-zäöü]{3,})\.?\s+(\d{4})")


class Wrong(StrEnum):
    """What is wrong with a value; each has a sentence in `kb.texts`."""

    NO_TITLE = "no_title"
    LONG_TITLE = "long_title"
    YEAR = "year"
    MONTH = "month"
    MANY = "many"
    LANGUAGE = "language"
    REPLACED_BY = "replaced_by"
    NO_NEWEST = "no_newest"


@dataclass(frozen=True, slots=True)
class TypedEdition:
    """What a form says of the edition `label`; `superseded_by` is a label or ""."""

    label: str
    year: str = ""
    law_as_of: str = ""
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says of a publication, as typed."""

    title: str
    kind: Kind
    publisher: str
    audience: Sequence[str]
    topics: Sequence[str]
    language: str
    visibility: Visibility
    confirmed: bool
    editions: Sequence[TypedEdition] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be used; `edition` is the label of the one it belongs to, or ""."""

    wrong: Wrong
    edition: str = ""


def edited(publication: Publication, typed: Typed) -> tuple[Publication, Sequence[Problem]]:
    """The publication with what was typed; with problems it must not be saved."""
    problems = [*_problems(typed), *_edition_problems(publication, typed)]
    if problems:
        return publication, problems
    by_label = {one.label: one for one in typed.editions}
    return replace(
        publication,
        title=_one_line(typed.title),
        kind=typed.kind,
        publisher=_one_line(typed.publisher),
        audience=_listed(typed.audience),
        topics=_listed(typed.topics),
        language=typed.language.strip().lower(),
        visibility=typed.visibility,
        confirmed=typed.confirmed,
        editions=tuple(_edition(e, by_label.get(e.label)) for e in publication.editions),
    ), ()


def read_month(text: str) -> str | None:
    """A Rechtsstand ("3/2026", "März 2026", "2026-03", "2026") in ISO form; None if it is none."""
    lower = " ".join(text.lower().split())
    if not lower:
        return ""
    if match := _ISO.fullmatch(lower):
        return _month(match[1], match[2])
    if match := _WRITTEN.fullmatch(lower):
        return _month(match[2], match[1])
    match = _NAMED.fullmatch(lower)
    number = next(
        (n for n, name in enumerate(_MONTHS) if match and name.startswith(match[1])), None
    )
    return _month(match[2], str(number % 12 + 1)) if match and number is not None else None


def read_year(text: str) -> int | None:
    """A year of four digits; None: that is none."""
    match = re.fullmatch(r"(?:19|20|21)\d\d", text.strip())
    return int(match[0]) if match else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed; `edition` is the label of the one it belongs to, or ""."""

    field: str
    old: str
    new: str
    edition: str = ""


def differences(old: Publication, new: Publication) -> Sequence[Difference]:
    """What saving `new` over `old` changes, field by field."""
    found = [*_differing(old, new, "", _FIELDS)]
    for edition in old.editions:
        if other := new.edition(edition.label):
            found += _differing(edition, other, edition.label, _EDITION_FIELDS)
    return found


_FIELDS = (
    "title", "kind", "publisher", "audience", "topics", "language", "visibility", "confirmed",
)  # fmt: skip
_EDITION_FIELDS = ("year", "law_as_of", "superseded_by")


def _differing(
    old: object, new: object, edition: str, fields: Sequence[str]
) -> Iterator[Difference]:
    for field in fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Difference(field, _text(before), _text(after), edition)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _problems(typed: Typed) -> Iterator[Problem]:
    title = _one_line(typed.title)
    if not title:
        yield Problem(Wrong.NO_TITLE)
    if len(title) > LONGEST:
        yield Problem(Wrong.LONG_TITLE)
    if max(len(_listed(typed.topics)), len(_listed(typed.audience))) > MOST:
        yield Problem(Wrong.MANY)
    if not re.fullmatch(r"[a-z]{2,3}", typed.language.strip().lower()):
        yield Problem(Wrong.LANGUAGE)


def _edition_problems(publication: Publication, typed: Typed) -> Iterator[Problem]:
    labels = {edition.label for edition in publication.editions}
    for one in typed.editions:
        if one.year.strip() and read_year(one.year) is None:
            yield Problem(Wrong.YEAR, one.label)
        if read_month(one.law_as_of) is None:
            yield Problem(Wrong.MONTH, one.label)
        if one.superseded_by and one.superseded_by not in labels - {one.label}:
            yield Problem(Wrong.REPLACED_BY, one.label)
    if typed.editions and all(one.superseded_by for one in typed.editions):
        yield Problem(Wrong.NO_NEWEST)


def _edition(edition: Edition, typed: TypedEdition | None) -> Edition:
    if typed is None:
        return edition
    return replace(
        edition,
        year=read_year(typed.year),
        law_as_of=read_month(typed.law_as_of) or "",
        superseded_by=typed.superseded_by,
    )


def _month(year: str, month: str | None) -> str | None:
    if read_year(year) is None:
        return None
    if month is None:
        return year
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := _one_line(value))))
