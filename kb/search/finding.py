"""What of a page answers a query: its words, its terms, and the passage nearest in meaning."""

from collections.abc import Sequence
from dataclasses import replace

from kb.german import Analyzer, Glossary
from kb.index.engine import Reader
from kb.language import GERMAN
from kb.model import Page, Span, Translation, Way
from kb.search.asking import Asked
from kb.search.matching import Answer, Found, Matcher, Wanted

MOST_TERMS = 4  # shown on a hit
_NEAR = 0.15  # below it no passage is worth marking


class Finder:
    """Finds it on pages. Not for more than one thread, as its reader."""

    def __init__(self, asked: Asked, analyzer: Analyzer, reader: Reader) -> None:
        self._near = asked.near if asked.understood else None
        self._foreign = asked.foreign
        self._reader = reader
        translated = [
            replace(wanted, asked=one.translation.other, way=Way.SYNONYM)
            for one, plan in asked.names
            for wanted in plan.wanted
            if not wanted.law
        ]
        self.wanted: Sequence[Wanted] = (
            *asked.plan.wanted,
            *translated,
            Wanted(asked.query.text, way=Way.MEANING, weight=2.0),
        )
        self._matcher = Matcher(self.wanted, analyzer, reader.gram_weights)

    def find(self, pages: Sequence[Page]) -> list[list[Found]]:
        """Everything on each of some pages, in order and disjoint; quickest for all at once.

        The passage is looked for where the page was found by meaning: in other languages, and
        where it has none of the words.
        """
        found = self._matcher.find([page.text for page in pages])
        return [self._with_passage(*both) for both in zip(pages, found, strict=True)]

    def _with_passage(self, page: Page, found: list[Found]) -> list[Found]:
        passage = self._passage(page) if self._foreign or not found else None
        if passage is None:
            return found
        around = [f for f in found if not _overlap(f.span, passage.span)]
        return sorted([*around, passage], key=lambda f: f.span)

    def _passage(self, page: Page) -> Found | None:
        row = self._reader.row(page.key)
        if self._near is None or row is None:
            return None
        pages, vector = self._near
        passage = pages.passage(row, vector)
        if passage is None or passage.nearness < _NEAR or passage.span.end > len(page.text):
            return None
        meaning = len(self.wanted) - 1
        return Found(passage.span, (Answer(meaning, Way.MEANING, passage.nearness),))


class TermsOnPage:
    """The glossary's terms in a text with their equivalents in another language."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self._glossary = glossary
        self._language = language

    def on(self, text: str) -> tuple[Translation, ...]:
        """The first few in order, each once; none in German."""
        if self._language == GERMAN:
            return ()
        found = {
            one.term.name: Translation(other, one.term.name)
            for one in self._glossary.find(text)
            if (other := one.term.translations.get(self._language))
        }
        return tuple(found.values())[:MOST_TERMS]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
