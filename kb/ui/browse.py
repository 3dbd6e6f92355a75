"""The library: every publication with its editions, and the contents of the one that lies open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from kb.index.engine import Facet
from kb.model import Edition, PageKey, Publication
from kb.texts import Texts
from kb.ui import contents, reading, state
from kb.ui.address import Address, comparing
from kb.ui.contents import Entry
from kb.ui.markup import render

_COVER_WIDTH = 360


@dataclass(frozen=True, slots=True)
class Volume:
    """An edition on the shelf; `link` opens or shuts its contents, which are empty while shut.

    `older` is the label of the edition before it, "" if it is the first, and `changes` leads to
    what is new.
    """

    edition: Edition
    page_count: str
    first: PageKey | None
    link: str
    is_open: bool
    entries: Sequence[Entry]
    older: str
    changes: str


@dataclass(frozen=True, slots=True)
class Book:
    """A publication on the shelf; `search` searches in it alone, `topics` are (title, link)."""

    publication: Publication
    volumes: Sequence[Volume]
    cover: str
    search: str
    topics: Sequence[tuple[str, str]]


def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    address = Address.read(st.query_params.get_all)
    books = [_book(publication, address, texts) for publication in state.publications()]
    st.html(render("library.html", texts, address=address, books=books))
    reading.drawer(address)


def _book(publication: Publication, address: Address, texts: Texts) -> Book:
    volumes = [_volume(publication, edition, address, texts) for edition in publication.editions]
    first = volumes[0].first
    return Book(
        publication,
        volumes,
        cover=f"seite/{first}?b={_COVER_WIDTH}" if first else "",
        search=Address().toggled(Facet.PUBLICATION, publication.id).link(),
        topics=[
            (texts.topics.get(topic, topic), Address().toggled(Facet.TOPIC, topic).link())
            for topic in publication.topics
        ],
    )


def _volume(publication: Publication, edition: Edition, address: Address, texts: Texts) -> Volume:
    name = f"{publication.id}.{edition.label}"
    # a publication without an edition in the address means its newest, as in links from elsewhere
    is_newest = edition == publication.editions[0]
    is_open = address.shelf == name or (is_newest and address.shelf == publication.id)
    book = contents.of(publication.id, edition.label)
    older = _older(publication, edition)
    link = replace(address, shelf="" if is_open else name, reading=None).link()
    return Volume(
        edition,
        texts.counted(len(book.pages), "", texts.page_count_one, texts.page_count),
        book.pages[0] if book.pages else None,
        f"bibliothek{link}",
        is_open,
        book.entries if is_open else (),
        older,
        comparing(publication.id, older, edition.label),
    )


def _older(publication: Publication, edition: Edition) -> str:
    behind = publication.editions[publication.editions.index(edition) + 1 :]
    return behind[0].label if behind else ""
