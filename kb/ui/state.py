"""What all readers of this process share: the library and its recent answers."""

from functools import cache, lru_cache
from threading import Thread

import streamlit as st

from kb.library import Library
from kb.model import Filters, Publication, Results
from kb.settings import Settings
from kb.texts import Texts, texts_in

LANGUAGE_COOKIE = "kb_sprache"
PAGE_LENGTH = 10

_FilterKey = tuple[tuple[str, frozenset[str]], ...]


@cache
def settings() -> Settings:
    """The settings of this process. Raises BadSetting."""
    return Settings.from_environment()


@cache
def library() -> Library:
    """The one library of this process; what its first search needs loads in the background."""
    made = Library(settings())
    Thread(target=made.warm, name="warm", daemon=True).start()
    return made


def language(cookies: dict[str, str]) -> str:
    """The language the reader chose, else the one the settings name."""
    chosen = cookies.get(LANGUAGE_COOKIE, settings().language)
    return texts_in(chosen).language


def texts() -> Texts:
    """The texts for the reader of the running script."""
    return texts_in(language(dict(st.context.cookies)))


def publications() -> tuple[Publication, ...]:
    """What can be searched. Raises NoIndex."""
    return _publications(library().state)


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
    key = tuple(sorted(filters.values.items()))
    return _search(query, key, offset, limit, by_year, grouped, without, language, library().state)


@lru_cache(maxsize=4)
def _publications(_state: str) -> tuple[Publication, ...]:
    return tuple(library().publications())


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
    _state: str,
) -> Results:
    return library().search(
        query,
        filters=Filters(dict(filters)),
        limit=limit,
        offset=offset,
        grouped=grouped,
        sort_by_year=by_year,
        without_synonyms=without,
        language=language,
    )
