"""A tree back as text, with the operators of either language."""

from dataclasses import dataclass

from kb.query.tree import (
    EARLIEST,
    LATEST,
    NEAR_BY,
    Either,
    Every,
    Exact,
    InTitle,
    InYears,
    Loose,
    Near,
    Node,
    OnPage,
    Start,
    Without,
    Words,
)


@dataclass(frozen=True, slots=True)
class Operators:
    """What operators and fields are called in one language; all are understood in both."""

    near: str
    without: str
    both: str
    either: str
    page: str
    year: str
    title: str


GERMAN = Operators("NAHE", "NICHT", "UND", "ODER", "seite", "jahr", "titel")
ENGLISH = Operators("NEAR", "NOT", "AND", "OR", "page", "year", "title")


def spell(node: Node, names: Operators = GERMAN) -> str:
    """The plainest text that parses to this tree."""
    match node:
        case Words(text):
            return text
        case Exact(text):
            return f'"{text}"'
        case Start(text):
            return f"{text}*"
        case Near(left, right, within):
            operator = names.near if within == NEAR_BY else f"{names.near}/{within}"
            return f"{spell(left)} {operator} {spell(right)}"
        case OnPage(label):
            return f"{names.page}:{label}"
        case InYears():
            return f"{names.year}:{_years(node)}"
        case InTitle(text):
            return f'{names.title}:"{text}"'
        case Without(inner):
            kinds = (Loose, Every, Either, Near, Words)
            return f"{names.without} {_bracketed(inner, kinds, names)}"
        case Loose(nodes):
            return " ".join(_bracketed(n, (Loose, Every, Either), names) for n in nodes)
        case Every(nodes):
            return f" {names.both} ".join(_bracketed(n, (Every, Either), names) for n in nodes)
        case Either(nodes):
            return f" {names.either} ".join(_bracketed(n, (Either,), names) for n in nodes)


def _bracketed(node: Node, kinds: tuple[type, ...], names: Operators) -> str:
    text = spell(node, names)
    single = isinstance(node, Words) and " " not in text
    return f"({text})" if isinstance(node, kinds) and not single else text


def _years(years: InYears) -> str:
    if years.last == LATEST:
        return f">={years.first}"
    if years.first == EARLIEST:
        return f"<={years.last}"
    return str(years.first) if years.first == years.last else f"{years.first}-{years.last}"
