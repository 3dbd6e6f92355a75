"""What of a search may be kept: no number, no name, nothing that only one person would type."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.german import Analyzer, Term, fold
from kb.german.ordinary import is_ordinary, may_be_name

HIDDEN = "…"
LONGEST = 100  # characters; a question is shorter, what is longer was pasted
_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:de|com|org|net)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masked:
    """A search without what is personal.

    `same` is what searches for the same thing have in common. `known` holds its common words,
    `whole` also rare ones that are written small; both have HIDDEN for the rest.
    """

    same: str
    known: str
    whole: str


class Masking:
    """Masks searches. Safe to share between threads."""

    def __init__(self, terms: Iterable[Term], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms = frozenset(word for term in terms for word in _words_of(term))

    def mask(self, query: str) -> Masked | None:
        """The search as it may be kept; None where no word was typed."""
        text = query[:LONGEST]
        if not any(map(str.isalpha, text)):
            return None
        laws = [(law.start, law.end) for law in self._analyzer.law_references(text)]
        known, whole = [], []
        for piece in _PIECE.finditer(text):
            # a paragraph of a law is nobody's number
            is_law = any(start <= piece.start() < end for start, end in laws)
            words = [piece[0]] if is_law else _words(piece[0])
            known += [word if is_law or self._is_known(word) else HIDDEN for word in words]
            whole += [word if is_law or self._may_be_shown(word) else HIDDEN for word in words]
        same = " ".join(_WORD.findall(text.casefold()))
        return Masked(same, _joined(known), _joined(whole))

    def _is_known(self, word: str) -> bool:
        return fold(word) in self._terms or is_ordinary(word)

    def _may_be_shown(self, word: str) -> bool:
        """Names are written with a capital or known as such; other scripts do not tell."""
        if self._is_known(word):
            return True
        return word.isalpha() and word.islower() and not may_be_name(word)


def _words(piece: str) -> list[str]:
    """The words of a piece of text; of an address or a number nothing is left."""
    if _ADDRESS.search(piece) or any(map(str.isdigit, piece)):
        return [HIDDEN]
    return _WORD.findall(piece)


def _words_of(term: Term) -> Iterator[str]:
    names = (term.name, term.abbreviation, term.expansion, *term.synonyms, *term.variants)
    for text in (*names, *term.translations.values()):
        yield from (fold(word) for word in _WORD.findall(text))


def _joined(words: list[str]) -> str:
    """Several hidden words in a row are one sign: how many there were is nobody's business."""
    kept = [word for n, word in enumerate(words) if word != HIDDEN or words[n - 1 : n] != [HIDDEN]]
    return " ".join(kept)
