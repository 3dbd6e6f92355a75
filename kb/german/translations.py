"""Find German terms by their translation, in languages for which there is no analyzer."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.german.terms import LANGUAGES, Term

# Measured in the retrieval research on brochures and six languages: thresholds and the number.
LIKENESS = 0.4
ACCEPTED = 0.6
MOST = 4

_WORD = re.compile(r"\w+")
_ALTERNATIVE = re.compile(r"[/;,]")
# The Arabic article, with the prepositions that are written together with it.
_ARTICLE = re.compile(r"\b[وبكف]?(?:ال|لل)(?=\w{3})")
_EXPLANATION = re.compile(r"\([^)]*\)")
# Arabic and Persian keyboards have two letters each for what readers see as one.
_LETTERS = str.maketrans("يىكۀةأإآٱؤئ", "ییکههااااوی", "\u0640\u200c\u200d")


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    words: tuple[str, ...]


class Translations:
    """The translations of all terms, one table for each language."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._entries = {code: _entries(terms, code) for code in LANGUAGES}
        self._rarity = {code: _rarity(entries) for code, entries in self._entries.items()}

    def find(self, language: str, text: str) -> list[tuple[Term, float]]:
        """See `Glossary.by_translation`. Words are alike by their 3-grams (Jaccard)."""
        typed = {word: _parts(word) for word in _words(text)}
        rarity = self._rarity.get(language, {})
        scores: dict[str, tuple[Term, float]] = {}
        for entry in self._entries.get(language, ()) if typed else ():
            score = _score(entry, typed, rarity)
            if score >= ACCEPTED and score > scores.get(entry.term.id, (entry.term, 0.0))[1]:
                scores[entry.term.id] = (entry.term, score)
        return sorted(scores.values(), key=lambda found: -found[1])[:MOST]


def _entries(terms: Sequence[Term], language: str) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(term, words)
        for term in terms
        for alternative in _alternatives(term.translations.get(language, ""))
        if (words := _words(alternative))
    )


def _alternatives(translation: str) -> list[str]:
    return _ALTERNATIVE.split(_EXPLANATION.sub(" ", translation))


def _rarity(entries: Sequence[_Entry]) -> Mapping[str, float]:
    counts = Counter(word for entry in entries for word in set(entry.words))
    return {word: math.log(1 + len(entries) / count) for word, count in counts.items()}


def _score(
    entry: _Entry, typed: Mapping[str, frozenset[str]], rarity: Mapping[str, float]
) -> float:
    """The share of an entry's words, weighted by rarity, that the text holds."""
    held = sum(rarity[word] * _best(_parts(word), typed) for word in entry.words)
    return held / sum(rarity[word] for word in entry.words)


def _best(parts: frozenset[str], typed: Mapping[str, frozenset[str]]) -> float:
    best = max(len(parts & other) / len(parts | other) for other in typed.values())
    return best if best >= LIKENESS else 0.0


def _words(text: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return tuple(_WORD.findall(_ARTICLE.sub("", plain)))


def _parts(word: str) -> frozenset[str]:
    padded = f"_{word}_"
    return frozenset(padded[i : i + 3] for i in range(max(1, len(padded) - 2)))
