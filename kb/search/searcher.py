"""Search: from what someone typed to hits with snippets, marks and reasons."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from kb.german import Analyzer, Glossary
from kb.index.again import asked_again
from kb.index.documents import NOT_CHOSEN
from kb.index.engine import Engine, Facet, Ranking, Reader, Request
from kb.index.once import OncePerView
from kb.meaning import Meaning
from kb.model import (
    ByMeaning,
    Filters,
    Hit,
    Page,
    PageKey,
    Publication,
    Results,
    Span,
    Visibility,
    Way,
)
from kb.query import Query, parse
from kb.search import notices, snippets
from kb.search.asking import Asked, Asking
from kb.search.completion import Completer
from kb.search.finding import Finder, TermsOnPage
from kb.search.held import HeldByReader
from kb.search.matching import Found, Wanted, reasons, spans
from kb.search.similar import similar
from kb.search.vocabulary import PageVocabulary
from kb.search.weights import Weights
from kb.search.word_lists import WordLists

COUNTED = (
    Facet.PUBLICATION,
    Facet.KIND,
    Facet.TOPIC,
    Facet.YEAR,
    Facet.AUDIENCE,
    Facet.TEXT_KIND,
    Facet.CHAPTER,
)
LONGEST = 2000  # characters of a passage that similar ones are looked for
PER_GROUP = 3  # hits of one publication where they are grouped


class Searcher:
    """Answers queries on what everyone may see of the current generation.

    Safe to share between threads.
    """

    def __init__(
        self,
        engine: Engine,
        analyzer: Analyzer,
        glossary: Glossary,
        weights: Weights = Weights(),  # noqa: B008 - frozen
        meaning: Meaning | ByMeaning = ByMeaning.OFF,
        words: Path | None = None,
    ) -> None:
        """With `meaning`, or why there is none; `words` is a folder to keep word lists in."""
        self._engine = engine
        self._sees = Visibility.PUBLIC
        self._analyzer = analyzer
        self._glossary = glossary
        self._weights = weights
        self._meaning = meaning
        self._asking = Asking(
            analyzer, glossary, weights, meaning if isinstance(meaning, Meaning) else None
        )
        self._words = OncePerView[_Words]()
        self._lists = WordLists(words, analyzer)

    def seen_by(self, sees: Visibility) -> Self:
        """The same for those who see another part; what takes time to make they share."""
        other = copy(self)
        other._sees = sees
        return other

    def with_glossary(self, glossary: Glossary) -> Self:
        """The same with other terms, to see what they would find; completions stay."""
        other = copy(self)
        other._glossary = glossary
        meaning = self._meaning if isinstance(self._meaning, Meaning) else None
        other._asking = Asking(self._analyzer, glossary, self._weights, meaning)
        return other

    @asked_again
    def search(
        self,
        text: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        limit: int = 10,
        offset: int = 0,
        grouped: bool = False,
        sort_by_year: bool = False,
        without_synonyms: frozenset[str] = frozenset(),
        language: str = "",
    ) -> Results:
        """One screenful of hits for any text.

        `grouped` keeps the best few hits of each publication and leaves out further ones (`total`
        still counts them). `without_synonyms` are words of `Results.synonyms` not to search for.
        Unknown facets in `filters` are ignored. `language` is one of
        `kb.language.QUERY_LANGUAGES`; with any other text it is found out. Raises NoIndex.
        """
        with self._engine.reader(self._sees) as reader:
            asked = self._ask(text, reader, language, without_synonyms)
            query, plan = asked.query, asked.plan
            if not _finds(asked, filters):
                return Results((), 0)
            request = replace(
                self._asking.request(asked, reader),
                filters=_filters(filters),
                limit=limit,
                offset=offset,
                # without words all pages are equal: the newest first
                sort_by_year=sort_by_year or not plan.wanted,
                per_publication=PER_GROUP if grouped else None,
                facets=COUNTED,
            )
            ranking = reader.search(request)
            hits = self._hits(reader, asked, ranking)
            return Results(
                hits=hits,
                total=ranking.total,
                facets=_facets(reader, request, ranking),
                understood=query.understood,
                suggestions=notices.suggestions(query, plan),
                cards=notices.cards(plan.terms),
                law_changes=notices.law_changes(plan),
                synonyms=plan.used,
                looser="" if ranking.total else self._looser(query, reader),
                similar_only=_similar_only(asked, hits),
                language=asked.language,
                translations=[one.translation for one, _ in asked.names],
                guesses=asked.guesses,
                by_meaning=self._by_meaning(asked),
                not_understood=_not_understood(asked, hits),
            )

    def prepare(self) -> None:
        """Gather the words of all pages: else the first completion or misspelt word waits for it.

        A second for 3,000 pages, where their lists are not kept yet. Raises NoIndex.
        """
        with self._engine.reader(self._sees) as reader:
            self._made_for(reader)

    def know_terms(self) -> None:
        """Find what each term of the glossary finds: else the first question in another language
        that names it waits for it. Half a second for 10,000 pages. Raises NoIndex.
        """
        with self._engine.reader(self._sees) as reader:
            self._asking.know_terms(reader, self._held(reader))

    @asked_again
    def complete(self, prefix: str) -> list[str]:
        """What the reader may be about to type, best first; empty for less than two letters."""
        with self._engine.reader(self._sees) as reader:
            return self._made_for(reader).completer.complete(prefix)

    def rank(self, text: str, *, limit: int) -> list[PageKey]:
        """The best pages alone, without what makes them hits; for measuring."""
        with self._engine.reader(self._sees) as reader:
            asked = self._ask(text, reader)
            request = self._asking.request(asked, reader)
            ranking = reader.search(replace(request, limit=limit, facets=COUNTED))
            return [key for key, _ in ranking.rows] if asked.asks else []

    @asked_again
    def keys(
        self,
        text: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        limit: int,
        language: str = "",
    ) -> list[PageKey]:
        """The pages a search finds, best first, without what makes hits of them: that takes long.

        Raises NoIndex.
        """
        with self._engine.reader(self._sees) as reader:
            asked = self._ask(text, reader, language)
            if not _finds(asked, filters):
                return []
            request = replace(
                self._asking.request(asked, reader),
                filters=_filters(filters),
                limit=limit,
                sort_by_year=not asked.plan.wanted,
            )
            return [key for key, _ in reader.search(request).rows]

    @asked_again
    def marks(self, page: Page, text: str, language: str = "") -> list[Span]:
        """What of the page answers the query: whole written words, sorted, disjoint.

        Where the query is in another language, also the passage that is nearest in meaning.
        """
        with self._engine.reader(self._sees) as reader:
            asked = self._ask(text, reader, language)
            (found,) = self._finder(asked, reader).find([page])
            return spans(found)

    @asked_again
    def similar(self, key: PageKey, *, limit: int = 5) -> list[tuple[PageKey, float]]:
        """Pages about the same, nearest first; what other editions of its publication say comes
        last, and what they have in its place not at all.

        Empty without vectors, and for a page that the index does not hold.
        """
        with self._engine.reader(self._sees) as reader:
            row = reader.row(key)
            if row is None or not isinstance(self._meaning, Meaning):
                return []
            pages = self._meaning.pages(reader)
            vector = pages.directions(row, row + 1)[0]
            return similar(reader, pages, vector, self._weights, limit=limit, beside=key)

    @asked_again
    def similar_to(
        self, text: str, *, limit: int = 5, beside: PageKey | None = None
    ) -> list[tuple[PageKey, float]]:
        """Pages about the same as a passage in any language; empty without vectors.

        `beside` is the page it stands on, which is treated as in `similar`.
        """
        with self._engine.reader(self._sees) as reader:
            if not isinstance(self._meaning, Meaning) or not any(map(str.isalpha, text)):
                return []
            vector = self._meaning.vector(" ".join(text.split())[:LONGEST])
            pages = self._meaning.pages(reader)
            on = beside if beside and reader.row(beside) is not None else None
            return similar(reader, pages, vector, self._weights, limit=limit, beside=on)

    def _ask(
        self,
        text: str,
        reader: Reader,
        language: str = "",
        without_synonyms: frozenset[str] = frozenset(),
    ) -> Asked:
        return self._asking.ask(
            parse(text),
            reader,
            self._held(reader),
            language=language,
            without_synonyms=without_synonyms,
        )

    def _held(self, reader: Reader) -> HeldByReader:
        return HeldByReader(reader, lambda: self._made_for(reader).vocabulary)

    def _looser(self, query: Query, reader: Reader) -> str:
        """The words of the query alone, if they find anything."""
        words = notices.looser(query)
        asked = self._ask(words, reader)
        request = replace(self._asking.request(asked, reader), limit=0)
        return words if asked.asks and reader.search(request).total else ""

    def _finder(self, asked: Asked, reader: Reader) -> Finder:
        return Finder(asked, self._analyzer, reader)

    def _by_meaning(self, asked: Asked) -> ByMeaning:
        if isinstance(self._meaning, ByMeaning):
            return self._meaning
        unfinished = asked.near is not None and not asked.near[0].complete
        return ByMeaning.UNFINISHED if unfinished else ByMeaning.YES

    def _hits(self, reader: Reader, asked: Asked, ranking: Ranking) -> list[Hit]:
        finder = self._finder(asked, reader)
        terms = TermsOnPage(self._glossary, asked.language)
        known = {publication.id: publication for publication in reader.publications}
        pages = [_page(reader, key) for key, _ in ranking.rows]
        return [
            _hit(reader, known, page, found, finder.wanted, terms, score)
            for page, found, (_, score) in zip(pages, finder.find(pages), ranking.rows, strict=True)
        ]

    def _made_for(self, reader: Reader) -> "_Words":
        """The words of the generation, gathered once when first needed."""
        return self._words.of(reader, lambda: self._gather(reader))

    def _gather(self, reader: Reader) -> "_Words":
        vocabulary = self._lists.of(reader)
        return _Words(vocabulary, Completer(self._glossary, vocabulary, self._analyzer))


@dataclass(frozen=True, slots=True)
class _Words:
    vocabulary: PageVocabulary
    completer: Completer


def _page(reader: Reader, key: PageKey) -> Page:
    page = reader.page(key)
    assert page is not None  # the reader has just named it
    return page


def _hit(
    reader: Reader,
    publications: Mapping[str, Publication],
    page: Page,
    found: Sequence[Found],
    wanted: Sequence[Wanted],
    terms: TermsOnPage,
    score: float,
) -> Hit:
    publication = publications[page.key.publication]
    edition = publication.edition(page.key.edition)
    assert edition is not None
    snippet = snippets.cut(page.text, found, wanted, _headings(page))
    place = snippet.start + (snippet.marks[0].start if snippet.marks else 0)
    kinds = reader.facet(page.key, Facet.TEXT_KIND)
    return Hit(
        page=page,
        publication=publication,
        edition=edition,
        section=page.section_at(place),
        snippet=snippet,
        score=score,
        reasons=reasons(page.text, found, wanted),
        text_kinds=tuple(kind for kind in kinds if kind not in NOT_CHOSEN),
        terms=terms.on(snippet.text),
    )


def _headings(page: Page) -> list[Span]:
    """Where the headings on a page stand."""
    return [Span(h.start, h.start + len(h.title)) for h in page.headings if h.start >= 0]


def _finds(asked: Asked, filters: Filters) -> bool:
    """Whether there is something to find: words, or filters where nothing at all was typed.

    A star or signs alone find nothing.
    """
    return asked.asks or (asked.query.root is None and bool(filters))


def _filters(filters: Filters) -> dict[Facet, frozenset[str]]:
    names = {facet.value: facet for facet in Facet}
    return {names[n]: values for n, values in filters.values.items() if values and n in names}


def _facets(
    reader: Reader, request: Request, ranking: Ranking
) -> dict[str, Sequence[tuple[str, int]]]:
    """Counts of each facet without its own filter: what choosing another value would give."""
    counted = dict(ranking.facets)
    for facet in request.filters:
        others = {f: values for f, values in request.filters.items() if f is not facet}
        wider = replace(request, filters=others, facets=(facet,), limit=0, offset=0)
        counted |= reader.search(wider).facets
    return {
        facet.value: tuple(count for count in counts.items() if count[0] not in NOT_CHOSEN)
        for facet, counts in counted.items()
    }


def _similar_only(asked: Asked, hits: Sequence[Hit]) -> bool:
    """A question in another language is answered by other words anyway."""
    found = bool(hits and asked.plan.typed and not asked.foreign)
    return found and not any(map(_answers_a_word, hits))


def _not_understood(asked: Asked, hits: Sequence[Hit]) -> bool:
    """In a language nobody here reads, terms of the glossary and names on the pages count alone."""
    unread = asked.foreign and not asked.understood and not asked.names
    return unread and not any(map(_answers_a_word, hits))


def _answers_a_word(hit: Hit) -> bool:
    return any(reason.way not in (Way.PART, Way.MEANING) for reason in hit.reasons)
