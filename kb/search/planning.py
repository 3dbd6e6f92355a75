"""From a query to a request: what to rank by, what must hold, what to mark."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Protocol

from kb.german import Analyzer, Counterpart, Found, Glossary, LawReference, Token
from kb.index.engine import (
    All,
    Any,
    Facet,
    Field,
    Not,
    Phrase,
    Tagged,
    Term,
    WordParts,
)
from kb.index.engine import Node as Asked
from kb.model import Way
from kb.query import (
    Either,
    Every,
    Exact,
    InTitle,
    InYears,
    Loose,
    Near,
    Node,
    OnPage,
    Query,
    Start,
    Without,
    Words,
)
from kb.search.answers import answered_by
from kb.search.matching import Wanted
from kb.search.weights import Weights

TYPED = 1.0  # weight of a word as typed; what stands in for one weighs less
MOST_WORDS = 12  # of a query that rank; more only blur it, and take time
MOST_FORMS = 30  # words that "vormund*" stands for
MOST_NEAR = 6  # spellings of each side of NEAR
SHORTEST_SLIP = 4  # letters of a word that may be misspelt: "umB" is not
SHORTEST_PART = 5  # letters of a word that must hold and may be part of a longer one
_PHRASES = 4_000  # of the glossary, whose tokens are remembered


class Held(Protocol):
    """What the pages hold. Words are folded, most frequent first, unless it says otherwise."""

    def holds(self, token: Token) -> bool:
        """Whether a page has the word in any of its forms."""

    def share(self, token: Token) -> float:
        """What part of all pages has it, 0 to 1."""

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin so."""

    def containing(self, part: str, limit: int) -> Sequence[str]:
        """Words that hold a piece."""

    def with_stems(self, stems: Iterable[str], limit: int) -> Sequence[str]:
        """Words that have one of the stems."""

    def nearest(self, folded: str) -> Sequence[str]:
        """Words as written that are a slip of the keyboard away."""

    @property
    def years(self) -> Sequence[int]:
        """The years of the editions."""


