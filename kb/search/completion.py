"""What somebody may be about to type: terms of the glossary, headings, words of the pages."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kb.german import Analyzer, Glossary, fold
from kb.search.vocabulary import PageVocabulary

MOST = 8  # completions offered
SHORTEST = 2  # letters before anything is worth offering
LONGEST = 60  # characters of a heading that still reads as a query
LOOKED_AT = 200  # texts that begin so: after two letters there may be thousands
_HEADINGS = 3


class Completer:
    """Completes what is typed from one generation's words. Read-only once made."""

    def __init__(self, glossary: Glossary, vocabulary: PageVocabulary, analyzer: Analyzer) -> None:
        headings = [h for h in map(_without_number, vocabulary.headings) if 0 < len(h) <= LONGEST]
        self._terms = _Beginnings((fold(term.name), term.name) for term in glossary.terms)
        self._headings = _Beginnings((fold(heading), heading) for heading in headings)
        self._inside = _Beginnings(
            (fold(word), heading) for heading in headings for word in heading.split()[1:]
        )
        self._vocabulary = vocabulary
        self._analyzer = analyzer

    def complete(self, prefix: str) -> list[str]:
        """Whole queries that begin with, or go on from, what was typed; best first, at most MOST.

        First terms and headings that begin so, then the last word completed, then headings with a
        word that begins so.
        """
        typed = " ".join(prefix.split())
        last = typed.rpartition(" ")[2]
        if len(last) < SHORTEST or not last[-1].isalnum():
            return []
        offered = [
            *self._terms.of(typed),
            *self._headings.of(typed)[:_HEADINGS],
            *self._last_word(typed, last),
            *(self._inside.of(last)[:_HEADINGS] if last == typed else ()),
        ]
        distinct: dict[str, str] = {}
        for text in offered:
            distinct.setdefault(fold(text), text)
        distinct.pop(fold(typed), None)
        return list(islice(distinct.values(), MOST))

    def _last_word(self, typed: str, last: str) -> Iterator[str]:
        """Real words, of each only the form that is most frequent."""
        before = typed[: len(typed) - len(last)]
        seen: set[str] = set()
        for folded in self._vocabulary.starting(fold(last), 4 * MOST):
            word = self._vocabulary.shown(folded)
            stems = {stem for token in self._analyzer.tokens(word) for stem in token.stems[:1]}
            if folded not in self._analyzer.stop_words and seen.isdisjoint(stems):
                seen |= stems
                yield before + word


class _Beginnings:
    """Texts by the folded keys they may be reached by."""

    def __init__(self, keyed: Iterable[tuple[str, str]]) -> None:
        self._keyed = sorted(set(keyed))

    def of(self, typed: str) -> Sequence[str]:
        """The texts of which a key begins so, the shortest first."""
        start = fold(typed)
        first = bisect_left(self._keyed, (start, ""))
        run = islice(self._keyed, first, first + LOOKED_AT)
        return sorted({text for key, text in run if key.startswith(start)}, key=_short_first)


def _short_first(text: str) -> tuple[int, str]:
    return len(text), text


def _without_number(heading: str) -> str:
    """Turn "2.7 Aufwandspauschale" into "Aufwandspauschale": nobody types the number."""
    return heading.lstrip("0123456789.) ").strip()
