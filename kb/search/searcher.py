"""Search: from what someone typed to hits with snippets, marks and reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock

from kb.german import Analyzer, Glossary
from kb.index.engine import All, Any, Engine, Facet, Reader, Request
from kb.model import Filters, Hit, Page, PageKey, Publication, Results, Span
from kb.query import Query, parse
from kb.search import snippets
from kb.search.matching import Matcher, reasons, spans
from kb.search.planning import Plan, Planner
from kb.search.vocabulary import PageVocabulary
from kb.search.weights import Weights

COUNTED = (
    Facet.PUBLICATION,
    Facet.KIND,
    Facet.TOPIC,
    Facet.YEAR,
    Facet.AUDIENCE,
    Facet.TEXT_KIND,
    Facet.CHAPTER,
)
PER_GROUP = 3  # hits of one publication where they are grouped


class Searcher:
    """Answers queries on the current generation. Safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        analyzer: Analyzer,
        glossary: Glossary,
        weights: Weights = Weights(),  # noqa: B008 - frozen
    ) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._weights = weights
        self._planner = Planner(analyzer, glossary, weights)
        self._vocabulary: tuple[str, PageVocabulary] | None = None
        self._building = Lock()

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
    ) -> Results:
        """One screenful of hits for any text.

        `grouped` keeps the best few hits of each publication and leaves out further ones (`total`
        still counts them). `without_synonyms` are words of `Results.synonyms` not to search for.
        Unknown facets in `filters` are ignored. Raises NoIndex.
        """
        query = parse(text)
        with self._engine.reader() as reader:
            plan = self._plan(query, reader, without_synonyms)
            if query.root is None and not filters:
                return Results((), 0, understood=query.understood)
            request = replace(
                self._request(plan, filters),
                limit=limit,
                offset=offset,
                sort_by_year=sort_by_year,
                per_publication=PER_GROUP if grouped else None,
                facets=COUNTED,
            )
            ranking = reader.search(request)
            matcher = Matcher(plan.wanted, self._analyzer, reader.gram_weights)
            known = {p.id: p for p in reader.publications}
            return Results(
                hits=[self._hit(reader, known, matcher, *row) for row in ranking.rows],
                total=ranking.total,
                facets=_facets(ranking.facets),
                understood=query.understood,
            )

    def rank(self, text: str, *, limit: int) -> list[PageKey]:
        """The best pages alone, without what makes them hits; for measuring."""
        with self._engine.reader() as reader:
            plan = self._plan(parse(text), reader)
            request = replace(self._request(plan, Filters()), limit=limit, facets=COUNTED)
            return [key for key, _ in reader.search(request).rows]

    def marks(self, page: Page, text: str) -> list[Span]:
        """What of the page answers the query: whole written words, sorted, disjoint."""
        with self._engine.reader() as reader:
            plan = self._plan(parse(text), reader)
            return spans(Matcher(plan.wanted, self._analyzer, reader.gram_weights).find(page.text))

    def _plan(
        self, query: Query, reader: Reader, without_synonyms: frozenset[str] = frozenset()
    ) -> Plan:
        return self._planner.plan(query, lambda: self._words(reader), without_synonyms)

    def _request(self, plan: Plan, filters: Filters) -> Request:
        return Request(
            required=All(tuple(plan.required)) if plan.required else None,
            optional=Any(tuple(plan.optional)) if plan.optional else None,
            parts=tuple(plan.parts),
            coverage=self._weights.coverage,
            filters=_filters(filters),
            boosts={(Facet.CURRENT, "no"): self._weights.older},
        )

    def _hit(
        self,
        reader: Reader,
        publications: Mapping[str, Publication],
        matcher: Matcher,
        key: PageKey,
        score: float,
    ) -> Hit:
        page = reader.page(key)
        assert page is not None  # the reader has just named it
        publication = publications[key.publication]
        edition = publication.edition(key.edition)
        assert edition is not None
        found = matcher.find(page.text)
        snippet = snippets.cut(page.text, found, matcher.wanted)
        place = snippet.start + (snippet.marks[0].start if snippet.marks else 0)
        return Hit(
            page=page,
            publication=publication,
            edition=edition,
            section=page.section_at(place),
            snippet=snippet,
            score=score,
            reasons=reasons(page.text, found, matcher.wanted),
            text_kinds=reader.facet(key, Facet.TEXT_KIND),
        )

    def _words(self, reader: Reader) -> PageVocabulary:
        """The vocabulary of the generation, made once when first needed."""
        with self._building:
            if self._vocabulary is None or self._vocabulary[0] != reader.generation:
                pages = (p for e in reader.entries for p in reader.pages(e.publication, e.edition))
                years = {e.year for p in reader.publications for e in p.editions if e.year}
                made = PageVocabulary(pages, self._analyzer, sorted(years))
                self._vocabulary = reader.generation, made
            return self._vocabulary[1]


def _filters(filters: Filters) -> dict[Facet, frozenset[str]]:
    names = {facet.value: facet for facet in Facet}
    return {names[n]: values for n, values in filters.values.items() if values and n in names}


def _facets(
    counted: Mapping[Facet, Mapping[str, int]],
) -> dict[str, Sequence[tuple[str, int]]]:
    return {facet.value: tuple(counts.items()) for facet, counts in counted.items()}
