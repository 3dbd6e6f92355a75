"""What somebody may be about to type: terms of the glossary, headings, words of the pages."""

from collections.abc import Iterator, Sequence
from itertools import islice

from kb.german import Analyzer, Glossary, fold
from kb.search.lines import Lines
from kb.search.vocabulary import PageVocabulary

MOST = 8  # completions offered
SHORTEST = 2  # letters before anything is worth offering
LOOKED_AT = 200  # texts that begin so: after two letters there may be thousands
_HEADINGS = 3


class Completer:
    """Completes what is typed from one generation's words. Read-only once made."""

    def __init__(self, glossary: Glossary, vocabulary: PageVocabulary, analyzer: Analyzer) -> None:
        names = {f"{fold(term.name)}\t{term.name}" for term in glossary.terms}
        self._terms = Lines.of(sorted(names))
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
            *_beginning(self._terms, typed),
            *_beginning(self._vocabulary.headings, typed)[:_HEADINGS],
            *self._last_word(typed, last),
            *(_beginning(self._vocabulary.inside, last)[:_HEADINGS] if last == typed else ()),
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


def _beginning(keyed: Lines, typed: str) -> Sequence[str]:
    """The texts of which a key begins so, the shortest first."""
    places = keyed.starting(fold(typed))[:LOOKED_AT]
    return sorted({keyed[at].partition("\t")[2] for at in places}, key=_short_first)


def _short_first(text: str) -> tuple[int, str]:
    return len(text), text
