"""What all readers of this process share: the library and its recent answers."""

from contextlib import suppress
from functools import cache, lru_cache
from threading import Event, Thread
from time import perf_counter

import streamlit as st

from kb.errors import KbError
from kb.library import Library
from kb.model import Filters, Publication, Results, Visibility
from kb.texts import Texts, texts_in
from kb.ui import home, session, timing

PAGE_LENGTH = 10

warmed = Event()  # nothing waits any more for what is loaded once

_FilterKey = tuple[tuple[str, frozenset[str]], ...]


@cache
def shared_library() -> Library:
    """The one library of this process; what its first search needs loads in the background."""
    made = Library(home.settings())
    Thread(target=_warm, args=(made,), name="warm", daemon=True).start()
    return made


def sees() -> Visibility:
    """How much the reader of the running script or request may see."""
    return session.sees()


def library() -> Library:
    """The library as the reader of the running script or request may see it."""
    return shared_library().seen_by(sees())


def texts() -> Texts:
    """The texts for the reader of the running script."""
    return texts_in(home.language(dict(st.context.cookies)))


def publications() -> tuple[Publication, ...]:
    """What can be searched. Raises NoIndex."""
    return tuple(library().publications())


def search(
    query: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    offset: int = 0,
    limit: int = PAGE_LENGTH,
    by_year: bool = False,
    grouped: bool = False,
    without: frozenset[str] = frozenset(),
    language: str = "",
) -> Results:
    """As `Library.search`; the same question to the same index is answered from memory."""
    started = perf_counter()
    key = tuple(sorted(filters.values.items()))
    seen = library()
    how = (offset, limit, by_year, grouped, without, language)
    found = _search(query, key, *how, seen.sees, seen.state)
    timing.tell(timing.Searched(found.total, perf_counter() - started))
    return found


# -- answered from memory: only ever to those who see as much as whoever asked first ---------------


def _warm(made: Library) -> None:
    """Everything that a first search does once, by doing it."""
    try:
        with suppress(KbError):  # nothing is there yet, or no server answers: who asks is told
            made.warm()
            for hit in made.search("Vormund").hits:
                made.currency(hit.page, hit.edition)
            made.complete("Vormund")
            made.search("Vormundschafft")  # a word that no page has: the dictionary
    finally:
        warmed.set()
    with suppress(KbError):
        made.know_terms()


@lru_cache(maxsize=256)
def _search(
    query: str,
    filters: _FilterKey,
    offset: int,
    limit: int,
    by_year: bool,
    grouped: bool,
    without: frozenset[str],
    language: str,
    sees: Visibility,
    _state: str,
) -> Results:
    library = shared_library().seen_by(sees)
    return library.search(
        query,
        filters=Filters(dict(filters)),
        limit=limit,
        offset=offset,
        grouped=grouped,
        sort_by_year=by_year,
        without_synonyms=without,
        language=language,
    )
