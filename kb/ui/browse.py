"""The library: every publication with its editions, and the contents of the one that lies open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from kb.index.engine import Facet
from kb.model import Edition, PageKey, Publication
from kb.texts import Texts
from kb.ui import reading, state
from kb.ui.address import Address
from kb.ui.markup import render

_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents."""

    title: str
    level: int
    label: str
    key: PageKey


@dataclass(frozen=True, slots=True)
class Volume:
    """An edition on the shelf."""

    edition: Edition
    page_count: str
    first: PageKey | None
    contents: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Book:
    """A publication on the shelf; `link` opens or shuts it, `search` searches in it alone."""

    publication: Publication
    volumes: Sequence[Volume]
    is_open: bool
    link: str
    search: str


def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    address = Address.read(st.query_params.get_all)
    books = [_book(publication, address, texts) for publication in state.publications()]
    st.html(render("library.html", texts, address=address, books=books))
    reading.drawer(address)


def _book(publication: Publication, address: Address, texts: Texts) -> Book:
    is_open = address.shelf == publication.id
    volumes = [_volume(publication, edition, is_open, texts) for edition in publication.editions]
    link = replace(address, shelf="" if is_open else publication.id, reading=None).link()
    search = Address().toggled(Facet.PUBLICATION, publication.id).link()
    return Book(publication, volumes, is_open, f"bibliothek{link}", search)


def _volume(publication: Publication, edition: Edition, is_open: bool, texts: Texts) -> Volume:
    count = state.library().page_count(publication.id, edition.label)
    first, contents = _contents(publication.id, edition.label, state.library().state)
    shown = texts.counted(count, "", texts.page_count_one, texts.page_count)
    return Volume(edition, shown, first, contents if is_open else ())


@lru_cache(maxsize=64)
def _contents(publication: str, edition: str, _state: str) -> tuple[PageKey | None, list[Entry]]:
    """The first page, and every heading down to the third level with its printed page."""
    pages = state.library().pages(publication, edition)
    entries = [
        Entry(heading.title, heading.level, page.label or str(page.key.pdf_page), page.key)
        for page in pages
        for heading in page.headings
        if heading.start >= 0 and heading.level <= _DEEPEST
    ]
    return (pages[0].key if pages else None), entries
