"""What a written word is found by: gendered, hyphenated, feminine and abbreviated forms."""

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import Stemmer

from kb.german.folding import fold

# How German marks gender inside a word. "_" arrives as "*" (see tokens). A tail follows only
# "innen": Bürger*innenbüro.
_ENDING = r"innen|INNEN|in|IN|e[nrsm]?|[nrsm]|E[NRSM]?|[NRSM]"
GENDER = (
    rf"(?:(?:[*:·•]|/-?)(?:(?:innen|INNEN)\w*|(?:{_ENDING})(?!\w))|\((?:-?(?:{_ENDING}))\)(?!\w))"
)
_SIGN = re.compile(rf"(?:[*:·•]|/-?)(?:(?:innen|INNEN)(\w*)|(?:{_ENDING}))$|\(-?(?:{_ENDING})\)$")
_INNER_CAPITAL = re.compile(r"(\w\w[a-zäöüß])In(?:nen(\w*))?$")
_HYPHEN = re.compile(r"(?<![/(])[-‐]\s*")
_LINE_END = re.compile(r"[-‐][ \t]*\r?\n[ \t]*(?=[a-zäöüß])")

# Feminine forms spelled out meet their base too. The "-in" of Termin or Berlin is no ending, so
# only agent suffixes count, and nouns for persons that have none.
_WOMEN = re.compile(
    r"(\w{3,}(?:er|or|ent|ant|ist|log|eur|är|aer)|\w*(?:freund|vormund|anwält|anwaelt|anwalt|kolleg"
    r"|expert|ärzt|aerzt|arzt|nachbar|genoss|pat|kund|köch|wirt|chef))in"
)
_WOMEN_PLURAL = re.compile(r"(\w{3,})innen")
_FEMININE = ("in", "innen")
_VERBS_IN_INNEN = re.compile(
    r"\w*(?:beg|gew|sp)innen|(?:ge|zer|ver|ent)?rinnen|(?:be|er|ent|nach)?sinnen"
)

_ABBREVIATION = re.compile(r"(?=.{2,4}s?$)([^\W\d_]*[A-ZÄÖÜ]+)(s?)")
_LONGEST_ABBREVIATION = 5  # with its "s"

_STEMMER = Stemmer.Stemmer("german", 0)  # its own cache is not needed: `read` has one


class Word(NamedTuple):  # thousands in a search: see `kb.german.Token`
    """The forms of a written word: see `kb.german.Token`."""

    folded: str
    stems: tuple[str, ...]
    words: tuple[str, ...]


def _stop_words() -> frozenset[str]:
    text = (resources.files("kb") / "data" / "stop_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())


STOP_WORDS = _stop_words()


@lru_cache(maxsize=200_000)
def read(written: str) -> Word:
    """All forms of one written word, gender signs and hyphens included, in NFKC."""
    if written.isalpha():  # nearly all are, and there is neither sign nor hyphen to look for
        return _short_of(written) or _plain(_uncapitalised(written))
    parts = [p for p in _HYPHEN.split(_LINE_END.sub("", written)) if p]
    if len(parts) == 1:
        return _simple(parts[0])
    return _joined([_simple(p) for p in parts], [_base(p) for p in parts])


def stem(word: str) -> str:
    """The folded Snowball stem of a word in any case."""
    return fold(_cut(word.lower()))


def _cut(lower: str) -> str:
    stemmed: str = _STEMMER.stemWord(lower) if len(lower) > 2 else lower
    return stemmed


def _joined(parts: list[Word], bases: list[str]) -> Word:
    """A hyphenated word is found by its parts and, unless it is all digits, written in one."""
    stems = [s for p in parts for s in p.stems if len(p.folded) > 1]
    words = [w for p in parts for w in p.words if len(w) > 1]
    if "".join(bases).isdigit():
        return Word("-".join(bases), _distinct(stems), _distinct(words))
    whole = _plain("".join(bases))
    return Word(whole.folded, _distinct([*whole.stems, *stems]), _distinct([*whole.words, *words]))


def _simple(part: str) -> Word:
    if short := _short_of(part):
        return short
    word = _plain(_base(part))
    sign = _SIGN.search(part)
    if sign and sign[1]:  # "Bürger*innenbüro" is found as Bürgerbüro and as Bürger
        first = _plain(part[: sign.start()])
        return Word(word.folded, word.stems + first.stems, word.words)
    return word


def _base(part: str) -> str:
    """The word without its gender sign and ending: Vormund*innen, VormundInnen -> Vormund."""
    match = _SIGN.search(part)
    if match:
        return part[: match.start()] + (match[1] or "")
    return _uncapitalised(part)


def _uncapitalised(part: str) -> str:
    match = _INNER_CAPITAL.search(part) if "In" in part else None
    return part[: match.end(1)] + (match[2] or "") if match else part


def _plain(word: str) -> Word:
    if word[0].isdigit():
        word = word.replace(".", "")  # 1.800
    folded, lower = fold(word), word.lower()
    cut = _cut(_masculine(lower))
    # what folding leaves as it is, it leaves so without its ending
    same = folded == lower and lower.startswith(cut)
    return Word(folded, (cut if same else fold(cut),), (folded,))


def _masculine(word: str) -> str:
    if not word.endswith(_FEMININE):
        return word
    match = _WOMEN.fullmatch(word)
    if not match and not _VERBS_IN_INNEN.fullmatch(word):
        match = _WOMEN_PLURAL.fullmatch(word)
    return match[1] if match else word


def _short_of(part: str) -> Word | None:
    """What an abbreviation is found by, None if it is none."""
    if len(part) > _LONGEST_ABBREVIATION or part.islower() or part.istitle():
        return None
    abbreviation = _ABBREVIATION.fullmatch(part)
    return _short(abbreviation[1]) if abbreviation else None


def _short(letters: str) -> Word:
    """An abbreviation in its own case: "UM" is never the word "um", "abH" is not quite "ABH".

    Where the lower-case form is a function word, it is not even found by it; elsewhere people
    type abbreviations in lower case, so both forms count.
    """
    folded = fold(letters)
    if folded in STOP_WORDS:
        return Word(letters, (letters,), (letters,))
    return Word(folded, (letters, folded), (folded,))


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
