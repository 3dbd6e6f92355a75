"""Requests as the servers take them: which pages are hits, and what each of them scores by words.

What a token weighs comes along as its boost; see `kb.opensearch.schema.similarities`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from kb.index.engine import All, Any, Facet, Field, Node, Not, Phrase, Request, Tagged, Term
from kb.index.reader import BODY_WEIGHT, HEADING_WEIGHT, gram_weights
from kb.opensearch.schema import HEADING_PARTS, OWNER, PARTS, clipped, token_text
from kb.opensearch.server import Json

Asked = tuple[str, str]  # stream, token
Query = dict[str, Json]

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"constant_score": {"filter": {"match_all": {}}, "boost": 0}}
_MOST = 1000  # clauses: the servers' own limit is 1024
_SLACK = 1e-5  # the shares are sums of 32-bit numbers


def tokens(request: Request) -> set[Asked]:
    """Every token whose weight a request needs."""
    nodes = (request.required, request.optional, request.besides)
    found = {one for node in nodes if node is not None for one in _tokens(node)}
    grams = gram_weights(request.parts)
    return found | {(stream, gram) for gram in grams for stream in (PARTS, HEADING_PARTS)}


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns requests into queries. `idf` must know all their `tokens`."""

    idf: Mapping[Asked, float]
    hidden: Collection[str]

    def query(self, request: Request, enough: Sequence[str]) -> Query:
        """All hits with what their words score; pages named by `enough` are hits without words."""
        words, filters = self._by_words(request), self._filters(request)
        if not enough:
            return {"bool": {"filter": filters, "must": [words]}}
        named = _worth({"ids": {"values": list(enough)}}, 0)
        filters += self._required_alone(request)
        return {"bool": {"filter": filters, "should": [words, named], "minimum_should_match": 1}}

    def boosted(self, query: Query, boosts: Mapping[tuple[Facet, str], float]) -> Query:
        """The same with the scores of pages multiplied that carry a facet value."""
        if not boosts:
            return query
        functions = [
            {"filter": _tagged(facet, [value]), "weight": factor}
            for (facet, value), factor in boosts.items()
        ]
        return {"function_score": {"query": query, "functions": functions}}

    def _filters(self, request: Request) -> list[Query]:
        chosen = [_tagged(facet, values) for facet, values in request.filters.items() if values]
        return [*chosen, shown(self.hidden)]

    def _required_alone(self, request: Request) -> list[Query]:
        return [self._node(request.required)] if request.required is not None else []

    def _by_words(self, request: Request) -> Query:
        """The pages that are hits by words, scored by all that is asked."""
        weights = self._taken(request)
        scored = [*self._parts(weights)]
        if request.optional is not None:
            scored.append(self._node(request.optional))
        if request.besides is not None:
            scored.append(self._node(request.besides))
        must = [self._node(request.required)] if request.required is not None else [EVERYTHING]
        either = self._either(request, weights)
        return {"bool": {"must": must, "filter": either, "should": scored}}

    def _either(self, request: Request, weights: Mapping[str, float]) -> list[Query]:
        """What a hit must match besides `required`, nothing if that is all there is."""
        if request.optional is None and not request.parts and request.evidence is None:
            return []
        ways = [self._node(request.optional)] if request.optional is not None else []
        ways.append(self._enough_parts(weights, request.coverage))
        return [{"bool": {"should": ways, "minimum_should_match": 1}}]

    def _taken(self, request: Request) -> dict[str, float]:
        """The parts with their weights; of more than servers take in a query the heaviest."""
        weights = dict(gram_weights(request.parts))
        asked = (request.required, request.optional, request.besides)
        words = sum(2 * len([*_tokens(node)]) for node in asked if node is not None)
        most = max((_MOST - words) // 3, 0)
        if len(weights) > most:
            heavy = nlargest(most, weights, key=lambda g: weights[g] * self._idf(PARTS, g))
            weights = {gram: weights[gram] for gram in heavy}
        return weights

    def _enough_parts(self, weights: Mapping[str, float], coverage: float) -> Query:
        """The pages that hold enough of the mass of all parts."""
        mass = {gram: weight * self._idf(PARTS, gram) for gram, weight in weights.items()}
        held = [_worth(held_by(PARTS, gram), one) for gram, one in mass.items() if one > 0]
        if not held:
            return NOTHING
        least = (coverage - _SLACK) * sum(mass.values())
        return {"function_score": {"query": {"bool": {"should": held}}, "min_score": max(least, 0)}}

    def _parts(self, weights: Mapping[str, float]) -> Iterator[Query]:
        for gram, weight in weights.items():
            for stream, share in ((PARTS, BODY_WEIGHT), (HEADING_PARTS, HEADING_WEIGHT)):
                if boost := share * weight * self._idf(stream, gram):
                    yield held_by(stream, gram, boost)

    def _node(self, node: Node) -> Query:
        match node:
            case Term():
                return self._term(node.field, node.token, node.weight)
            case Phrase():
                return self._phrase(node)
            case Tagged():
                return _worth(_tagged(node.facet, [node.value]), 0)
            case Not():
                return _worth({"bool": {"must_not": [self._node(node.node)]}}, 0)
            case Any():
                ways = [self._node(one) for one in node.nodes]
                return {"bool": {"should": ways, "minimum_should_match": 1}} if ways else NOTHING
            case All():
                return {"bool": {"must": [EVERYTHING, *map(self._node, node.nodes)]}}

    def _term(self, field: Field, token: str, weight: float) -> Query:
        idf = self._idf(field.value, token)
        return held_by(field.value, token, weight * idf) if idf else NOTHING

    def _phrase(self, node: Phrase) -> Query:
        """Pages where the tokens stand together; they score what the tokens score."""
        if not node.tokens:
            return NOTHING
        words = [self._term(Field.EXACT, token, node.weight) for token in node.tokens]
        together = [_together(node)] if len(words) > 1 else []
        return {"bool": {"must": words, "filter": together}}

    def _idf(self, stream: str, token: str) -> float:
        return self.idf[stream, token_text(token)]


def held_by(stream: str, token: str, boost: float = 1.0) -> Query:
    """The pages that hold a token."""
    return {"term": {stream: {"value": token_text(token), "boost": boost}}}


def shown(hidden: Collection[str]) -> Query:
    """The pages that may be seen."""
    if not hidden:
        return {"match_all": {}}
    return {"bool": {"must_not": [{"terms": {OWNER: sorted(hidden)}}]}}


def _tagged(facet: Facet, values: Collection[str]) -> Query:
    return {"terms": {facet.value: sorted(map(clipped, values))}}


def _worth(query: Query, score: float) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}


def _together(node: Phrase) -> Query:
    """Tokens near the one before; of three and more in any order, near the group of those before.

    Each step is a rule around the rule of the step before, since gaps count for a whole rule.
    """
    texts = [token_text(token) for token in node.tokens]
    if node.slop == 1 and node.ordered:
        return {"match_phrase": {Field.EXACT.value: " ".join(texts)}}
    rule: Query = {"match": {"query": texts[0]}}
    for text in texts[1:]:
        pair = [rule, {"match": {"query": text}}]
        gaps = max(node.slop - 1, 0)
        rule = {"all_of": {"intervals": pair, "max_gaps": gaps, "ordered": node.ordered}}
    return {"intervals": {Field.EXACT.value: rule}}


def _tokens(node: Node) -> Iterator[Asked]:
    match node:
        case Term():
            yield node.field.value, token_text(node.token)
        case Phrase():
            yield from ((Field.EXACT.value, token_text(token)) for token in node.tokens)
        case Any() | All():
            for one in node.nodes:
                yield from _tokens(one)
        case Not():
            yield from _tokens(node.node)
