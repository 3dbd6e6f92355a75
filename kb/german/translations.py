"""Find German terms by their translation, in languages for which there is no analyzer."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kb.german.terms import TRANSLATION_LANGUAGES, Term

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
        self._tables = {code: _Table(_entries(terms, code)) for code in TRANSLATION_LANGUAGES}

    def find(self, language: str, text: str) -> list[tuple[Term, float]]:
        """See `Glossary.by_translation`. Words are alike by their 3-grams (Jaccard)."""
        table = self._tables.get(language)
        return table.find(_words(text)) if table else []


class _Table:
    """The entries of one language, and which of their words hold a 3-gram."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        counts = Counter(word for entry in entries for word in set(entry.words))
        self._entries = entries
        self._rarity = {w: math.log(1 + len(entries) / count) for w, count in counts.items()}
        self._parts = {word: _parts(word) for word in counts}
        self._holding: dict[str, list[str]] = {}
        for word, parts in self._parts.items():
            for part in parts:
                self._holding.setdefault(part, []).append(word)

    def find(self, typed: Sequence[str]) -> list[tuple[Term, float]]:
        """The entries whose words were typed, best first, each term once."""
        alike = self._alike(typed)
        scores: dict[str, tuple[Term, float]] = {}
        for entry in self._entries if alike else ():
            score = self._score(entry, alike)
            if score >= ACCEPTED and score > scores.get(entry.term.id, (entry.term, 0.0))[1]:
                scores[entry.term.id] = (entry.term, score)
        return sorted(scores.values(), key=lambda found: -found[1])[:MOST]

    def _alike(self, typed: Sequence[str]) -> Mapping[str, float]:
        """The words of entries that are like a typed one, each with how much."""
        alike: dict[str, float] = {}
        for parts in map(_parts, dict.fromkeys(typed)):
            shared = Counter(chain.from_iterable(self._holding.get(part, ()) for part in parts))
            for word, common in shared.items():
                likeness = common / (len(parts) + len(self._parts[word]) - common)
                if likeness >= LIKENESS:
                    alike[word] = max(likeness, alike.get(word, 0.0))
        return alike

    def _score(self, entry: _Entry, alike: Mapping[str, float]) -> float:
        """The share of an entry's words, weighted by rarity, that the text holds."""
        held = sum(self._rarity[word] * alike.get(word, 0.0) for word in entry.words)
        return held / sum(self._rarity[word] for word in entry.words)


def _entries(terms: Sequence[Term], language: str) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(term, words)
        for term in terms
        for alternative in _alternatives(term.translations.get(language, ""))
        if (words := _words(alternative))
    )


def _alternatives(translation: str) -> list[str]:
    return _ALTERNATIVE.split(_EXPLANATION.sub(" ", translation))


def _words(text: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return tuple(_WORD.findall(_ARTICLE.sub("", plain)))


def _parts(word: str) -> frozenset[str]:
    padded = f"_{word}_"
    return frozenset(padded[i : i + 3] for i in range(max(1, len(padded) - 2)))
