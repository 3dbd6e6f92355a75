"""The one analyzer that index, query, marks and suggestions share."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata, resources
from sys import intern
from typing import NamedTuple

from kb.german import dictionary, law, words
from kb.german.characters import Normal, normal

_WORD = r"\w[\w\u0300-\u036f]*"
_KEPT_HYPHEN = r"[ \t]*\r?\n[ \t]*(?!(?:und|oder|bzw|sowie|bis|als|noch|wie)\b)"
_TOKEN = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?![\w.])"  # 1.800
    rf"|{_WORD}(?:{words.GENDER})?(?:[-‐](?:{_KEPT_HYPHEN})?(?=\w){_WORD}(?:{words.GENDER})?)*"
)
# A line in capitals is a heading, not a row of abbreviations: there "UM" is the word "um".
_SHOUTED = re.compile(r"^(?=[^\n]*[A-ZÄÖÜ]{6})[^\na-zäöüß]+$", re.MULTILINE)
_PARTS = 4


class Token(NamedTuple):  # a page has hundreds, and a dataclass takes three times as long to make
    """One written word in its place.

    `text` is `given[start:end]`. `folded` is its exact form, `stems` are all stems it is found by,
    the most specific first; `words` are the folded words whose parts (`Analyzer.grams`) count.
    """

    text: str
    start: int
    end: int
    folded: str
    stems: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a text, not yet analysed: `words[i]` is token `i` in NFKC.

    Most words of a page answer nothing, and equal ones answer the same.
    """

    words: Sequence[str]
    _text: str
    _normal: Normal
    _source: str  # that `words` were found in
    _ends: list[int] = field(default_factory=lambda: [0])  # of the words looked for so far

    def __len__(self) -> int:
        return len(self.words)

    def span(self, i: int) -> tuple[int, int]:
        """Where token `i` begins and ends in the text."""
        ends, find = self._ends, self._source.index
        end = ends[-1]
        for word in self.words[len(ends) - 1 : i + 1]:
            # between two words no letter stands, so the next one is the first that looks like it
            end = find(word, end) + len(word)
            ends.append(end)
        end = ends[i + 1]
        return self._normal.span(end - len(self.words[i]), end)

    def token(self, i: int) -> Token:
        """The token, analysed."""
        word = words.read(self.words[i])
        start, end = self.span(i)
        return Token(self._text[start:end], start, end, word.folded, word.stems, word.words)


class Analyzer:
    """German text to tokens. Total: any string will do. Safe to share between threads."""

    stop_words = words.STOP_WORDS
    word = staticmethod(words.read)  # the forms of one of `Written.words`

    def __init__(self) -> None:
        self.fingerprint = _fingerprint()

    def tokens(self, text: str) -> list[Token]:
        """Every word of `text` in order, stop words included; a gendered form is one token.

        Tokens are disjoint, but where one sign holds two of them ("¼" is 1 and 4).
        """
        written = self.written(text)
        return [written.token(i) for i in range(len(written))]

    def written(self, text: str) -> Written:
        """The same words in the same order, for callers who need few of them analysed."""
        same = normal(text)
        source = same.text.replace("_", "*")  # a gender sign too, but a letter to "\w"
        source = _SHOUTED.sub(_lowered, source)
        return Written(_TOKEN.findall(source), text, same, source)

    def grams(self, word: str) -> tuple[str, ...]:
        """The distinct 4-grams of a folded word, "_" at both ends; shorter words stay whole."""
        return _grams(word)

    def law_references(self, text: str, *, bare: bool = False) -> list[law.LawReference]:
        """Every reference to a law in `text`, in order.

        With `bare`, for queries, a number with a letter ("25a") is one even standing alone.
        """
        return law.references(text, bare=bare)

    def known(self, word: str) -> bool:
        """Whether it is a German word, capitalised or not; compounds are rarely known."""
        return _known(word)


def _lowered(line: re.Match[str]) -> str:
    lower = line[0].lower()
    return lower if len(lower) == len(line[0]) else line[0]  # "İ" would move what follows


@lru_cache(maxsize=200_000)
def _grams(word: str) -> tuple[str, ...]:
    if len(word) < _PARTS:
        return (word,) if word else ()
    padded = f"_{word}_"
    starts = range(len(padded) - _PARTS + 1)
    # the same few parts make up all words: kept once, they take a sixth of the memory
    return tuple(dict.fromkeys(intern(padded[i : i + _PARTS]) for i in starts))


@lru_cache(maxsize=200_000)
def _known(word: str) -> bool:
    forms = dict.fromkeys((word, word.lower(), word.capitalize()))
    return bool(word) and any(map(dictionary.is_known, forms))


def _fingerprint() -> str:
    """A digest of everything that changes tokens: this room's code, its data, its libraries."""
    digest = hashlib.sha256()
    digest.update(metadata.version("PyStemmer").encode())
    digest.update(unicodedata.unidata_version.encode())
    code = (f for f in resources.files("kb.german").iterdir() if f.name.endswith(".py"))
    for file in sorted(code, key=lambda f: f.name):
        digest.update(file.read_bytes())
    for data in ("stop_words.txt", "laws.tsv"):
        digest.update((resources.files("kb") / "data" / data).read_bytes())
    return digest.hexdigest()[:16]
