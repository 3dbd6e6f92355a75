"""The drawer in which a page is read: its passage as text, then the page as it was printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from kb.errors import KbError, PageNotFound
from kb.index.engine import Facet
from kb.model import Edition, Filters, Hit, PageKey, Publication
from kb.texts import Texts
from kb.texts.citation import cite
from kb.ui import passage, state
from kb.ui.address import READING, Address
from kb.ui.markup import render

_WIDTH = 820
_HITS = 50


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What lies before and after in a row; `number` is the place in it from 1, 0: not in it."""

    number: int
    before: PageKey | None
    after: PageKey | None


def drawer(address: Address) -> None:
    """Open the page the address names, if it names one; closing it changes the address."""
    if address.reading is None:
        return
    texts = state.texts()
    open_drawer = st.dialog(texts.reading_title, width=_WIDTH, position="right", on_dismiss=_close)
    open_drawer(_draw)(address, address.reading, texts)


def _close() -> None:
    if READING in st.query_params:
        del st.query_params[READING]


def _draw(address: Address, key: PageKey, texts: Texts) -> None:
    try:
        st.html(_content(address, key, texts))
    except KbError as error:
        st.html(render("trouble.html", texts, sentence=texts.error(error)))


def _content(address: Address, key: PageKey, texts: Texts) -> str:
    library = state.library()
    page = library.page(key)
    publication, edition = _published(key)
    marks = library.marks(page, address.query) if address.query.strip() else ()
    whole = passage.blocks(page, marks)
    hits = _hits(address, key)
    best = next((hit.snippet.start for hit in hits if hit.page.key == key), None)
    excerpt = passage.excerpt(whole, best)
    turning = _around([p.key for p in library.pages(key.publication, key.edition)], key)
    walking = _around([hit.page.key for hit in hits], key)

    def image(width: int) -> str:
        return f"seite/{key}?" + urlencode({"b": width, "q": address.query})

    return render(
        "reading.html",
        texts,
        address=address,
        page=page,
        publication=publication,
        edition=edition,
        place=texts.page_place(page.label, key.pdf_page),
        section=page.section_at(best or (marks[0].start if marks else 0)),
        excerpt=excerpt,
        rest=len(excerpt) < len(whole),
        whole=whole,
        copy_text="\n\n".join(block.text for block in excerpt)
        + "\n\n"
        + cite(publication, edition, page),
        citation=cite(publication, edition, page),
        link=Address(query=address.query, reading=key).link(),
        previous=turning.before,
        next=turning.after,
        hits=hits,
        hit_number=walking.number,
        previous_hit=walking.before,
        next_hit=walking.after,
        image=image,
    )


def _published(key: PageKey) -> tuple[Publication, Edition]:
    for publication in state.publications():
        edition = publication.edition(key.edition)
        if publication.id == key.publication and edition:
            return publication, edition
    raise PageNotFound(str(key))


def _hits(address: Address, key: PageKey) -> Sequence[Hit]:
    """The hits of the query in this edition, in the order of the pages."""
    if not address.query.strip():
        return ()
    filters = Filters({Facet.PUBLICATION.value: frozenset({key.publication})})
    hits = state.search(address.query, filters, limit=_HITS).hits
    return sorted(
        (hit for hit in hits if hit.page.key.edition == key.edition), key=lambda hit: hit.page.key
    )


def _around(row: Sequence[PageKey], key: PageKey) -> _Neighbours:
    if key not in row:
        return _Neighbours(0, None, None)
    place = row.index(key)
    before = row[place - 1] if place else None
    return _Neighbours(place + 1, before, row[place + 1] if place + 1 < len(row) else None)
