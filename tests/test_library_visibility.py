"""A library with publications for the team answers everyone else as if it never had them."""

from inspect import signature
from pathlib import Path

import pytest

from kb.errors import PageNotFound
from kb.library import Library
from kb.meaning import load
from kb.model import Filters, PageKey, Results, Visibility
from kb.settings import Settings

HIDDEN = PageKey("intern", "2031", 1)
OLDER = PageKey("intern", "2030", 1)
SHOWN = PageKey("blatt", "2025", 1)
NOWHERE = PageKey("gibtsnicht", "2031", 1)


@pytest.fixture(scope="module")
def everyone(internal_home: Path) -> Library:
    """The library with internal publications as everyone sees it."""
    return Library(Settings(home=internal_home))


@pytest.fixture(scope="module")
def team(everyone: Library) -> Library:
    """The same as the team sees it."""
    return everyone.seen_by(Visibility.TEAM)


@pytest.fixture(scope="module")
def without(small_home: Path) -> Library:
    """The library that never had internal publications."""
    return Library(Settings(home=small_home))


QUERIES = [
    "Notgroschen",  # a word of theirs alone: the total would tell
    "Jugendamt Taschengeld",  # both have it: places and scores would tell
    "Wo liegt das Geld für den Notfall?",  # found by meaning
    "Where is the emergency cash kept?",
    "Schlüselkasten",  # mistyped: "did you mean" would tell
    "Schlüsselkas*",
    "*kasten",
    '"liegt im Schlüsselkasten"',
    "Notgroschen -Jugendamt",
    'Taschengeld "Notgroschen"',  # finds nothing: the wider query would tell
    "titel:Dienstanweisung",
    "jahr:2031",
    "Vormund",
    "",
]
FILTERS = [
    Filters(),
    Filters({"visibility": frozenset({"team"})}),
    Filters({"publication": frozenset({"intern"})}),
    Filters({"edition": frozenset({"intern.2031"})}),
    Filters({"topic": frozenset({"personal"})}),
    Filters({"chapter": frozenset({"Schlüsselkasten"})}),
    Filters({"current": frozenset({"yes"})}),
]


def as_told(results: Results) -> list[object]:
    """Everything that is told of results, scores to the last digit."""
    return [
        [(h.page, h.publication, h.snippet, h.score, h.reasons, h.section) for h in results.hits],
        results.total,
        results.facets,
        results.understood,
        results.suggestions,
        results.cards,
        results.synonyms,
        results.looser,
        results.similar_only,
        results.language,
        results.by_meaning,
    ]


@pytest.mark.parametrize("filters", FILTERS, ids=lambda f: next(iter(f.values), "all"))
@pytest.mark.parametrize("query", QUERIES)
def test_no_search_tells(everyone: Library, without: Library, query: str, filters: Filters) -> None:
    """Hits, their order and scores, totals, facet counts, suggestions, wider queries."""
    for grouped, by_year in ((False, False), (True, False), (False, True)):
        found, expected = (
            library.search(query, filters=filters, grouped=grouped, sort_by_year=by_year)
            for library in (everyone, without)
        )
        assert as_told(found) == as_told(expected)


@pytest.mark.parametrize("typed", ["No", "Notg", "Schl", "im Schlüs", "Dienst", "Check", "Tasch"])
def test_no_completion_tells(everyone: Library, without: Library, typed: str) -> None:
    """Neither words nor headings."""
    assert everyone.complete(typed) == without.complete(typed)


def test_no_list_tells(everyone: Library, without: Library) -> None:
    """Publications, their number, their newest, their topics."""
    assert everyone.publications() == without.publications()


def asks_for_a_place(name: str) -> bool:
    """Whether a method of Library is asked about one page or edition."""
    method = getattr(Library, name)
    named = signature(method).parameters if callable(method) and name[0] != "_" else {}
    return any(place in named for place in ("key", "publication", "old"))


ASKED = sorted(filter(asks_for_a_place, dir(Library)))
MAY_BE_EMPTY = {"similar", "outdated", "contacts"}  # for the team too, on these pages


@pytest.mark.parametrize("key", [HIDDEN, OLDER], ids=str)
@pytest.mark.parametrize("name", ASKED)
def test_a_hidden_page_is_like_one_that_does_not_exist(
    everyone: Library, team: Library, name: str, key: PageKey
) -> None:
    """Whatever a library can be asked: the same refusal but for the name; the team gets more."""
    assert told(everyone, name, key) == told(everyone, name, NOWHERE)
    assert told(team, name, key) != told(team, name, NOWHERE) or name in MAY_BE_EMPTY


def told(library: Library, method: str, key: PageKey) -> object:
    """What comes back, or what is said instead, without the name asked for."""
    edition = (key.publication, key.edition)
    arguments: dict[str, object] = {
        "key": key,
        "publication": key.publication,
        "edition": key.edition,
        "old": edition,
        "new": edition,
        "text": "Notgroschen",
        "width": 360,
    }
    ask = getattr(library, method)
    needed = [p.name for p in signature(ask).parameters.values() if p.default is p.empty]
    try:
        return ask(**{name: arguments[name] for name in needed})
    except PageNotFound as error:
        return type(error), str(error).replace(str(key), "…").replace(".".join(edition), "…")


def test_nothing_similar_tells(everyone: Library, without: Library, team: Library) -> None:
    """From a page that may be seen, and from a passage, to those that may not."""
    passage = "Der Notgroschen liegt im Schlüsselkasten."
    assert everyone.similar(SHOWN) == without.similar(SHOWN)
    assert everyone.similar(HIDDEN) == everyone.similar(NOWHERE)
    assert everyone.similar_to(passage) == without.similar_to(passage)
    if not load():
        pytest.skip("install kb[meaning] to look for similar pages")
    assert HIDDEN in team.similar_to(passage)
    assert team.similar(HIDDEN)


def test_the_team_sees_it_all(team: Library) -> None:
    """So the tests above look for something that is there."""
    assert len(team.publications()) == 3
    assert team.search('"liegt im Schlüsselkasten"').hits[0].page.key == HIDDEN
    assert "Notgroschen" in team.complete("Notg")
    assert "Schlüsselkasten" in " ".join(team.search("Schlüselkasten").suggestions)
    assert dict(team.search('"Notgroschen"').facets["topic"])["personal"] == 3
    assert team.successors(OLDER)[0].key == HIDDEN


def test_answers_are_not_mixed_up(everyone: Library, team: Library) -> None:
    """What was made for one is not handed to the other, whoever asks first."""
    for _ in range(2):
        assert team.search('"Notgroschen"').total == 3
        assert everyone.search('"Notgroschen"').total == 0
        assert "Notgroschen" in team.complete("Notg")
        assert everyone.complete("Notg") == []
    assert everyone.state != team.state


def test_forgetting_to_ask_is_safe(everyone: Library) -> None:
    """A library shows what everyone may see until it is told otherwise."""
    assert everyone.sees is Visibility.PUBLIC
    assert everyone.seen_by(Visibility.TEAM).seen_by(Visibility.PUBLIC).search("Notgroschen") == (
        everyone.search("Notgroschen")
    )
