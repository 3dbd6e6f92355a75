"""Reading what someone typed; every text means something and none is an error."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kb.query.spelling import ENGLISH, spell
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
    Query,
    Start,
    Without,
    Words,
)

KEPT = 200  # characters of a query that count
READ = 20_000  # characters looked at before normalising: nobody types more, an attacker might
DEEPEST = 8  # brackets inside brackets


def parse(text: str) -> Query:
    """Read a query; total: broken syntax is read as far as it goes, what is left over is words."""
    whole = _tidy(text)
    kept = _cut(whole)
    if kept and not kept.replace("*", "").strip():
        return Query(kept, None, everything=True)
    root = _tree(kept)
    understood = spell(root) if root else ""
    return Query(kept, root, understood if understood != whole else "")


def _tree(text: str) -> Node | None:
    if page := _PAGE_ALONE.fullmatch(text):
        return OnPage(page["label"].casefold())
    lexemes = _lexemes(text)
    if all(lexeme.kind in _PLAIN for lexeme in lexemes):
        return Words(text) if text else None
    return _Parser(text, lexemes).tree() or Words(text)


def in_english(understood: str) -> str:
    """`Query.understood` with English operators."""
    root = parse(understood).root
    return spell(root, ENGLISH) if root else understood


# -- characters ------------------------------------------------------------------------------------

_QUOTES = '"„“”«»'
_PAGE_ALONE = re.compile(r"(?i:seite|page|s\.|p\.)\s*(?P<label>[0-9]{1,4}|[ivxlcdmIVXLCDM]{1,7})")


def _tidy(text: str) -> str:
    """NFC, so that a decomposed query is the same query; invisible characters gone."""
    normal = unicodedata.normalize("NFC", text[:READ])
    return " ".join("".join(map(_visible, normal)).split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":  # soft hyphens, direction marks: they join what they stand in
        return ""
    return " " if category[0] == "C" else character


def _cut(text: str) -> str:
    """At most KEPT characters, whole words where there is a blank to cut at."""
    if len(text) <= KEPT:
        return text
    return (text[: KEPT + 1].rpartition(" ")[0] or text[:KEPT]).rstrip()


# -- lexemes ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    start: int
    end: int
    value: str


_PLAIN = ("word", "open", "close")  # brackets alone change nothing: "Vertretung (SGB VIII)"
_FIELDS = {
    "seite": "page",
    "page": "page",
    "jahr": "year",
    "year": "year",
    "titel": "title",
    "title": "title",
}
_OPERATORS = {
    "UND": "and",
    "AND": "and",
    "ODER": "or",
    "OR": "or",
    "NICHT": "not",
    "NOT": "not",
}
_NEAR = re.compile(r"(?:NEAR|NAHE)(?:/([0-9]{1,2}))?")
_PHRASE = r'"[^"]*"|„[^“”"]*[“”"]|“[^”“]*[”“]|«[^»]*»|»[^«]*«|”[^”]*”'
_LEXEME = re.compile(
    rf"""
    (?P<field>(?<![^\s(])(?i:{"|".join(_FIELDS)}):\s?(?:{_PHRASE}|[^\s(){_QUOTES}]+))
    |(?P<phrase>{_PHRASE})
    |(?P<minus>(?<![^\s(])-(?=[\w({_QUOTES}]))
    |(?P<word>(?:[^\s(){_QUOTES}]|(?<=\w)\((?:innen|in|en|e|n|r|s)\))+)  # Betreuer(in) is a word
    |(?P<open>\()
    |(?P<close>\))
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?P<sign>[<>]?=?)(?P<first>[0-9]{4})(?:(?:-|–|\.\.)(?P<last>[0-9]{4}))?")


def _lexemes(text: str) -> list[_Lexeme]:
    return [_lexeme(match) for match in _LEXEME.finditer(text)]


def _lexeme(match: re.Match[str]) -> _Lexeme:
    kind, value = str(match.lastgroup), match[0]
    if kind == "word":
        kind, value = _word(value)
    elif kind == "phrase":
        value = value[1:-1].strip()
    return _Lexeme(kind, match.start(), match.end(), value)


def _word(value: str) -> tuple[str, str]:
    """A word may be an operator, in capitals, or the beginning of a word."""
    if value in _OPERATORS:
        return _OPERATORS[value], value
    if near := _NEAR.fullmatch(value):
        return "near", near[1] or str(NEAR_BY)
    # two letters at least; "Vormund*in" keeps its star inside and is a word
    if re.fullmatch(r"[\w-]*\w\w\*", value):
        return "start", value[:-1]
    return "word", value


def _field(text: str) -> Node:
    """`name:value`; a value that says nothing leaves the words as they were typed."""
    name, _, value = text.partition(":")
    value = value.strip().strip(_QUOTES).strip()
    kind = _FIELDS[name.casefold()]
    if kind == "page" and value.isalnum():
        return OnPage(value.casefold())
    if kind == "title" and value:
        return InTitle(value)
    if kind == "year" and (year := _YEAR.fullmatch(value)):
        return _in_years(year)
    return Words(text)


def _in_years(match: re.Match[str]) -> InYears:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    match match["sign"]:
        case ">":
            return InYears(first + 1, LATEST)
        case ">=":
            return InYears(first, LATEST)
        case "<":
            return InYears(EARLIEST, first - 1)
        case "<=":
            return InYears(EARLIEST, first)
    return InYears(min(first, last), max(first, last))


# -- grammar ---------------------------------------------------------------------------------------
# either := every (ODER every)*      every := loose (UND loose)*      loose := item+
# item   := NICHT item | "-" item | one (NAHE one)?                   one := (either) | … | word


class _Parser:
    """Reads lexemes once from left to right; an operator that lacks a side is passed over."""

    def __init__(self, text: str, lexemes: Sequence[_Lexeme]) -> None:
        self._text = text
        self._lexemes = lexemes
        self._at = 0
        self._depth = 0

    def tree(self) -> Node | None:
        found = []
        while self._at < len(self._lexemes):
            found.append(self._either())
            self._at += 1  # a closing bracket that nothing opened
        return _joined(Loose, found)

    def _either(self) -> Node | None:
        nodes = [self._every()]
        while self._take("or"):
            nodes.append(self._every())
        return _joined(Either, nodes)

    def _every(self) -> Node | None:
        nodes = [self._loose()]
        while self._take("and"):
            nodes.append(self._loose())
        return _joined(Every, nodes)

    def _loose(self) -> Node | None:
        nodes = []
        while self._kind() not in ("and", "or", "close", ""):
            nodes.append(self._item(run=True))
        return _joined(Loose, nodes)

    def _item(self, *, run: bool) -> Node | None:
        if self._take("not") or self._take("minus"):
            inner = self._item(run=False)  # "-a b" is without a, with b
            return Without(inner) if inner else None
        left = self._one(run=run)
        near = self._take("near")
        if not near:
            return left
        right = self._one(run=False)
        if isinstance(left, Words | Exact) and isinstance(right, Words | Exact):
            return Near(left, right, int(near.value))
        return _joined(Loose, [left, right])

    def _one(self, *, run: bool) -> Node | None:
        if self._kind() in ("and", "or", "close", "near", "not", "minus", ""):
            return None
        lexeme = self._lexemes[self._at]
        self._at += 1
        match lexeme.kind:
            case "open":
                return self._inside()
            case "phrase":
                return Exact(lexeme.value) if _says_something(lexeme.value) else None
            case "start":
                return Start(lexeme.value)
            case "field":
                return _field(lexeme.value)
        return self._words(lexeme, run=run)

    def _inside(self) -> Node | None:
        if self._depth == DEEPEST:
            return None  # reads on as if the bracket were not there
        self._depth += 1
        node = self._either()
        self._take("close")
        self._depth -= 1
        return node

    def _words(self, first: _Lexeme, *, run: bool) -> Node | None:
        """One word, or the text up to the last word of a run; a word before NAHE ends the run."""
        last = first
        while run and self._kind() == "word" and self._kind(1) != "near":
            last = self._lexemes[self._at]
            self._at += 1
        text = self._text[first.start : last.end]
        return Words(text) if _says_something(text) else None

    def _kind(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._lexemes[at].kind if at < len(self._lexemes) else ""

    def _take(self, kind: str) -> _Lexeme | None:
        if self._kind() != kind:
            return None
        self._at += 1
        return self._lexemes[self._at - 1]


def _joined(kind: type[Loose | Every | Either], nodes: Sequence[Node | None]) -> Node | None:
    """One node of several: none missing, none of the same kind inside, words side by side one."""
    flat: list[Node] = []
    for node in nodes:
        for part in node.nodes if isinstance(node, kind) else (node,):
            if kind is Loose and isinstance(part, Words) and flat and isinstance(flat[-1], Words):
                flat[-1] = Words(f"{flat[-1].text} {part.text}")
            elif part is not None:
                flat.append(part)
    return kind(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))
