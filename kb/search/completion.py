"""What somebody may be about to type: terms of the glossary, headings, words of the pages."""

from collections.abc import Iterable, Sequence

from kb.german import Analyzer, Glossary, fold
from kb.search.vocabulary import PageVocabulary

MOST = 8
SHORTEST = 2  # letters before anything is worth offering
LONGEST = 60  # characters of a heading that still reads as a query
_HEADINGS = 3


def complete(
    prefix: str, glossary: Glossary, vocabulary: PageVocabulary, analyzer: Analyzer
) -> list[str]:
    """Whole queries that begin with, or go on from, what was typed; best first, at most MOST.

    First terms and headings that begin so, then the last word completed, then headings that have
    a word beginning so.
    """
    typed = " ".join(prefix.split())
    last = typed.rpartition(" ")[2]
    if len(last) < SHORTEST or not last[-1].isalnum():
        return []
    terms = [term.name for term in glossary.terms]
    headings = [h for h in map(_without_number, vocabulary.headings) if 0 < len(h) <= LONGEST]
    offered = [
        *_beginning(typed, terms),
        *_beginning(typed, headings)[:_HEADINGS],
        *_last_word(typed, last, vocabulary, analyzer),
        *_holding(last, headings if last == typed else ())[:_HEADINGS],
    ]
    distinct = {fold(text): text for text in reversed(offered)}
    return [text for text in reversed(distinct.values()) if fold(text) != fold(typed)][:MOST]


def _beginning(typed: str, texts: Iterable[str]) -> list[str]:
    start = fold(typed)
    return sorted((text for text in texts if fold(text).startswith(start)), key=len)


def _last_word(
    typed: str, last: str, vocabulary: PageVocabulary, analyzer: Analyzer
) -> Sequence[str]:
    before = typed[: len(typed) - len(last)]
    words = vocabulary.starting(fold(last), MOST)
    return [before + vocabulary.shown(w) for w in words if w not in analyzer.stop_words]


def _holding(last: str, headings: Iterable[str]) -> list[str]:
    start = fold(last)
    held = (h for h in headings if any(fold(word).startswith(start) for word in h.split()[1:]))
    return sorted(held, key=len)


def _without_number(heading: str) -> str:
    """ "2.7 Aufwandspauschale" -> "Aufwandspauschale"; nobody types the number."""
    return heading.lstrip("0123456789.) ").strip()
