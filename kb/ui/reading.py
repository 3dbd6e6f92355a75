"""The drawer in which a page is read: its passage as text, then the page as it was printed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from kb.errors import KbError, PageNotFound
from kb.model import Edition, PageKey, Publication
from kb.texts import Texts
from kb.texts.citation import cite
from kb.ui import contents, found, passage, state, today, trouble
from kb.ui.address import INSIDE, READING, SPOKEN, Address, comparing
from kb.ui.markup import render

_WIDTH = 820


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
    title = texts.reading_title if address.query.strip() else texts.reading_page_title
    open_drawer = st.dialog(title, width=_WIDTH, position="right", on_dismiss=_close)
    open_drawer(_draw)(address, address.reading, texts)


def _close() -> None:
    if READING in st.query_params:
        del st.query_params[READING]


def _draw(address: Address, key: PageKey, texts: Texts) -> None:
    try:
        st.html(_content(address, key, texts))
    except PageNotFound:
        st.html(_gone(address, key, texts))
    except KbError as error:
        trouble.draw(error, texts)


def _content(address: Address, key: PageKey, texts: Texts) -> str:
    library = state.library()
    page = library.page(key)
    publication, edition = state.library().holding(key)
    asked = address.inside.strip() or address.query.strip()
    marks = library.marks(page, asked, address.language) if asked else ()
    hits = found.in_edition(asked, key, address.language)
    best = address.at or hits.start(key)
    whole = passage.blocks(page, marks)
    excerpt = passage.excerpt(whole, best)
    offset = _offset(excerpt, best)
    book = contents.of(key.publication, key.edition)
    here = contents.place(book.entries, page, offset)
    citation = cite(publication, edition, page, offset)
    return render(
        "reading.html",
        texts,
        address=address,
        inside_name=INSIDE,
        page=page,
        publication=publication,
        edition=edition,
        newer=today.newer(page, offset, texts),
        newest=_newest(publication, edition),
        changes=_changes(publication, edition),
        notes=today.notes(page, edition, texts),
        place=texts.page_place(page.label, key.pdf_page),
        section=page.section_at(offset),
        offset=offset,
        excerpt=excerpt,
        rest=len(excerpt) < len(whole),
        whole=whole,
        copy_text=quoted(excerpt, citation),
        citation=citation,
        link=Address(query=asked, reading=key, at=address.at).link(),
        turning=_around(book.pages, key),
        hit_count=len(hits.keys),
        hits=hits.around(key),
        begins=book.begins,
        walking=_around(hits.keys, key),
        tree=list(contents.around(book.entries, here)),
        here=here,
        image=_image(key, asked, address.language),
    )


def _offset(excerpt: Sequence[passage.Block], best: int | None) -> int:
    """Where the passage stands: at its first mark, else where it was asked for, else begins."""
    marked = (block.start + block.marks[0].start for block in excerpt if block.marks)
    return next(marked, best or (excerpt[0].start if excerpt else 0))


def quoted(blocks: Sequence[passage.Block], citation: str) -> str:
    """A passage as it is pasted into a mail: its paragraphs, then where it stands."""
    return "\n\n".join([*(block.text for block in blocks), citation])


def _image(key: PageKey, asked: str, language: str) -> Callable[[int], str]:
    spoken = {SPOKEN: language} if language else {}
    return lambda width: f"seite/{key}?" + urlencode({"b": width, "q": asked, **spoken})


def _newest(publication: Publication, edition: Edition) -> PageKey | None:
    """Where the edition that replaced this one begins, if it is here."""
    pages = contents.of(publication.id, edition.superseded_by).pages
    return pages[0] if edition.superseded_by and pages else None


def _changes(publication: Publication, edition: Edition) -> str:
    """The way to what the edition that replaced this one says otherwise, if it is here."""
    newer = publication.edition(edition.superseded_by)
    return comparing(publication.id, edition.label, newer.label) if newer else ""


def _gone(address: Address, key: PageKey, texts: Texts) -> str:
    """A link that leads nowhere any more still leads to the publication, or what replaced it."""
    here = {publication.id: publication for publication in state.publications()}
    withdrawn = state.library().withdrawn().get(key.publication)
    onward = here.get(key.publication) or (here.get(withdrawn.successor) if withdrawn else None)
    pages = contents.of(onward.id, onward.editions[0].label).pages if onward else ()
    return render(
        "gone.html",
        texts,
        address=address,
        withdrawn=None if key.publication in here else withdrawn,
        publication=onward,
        first=pages[0] if pages else None,
    )


def _around(row: Sequence[PageKey], key: PageKey) -> _Neighbours:
    """The neighbours of a key in a sorted row that need not hold it."""
    left, right = bisect_left(row, key), bisect_right(row, key)
    before = row[left - 1] if left else None
    after = row[right] if right < len(row) else None
    return _Neighbours(right if right > left else 0, before, after)
