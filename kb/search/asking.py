"""A query as search takes it: its language, its plan, the German of its terms, its direction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.german import Analyzer, Glossary
from kb.index.documents import CONTENTS, LISTING
from kb.index.engine import All, Any, Evidence, Facet, Reader, Request
from kb.language import GERMAN, QUERY_LANGUAGES, recognise
from kb.meaning import LOOKED_AT, Meaning, Meant, PageVectors
from kb.meaning.encoder import Vectors
from kb.model import Translation
from kb.query import Exact, Loose, Node, Query, Words
from kb.search.evidence import (
    Named,
    meant_request,
    named,
    terms_score,
    weigh_foreign,
    weigh_german,
    weigh_untrained,
)
from kb.search.planning import Held, Plan, Planner
from kb.search.terms import Terms
from kb.search.weights import Weights

_LONG = 5  # letters
# Words find most pages: comparing more of them chunk by chunk takes longer and ranks no better
# (recht nDCG@10 .6335 with 100, .6361 with 50; xquad-de .9697 and .9702).
_LOOKED_AT_IN_GERMAN = 50
_TOLD = (
    0.3  # how sure a guess is that is shown; of twenty looked at, half of those below were wrong
)
_WORD = re.compile(r"§+|\w+(?:[-.:]\w+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query read. `names` are the terms that one in another language names, with their plans.

    `near` holds the vectors of the pages and that of the question, where meaning counts; `meant`
    what single words of another language probably are in German. `understood`: the encoder knows
    the language; else nearness ranks a little, but shows nothing and makes no hit.
    """

    query: Query
    plan: Plan
    language: str
    names: tuple[tuple[Named, Plan], ...] = ()
    near: tuple[PageVectors, Vectors] | None = None
    meant: Sequence[Meant] = ()
    understood: bool = True

    @property
    def foreign(self) -> bool:
        """In another language than the pages."""
        return self.language != GERMAN

    @property
    def guesses(self) -> list[Translation]:
        """The words that are fairly surely a German one; nobody is helped by the others."""
        return [
            Translation(one.typed, german)
            for one in self.meant
            for german, sure in one.german[:1]
            if sure >= _TOLD and " " not in one.typed and german.casefold() != one.typed.casefold()
        ]

    @property
    def asks(self) -> bool:
        """Whether anything is looked for at all; without, every page would be a hit."""
        return self.plan.asks or bool(self.names) or (self.foreign and self.near is not None)


