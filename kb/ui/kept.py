"""The screen of kept passages: people keep them in their own browser; the server only shows them.

The browser holds page keys, offsets and notes (static/kept.js). To show the passages it asks for
them by key, as it does for any page; the notes never leave it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import streamlit as st

from kb.errors import PageNotFound
from kb.model import PageKey
from kb.texts import Texts
from kb.texts.citation import cite
from kb.ui import passage, reading, state
from kb.ui.address import Address
from kb.ui.markup import render

PATH = "merkliste"
MOST = 100
_PLACE = re.compile(r"([^@]{1,140})@([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: a page, and an offset in its text. As text "handbuch.2026.17@532"."""

    key: PageKey
    at: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The place that `text` spells, or None; it comes from links and browsers."""
        match = _PLACE.fullmatch(text)
        key = PageKey.parse(match[1]) if match else None
        return cls(key, int(match[2])) if match and key else None

    def __str__(self) -> str:
        return f"{self.key}@{self.at}"


def page() -> None:
    """Draw the screen, which the browser fills."""
    texts = state.texts()
    st.html(render("kept.html", texts))
    reading.drawer(Address.read(st.query_params.get_all))


def cards(named: Sequence[str], texts: Texts) -> list[dict[str, str]]:
    """For each place named, {"place": name, "html": its card}; what names no place is left out."""
    places = [place for place in map(Place.parse, named[:MOST]) if place]
    return [{"place": str(place), "html": _card(place, texts)} for place in places]


def _card(place: Place, texts: Texts) -> str:
    try:
        library = state.library()
        page = library.page(place.key)
        publication, edition = library.holding(place.key)
    except PageNotFound:
        return render("kept_gone.html", texts)
    return render(
        "kept_card.html",
        texts,
        page=page,
        publication=publication,
        edition=edition,
        place=texts.page_place(page.label, page.key.pdf_page),
        section=page.section_at(place.at),
        excerpt=passage.excerpt(passage.blocks(page, ()), place.at),
        citation=cite(publication, edition, page, place.at),
        link=Address(reading=place.key, at=place.at).link(),
    )