@dataclass(slots=True)
class Plan:
    """What a search asks the engine for and looks for on the pages it gets.

    `besides` only ranks what the others find. `typed` are the words that rank, as written. `terms`
    are the glossary's in the query, `used` the synonyms searched for besides, each after the words
    it stands in for. `moved` are paragraphs that have, or had, another number. `misspelt` are words
    nobody wrote, each with what was probably meant, best first.
    """

    required: list[Asked] = field(default_factory=list)
    optional: list[Asked] = field(default_factory=list)
    besides: list[Asked] = field(default_factory=list)
    parts: list[WordParts] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    typed: list[Token] = field(default_factory=list)
    terms: list[Found] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    moved: list[Counterpart] = field(default_factory=list)
    misspelt: list[tuple[str, Sequence[str]]] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether anything is looked for at all; without, every page would be a hit."""
        return bool(self.required or self.optional or self.parts)


class Planner:
    """Reads queries: what every search shares. Safe to share between threads."""

    def __init__(
        self, analyzer: Analyzer, glossary: Glossary, weights: Weights, *, corrects: bool = True
    ) -> None:
        """`corrects`: a word that nobody wrote may be misspelt."""
        self.corrects = corrects
        self.analyzer = analyzer
        self.glossary = glossary
        self.weights = weights
        # a term has dozens of phrases, and the same terms are asked about again and again
        self.tokens_of_phrase = lru_cache(_PHRASES)(analyzer.tokens)

    def plan(self, query: Query, held: Held, without_synonyms: Collection[str] = ()) -> Plan:
        """Words side by side rank pages; everything else, and words under UND and ODER, must hold.

        `without_synonyms` are not searched.
        """
        reading = _Reading(self, held, {s.casefold() for s in without_synonyms})
        match query.root:
            case None:
                pass
            case Words(text):
                reading.ranks(text)
            case Loose(nodes):
                for node in nodes:
                    if not isinstance(node, Words):
                        reading.must(node)
                reading.ranks(" ".join(node.text for node in nodes if isinstance(node, Words)))
            case root:
                reading.must(root)
        return reading.plan


class _Reading:
    """One query while it is read."""

    def __init__(self, planner: Planner, held: Held, without: Collection[str]) -> None:
        self.plan = Plan()
        self._corrects = planner.corrects
        self._analyzer = planner.analyzer
        self._glossary = planner.glossary
        self._weights = planner.weights
        self._tokens_of_phrase = planner.tokens_of_phrase
        self._held = held
        self._without = without
        self._telling: list[Asked] = []  # conditions on the text, not on year, page, title

    # -- words that rank --

    def ranks(self, text: str) -> None:
        """Words side by side: pages that hold one, in whole or in part, best first."""
        references = self._analyzer.law_references(text, bare=True)
        named = [reference for reference in references if reference.law]
        tokens = self._analyzer.tokens(text)
        beside = [token for token in tokens if not _inside(token, named)]
        for token in self._content(beside):
            self.plan.optional.append(self._word(token, TYPED))
            self._take_apart(token, TYPED)
            self._want(token)
            if self._corrects:
                self._correct(token)
        for reference in references:
            self.plan.optional.extend(self._law(text, reference))
        found = self._glossary.find(text, tokens)
        self._expand(text, [one for one in found if not _inside(one, named)])
        self._define(beside)
        self._lean(answered_by(text), self._weights.answer)
        if self.plan.optional:  # a phrase makes a hit by itself: the words beside it only rank it
            self.plan.optional.extend(self._telling)

    def _content(self, tokens: Sequence[Token]) -> list[Token]:
        """The words that say what is looked for, each once; all words if none does."""
        telling = [t for t in tokens if t.folded not in self._analyzer.stop_words]
        distinct = {token.stems: token for token in reversed(telling or tokens)}
        return list(islice(reversed(distinct.values()), MOST_WORDS))

    def _word(self, token: Token, weight: float) -> Any:
        """A word in any form; one that stands in for what was typed is looked up by stem alone."""
        weights = self._weights
        fields = [(Field.STEM, weights.stem), (Field.HEADING, weights.heading)]
        if weight == TYPED:
            fields.append((Field.TITLE, weights.title))
        terms = [Term(f, stem, weight * w) for f, w in fields if w for stem in token.stems]
        if weight == TYPED and weights.exact:
            terms.append(Term(Field.EXACT, token.folded, weights.exact))
        return Any(tuple(terms))

    def _take_apart(self, token: Token, weight: float) -> None:
        grams = dict.fromkeys(gram for word in token.words for gram in self._analyzer.grams(word))
        if self._weights.parts:
            self.plan.parts.append(WordParts(tuple(grams), weight * self._weights.parts))

    def _want(self, token: Token) -> None:
        self.plan.typed.append(token)
        self.plan.wanted.append(_wanted(token.text, (token,), Way.EXACT))

    def _correct(self, token: Token) -> None:
        """A word that nobody wrote and no dictionary knows is probably one near it."""
        unsure = token.text.isalpha() and len(token.text) >= SHORTEST_SLIP
        if not unsure or self._held.holds(token) or self._analyzer.known(token.text):
            return
        if meant := self._held.nearest(token.folded):
            self.plan.misspelt.append((token.text, meant))
            for right in self._analyzer.tokens(meant[0]) if self._weights.correction else ():
                self.plan.optional.append(self._word(right, self._weights.correction))
                self._take_apart(right, self._weights.correction)
                self.plan.wanted.append(_wanted(token.text, (right,), Way.PART))

    # -- law --

    def _law(self, text: str, reference: LawReference) -> Iterator[Asked]:
        """A reference outweighs words, and most where a heading names it; both numbers count."""
        moved = self._glossary.counterparts(reference)
        self.plan.moved.extend(moved)
        shown = " ".join(text[reference.start : reference.end].split())
        yield from self._paragraphs(shown, reference.asked, self._weights.law)
        for other in moved:
            yield from self._paragraphs(shown, other.tokens, self._weights.moved_law)

    def _paragraphs(self, shown: str, tokens: Sequence[str], weight: float) -> Iterator[Asked]:
        self.plan.wanted.append(Wanted(shown, law=frozenset(tokens), way=Way.LAW, weight=4.0))
        for token in tokens if weight else ():
            yield Term(Field.LAW, token, weight)
            yield Term(Field.HEADING, token, weight)

    # -- other words for the same --

    def _expand(self, text: str, terms: Sequence[Found]) -> None:
        self.plan.terms.extend(terms)
        for found in terms:
            if not found.everyday:
                asked = text[found.start : found.end]
                other = self._glossary.expansions(found.term)
                for phrase in other.variants:
                    self._stand_in(asked, phrase, self._weights.variant)
                for phrase in other.synonyms:
                    self._stand_in(asked, phrase, self._weights.synonym)

    def _define(self, tokens: Sequence[Token]) -> None:
        """A term alone asks what it is: pages that speak like its definition are the basic ones.

        That counts as far as pages have the term: where most name it, to name it says nothing, and
        where one does, that is the page.
        """
        content = self._content(tokens)
        for found in self.plan.terms[:1]:
            if all(found.start <= t.start and t.end <= found.end for t in content):
                common = min(map(self._held.share, content), default=0.0)
                self._lean(found.term.definition, self._weights.definition * common)

    def _lean(self, words: str, weight: float) -> None:
        """Rank pages with these words higher."""
        if weight:
            tokens = self._content(self._tokens_of_phrase(words))
            self.plan.besides.extend(self._word(token, weight) for token in tokens)

    def _stand_in(self, asked: str, phrase: str, weight: float) -> None:
        """A phrase in place of what was typed; all its words must be on the page."""
        tokens = self._content(self._tokens_of_phrase(phrase))
        if not weight or phrase.casefold() in self._without or self._is_typed(tokens):
            return
        share = weight / max(len(tokens), 1)
        self.plan.used.append((asked, phrase))
        self.plan.optional.append(All(tuple(self._word(token, share) for token in tokens)))
        for token in tokens:
            self._take_apart(token, share)
        self.plan.wanted.append(_wanted(asked, tokens, Way.SYNONYM))

    def _is_typed(self, tokens: Sequence[Token]) -> bool:
        typed = {stem for token in self.plan.typed for stem in token.stems}
        return all(not typed.isdisjoint(token.stems) for token in tokens)

    # -- what must hold --

    def must(self, node: Node) -> None:
        """A condition on every hit."""
        if (asked := self._condition(node, marks=True)) is not None:
            self.plan.required.append(asked)
            if not isinstance(node, OnPage | InYears | InTitle | Without):
                self._telling.append(asked)

    def _condition(self, node: Node, *, marks: bool) -> Asked | None:
        match node:
            case Words(text):
                return self._all_words(text, marks=marks)
            case Exact(text):
                return self._phrase(text, marks=marks)
            case Start(text):
                return self._start(text, marks=marks)
            case Near():
                return self._near(node, marks=marks)
            case OnPage(label):
                return Tagged(Facet.LABEL, label)
            case InYears(first, last):
                years = [y for y in self._held.years if first <= y <= last]
                return Any(tuple(Tagged(Facet.YEAR, str(year)) for year in years))
            case InTitle(text):
                return self._title(text)
            case Without(inner):
                asked = self._condition(inner, marks=False)
                return None if asked is None else Not(asked)
            case Either(nodes):
                return Any(self._conditions(nodes, marks=marks))
            case Loose(nodes) | Every(nodes):
                return All(self._conditions(nodes, marks=marks))

    def _conditions(self, nodes: Sequence[Node], *, marks: bool) -> tuple[Asked, ...]:
        asked = (self._condition(node, marks=marks) for node in nodes)
        return tuple(one for one in asked if one is not None)

    def _all_words(self, text: str, *, marks: bool) -> Asked | None:
        if references := self._analyzer.law_references(text, bare=True):
            return Any(tuple(term for one in references for term in self._law(text, one)))
        tokens = self._content(self._analyzer.tokens(text))
        if not marks:  # without a word is not without its compounds
            return All(tuple(self._word(token, TYPED) for token in tokens)) if tokens else None
        for token in tokens:
            self._want(token)
        return All(tuple(self._anywhere(token) for token in tokens)) if tokens else None

    def _anywhere(self, token: Token) -> Asked:
        """The word in any form, or as a part of a longer one."""
        long = token.folded if len(token.folded) >= SHORTEST_PART else ""
        forms = self._held.containing(long, MOST_FORMS) if long else ()
        compounds = tuple(Term(Field.EXACT, form, self._weights.exact) for form in forms)
        return Any((self._word(token, TYPED), *compounds))

    def _phrase(self, text: str, *, marks: bool) -> Asked | None:
        forms = tuple(token.folded for token in self._analyzer.tokens(text))
        if marks and forms:
            sequence = tuple(frozenset((form,)) for form in forms)
            self.plan.wanted.append(Wanted(text, sequence, way=Way.PHRASE, weight=3.0))
        return Phrase(forms) if forms else None

    def _start(self, text: str, *, marks: bool) -> Asked:
        prefix = "".join(token.folded for token in self._analyzer.tokens(text))
        forms = self._held.starting(prefix, MOST_FORMS)
        if marks:
            sequence = (frozenset(forms),)
            self.plan.wanted.append(Wanted(f"{text}*", sequence, way=Way.PHRASE))
        return Any(tuple(Term(Field.EXACT, form) for form in forms))

    def _near(self, near: Near, *, marks: bool) -> Asked | None:
        left, right = self._spellings(near.left, marks), self._spellings(near.right, marks)
        pairs = (Phrase((*a, *b), slop=near.within, ordered=False) for a, b in product(left, right))
        return Any(tuple(pairs)) if left or right else None

    def _spellings(self, side: Words | Exact, marks: bool) -> list[tuple[str, ...]]:
        """The exact forms that a side of NEAR may have: its inflections, or just the phrase."""
        tokens = self._analyzer.tokens(side.text)
        if isinstance(side, Exact) or len(tokens) != 1:
            return [tuple(token.folded for token in tokens)]
        if marks:
            self._want(tokens[0])
        forms = self._held.with_stems(tokens[0].stems, MOST_NEAR)
        return [(form,) for form in dict.fromkeys((tokens[0].folded, *forms))]

    def _title(self, text: str) -> Asked:
        words = (
            Any(tuple(Term(Field.TITLE, stem) for stem in token.stems))
            for token in self._content(self._analyzer.tokens(text))
        )
        return All(tuple(words))


def _inside(one: Token | Found, references: Sequence[LawReference]) -> bool:
    """Whether it is only a part of a reference: the "BGB" of "§ 1878 BGB"."""
    return any(
        reference.start <= one.start
        and one.end <= reference.end
        and (one.start, one.end) != (reference.start, reference.end)
        for reference in references
    )


def _wanted(asked: str, tokens: Sequence[Token], way: Way) -> Wanted:
    """Words in a row; of a single one also what shares its parts."""
    single = tokens[0] if len(tokens) == 1 else None
    return Wanted(
        asked,
        tuple(frozenset(token.stems) for token in tokens),
        single.folded if single else "",
        single.stems if single else (),
        way=way,
        weight=0.5 if way is Way.SYNONYM else 1.0,
    )