class Asking:
    """Reads queries and turns them into requests. Safe to share between threads."""

    def __init__(
        self,
        analyzer: Analyzer,
        glossary: Glossary,
        weights: Weights,
        meaning: Meaning | None,
    ) -> None:
        self._analyzer = analyzer
        self._glossary = glossary
        self._weights = weights
        self._meaning = meaning
        self._german = Planner(analyzer, glossary, weights)
        self._terms = Terms(self._german, self._by_words)
        # words of another language are no slips and no terms, whatever they look like in German
        self._foreign = Planner(
            analyzer,
            Glossary((), analyzer),
            replace(weights, definition=0.0, answer=0.0),
            corrects=False,
        )

    def ask(
        self,
        query: Query,
        reader: Reader,
        held: Held,
        *,
        language: str = "",
        without_synonyms: frozenset[str] = frozenset(),
    ) -> Asked:
        """Read a query; `language` is what its writer says it is, anything else is found out."""
        words = _words(query)
        if language not in QUERY_LANGUAGES:
            language = recognise(words, self._glossary, lambda text: self._all_german(text, held))
        if language == GERMAN:
            plan = self._german.plan(query, held, without_synonyms)
        else:
            plan = self._foreign_plan(query, words, held)
        names = [
            (one, self._terms.plan(one.term, reader, held))
            for one in named(self._glossary, language, words)
        ]
        understood = self._meaning is not None and self._meaning.knows(language)
        foreign = language != GERMAN and any(map(str.isalpha, words))
        meant = self._meaning.meant(words) if self._meaning and foreign and understood else ()
        near = self._near(words, reader) if self._says_something(words, language, held) else None
        return Asked(query, plan, language, tuple(names), near, meant, understood)

    def know_terms(self, reader: Reader, held: Held) -> None:
        """Find what each term finds that a question in another language may name."""
        for term in self._glossary.terms:
            if term.translations:
                self._terms.pages(term, self._terms.plan(term, reader, held), reader)

    def request(self, asked: Asked, reader: Reader) -> Request:
        """What the engine is asked for, not yet filtered or cut into screens."""
        request = self._by_words(asked.plan)
        if asked.near is None and not asked.names:
            return request
        return replace(request, evidence=self._evidence(asked, reader))

    def _foreign_plan(self, query: Query, words: str, held: Held) -> Plan:
        """Names, numbers and long words may stand on a German page; short words only mislead."""
        root = query.root
        if isinstance(root, Words) or _is_quoting(root):
            kept = " ".join(word for word in _WORD.findall(words) if _may_be_german(word, words))
            root = Words(kept) if kept else None
        return self._foreign.plan(replace(query, root=root), held)

    def _near(self, words: str, reader: Reader) -> tuple[PageVectors, Vectors] | None:
        if self._meaning is None or not any(map(str.isalpha, words)):
            return None
        return self._meaning.pages(reader), self._meaning.vector(words)

    def _says_something(self, words: str, language: str, held: Held) -> bool:
        """Whether one of the words is a word: letters at random are near to some page or other."""
        if self._meaning is None or language != GERMAN:
            return True
        reads, known = self._meaning.reads, self._analyzer.known
        tokens = self._analyzer.tokens(words)
        return any(held.holds(t) or reads(t.text) or known(t.text) for t in tokens)

    def _all_german(self, text: str, held: Held) -> bool:
        """Whether the pages or the glossary know every telling word."""
        tokens = self._analyzer.tokens(text)
        telling = [t for t in tokens if t.folded not in self._analyzer.stop_words]
        terms = self._glossary.find(text, tokens)
        return all(
            held.holds(token) or any(f.start <= token.start < f.end for f in terms)
            for token in telling
        )

    def _by_words(self, plan: Plan) -> Request:
        return Request(
            required=All(tuple(plan.required)) if plan.required else None,
            optional=Any(tuple(plan.optional)) if plan.optional else None,
            besides=Any(tuple(plan.besides)) if plan.besides else None,
            parts=tuple(plan.parts),
            coverage=self._weights.coverage,
            boosts={
                (Facet.CURRENT, "no"): self._weights.older,
                (Facet.TEXT_KIND, CONTENTS): self._weights.contents,
                (Facet.TEXT_KIND, LISTING): self._weights.listing,
            },
        )

    def _evidence(self, asked: Asked, reader: Reader) -> Evidence:
        looked_at = LOOKED_AT if asked.foreign else _LOOKED_AT_IN_GERMAN
        near = asked.near[0].nearness(asked.near[1], looked_at) if asked.near else None
        if not asked.foreign:
            return weigh_german(near, len(_WORD.findall(_words(asked.query))), self._weights)
        pages = sum(entry.pages for entry in reader.entries)
        found = [(one, self._terms.pages(one.term, plan, reader)) for one, plan in asked.names]
        terms = terms_score(found, pages)
        if not asked.understood:
            return weigh_untrained(near, terms, self._weights)
        meant = reader.scores(meant_request(asked.meant, self._analyzer, self._weights))
        return weigh_foreign(near, terms, meant, self._weights)


def _may_be_german(word: str, text: str) -> bool:
    is_name = word[0].isupper() and not text.startswith(word)
    return is_name or len(word) >= _LONG or any(map(str.isdigit, word))


def _words(query: Query) -> str:
    """The words that rank; "" where there are only conditions."""
    match query.root:
        case Words(text):
            return text
        case Loose(nodes):
            return " ".join(node.text for node in nodes if isinstance(node, Words | Exact))
    return ""


def _is_quoting(root: Node | None) -> bool:
    """Words and quotations; the latter are no condition where no page is in that language."""
    return isinstance(root, Loose) and all(isinstance(n, Words | Exact) for n in root.nodes)
