"""Requests as servers take them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.index.engine import Any, Field, Request, Term, WordParts
from kb.opensearch.queries import Translator, tokens
from kb.opensearch.server import Json

SERVERS_TAKE = 1024  # conditions in a query


def conditions(query: Json) -> int:
    """How many terms a query names, over all its parts."""
    if isinstance(query, list):
        return sum(map(conditions, query))
    if not isinstance(query, dict):
        return 0
    return sum(1 if name == "term" else conditions(held) for name, held in query.items())


@settings(deadline=None)
@given(st.integers(0, 600), st.integers(0, 200))
def test_a_query_never_has_more_conditions_than_servers_take(parts: int, words: int) -> None:
    """Of a very long question the heaviest parts of words count."""
    request = Request(
        optional=Any(tuple(Term(Field.STEM, f"wort{n}") for n in range(words))),
        parts=(WordParts(tuple(f"g{n:03}" for n in range(parts))),),
    )
    idf = dict.fromkeys(tokens(request), 2.0)
    query = Translator(idf, frozenset()).query(request, ["heft.2026.1"])
    assert conditions(query) <= SERVERS_TAKE
    assert conditions(query) >= min(3 * parts, 500)


def test_the_heaviest_parts_are_taken() -> None:
    grams = tuple(f"g{n:03}" for n in range(600))
    request = Request(parts=(WordParts(grams),))
    idf = {one: 9.0 if one[1] == "g599" else 2.0 for one in tokens(request)}
    assert "g599" in str(Translator(idf, frozenset()).query(request, []))
