"""The screen of collections: all of them, or the one that lies open."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from kb.desk.collections import Collection, Collections, Overview, Piece, PieceKind
from kb.errors import CollectionNotFound, NoIndex, SearchAway
from kb.handout.cutting import Edge
from kb.handout.paragraphs import of_text
from kb.handout.standing import Standing, Standings
from kb.texts import Texts
from kb.texts.citation import cited
from kb.ui import home, reading, session, state
from kb.ui.address import SHELF, Address
from kb.ui.markup import render
from kb.ui.staff.door import for_team

PATH = "sammlungen"
KINDS = ("docx", "pdf", "originale.pdf", "bogen.pdf", "html", "md", "bib", "ris")


@for_team
def page() -> None:
    """Draw the screen."""
    texts, mine = state.texts(), of_reader()
    number = st.query_params.get(SHELF, "")
    try:
        is_number = number.isascii() and number.isdigit() and len(number) < 12
        found = mine.open(int(number)) if is_number else None
    except CollectionNotFound:
        found = None
    if found is None:
        st.html(_list(mine.all(), texts))
    else:
        st.html(_one(found, texts))
        reading.drawer(Address.read(st.query_params.get_all))


def of_reader() -> Collections:
    """The collections of whoever the script or request runs for; they must be signed in."""
    account = session.account()
    assert account is not None, "behind the door of the team"
    return Collections(home.desk(), account.id)


def dialog(texts: Texts) -> str:
    """What asks where a passage is to be kept; it waits in the page of everybody who may.

    The browser fills in `open_ones` when it opens: this is made again with every key pressed.
    """
    return render("trainer/dialog.html", texts, token=session.form_token())


def open_ones() -> list[dict[str, str]]:
    """The collections that something can be kept in, the last changed first."""
    found = [one for one in of_reader().all() if one.may_edit and not one.archived]
    return [{"id": str(one.id), "title": one.title} for one in found]


def pieces(collection: Collection, texts: Texts) -> str:
    """The pieces of a collection as HTML, for the screen and for every change of it."""
    standings: Mapping[int, Standing] = {}
    unasked = ""
    try:
        standings = _standings(collection, texts)
    except (NoIndex, SearchAway) as error:  # what was kept is there all the same
        unasked = texts.error(error)
    return render(
        "trainer/pieces.html",
        texts,
        collection=collection,
        overview=collection.overview,
        unasked=unasked,
        kinds=PieceKind,
        cited=cited,
        paragraphs=of_text,
        link=_link,
        standing=lambda piece: standings.get(piece.id, Standing()),
        edges=Edge,
        picture=lambda piece: f"seite/{piece.source.first}?b=180",
    )


def _list(every: Sequence[Overview], texts: Texts) -> str:
    return render(
        "trainer/collections.html",
        texts,
        groups=[
            ("", [one for one in every if not one.archived]),
            (texts.collecting.archived, [one for one in every if one.archived]),
        ],
        token=session.form_token(),
        opened=SHELF,
        topics=_topics(texts),
        today=texts.day(date.today()),
    )


def _standings(collection: Collection, texts: Texts) -> Mapping[int, Standing]:
    """What became of each source, by the piece's number. Raises NoIndex, SearchAway."""
    standings = Standings(state.library(), texts)
    return {p.id: standings.of(p.source, p.text) for p in collection.pieces if p.source}


def _topics(texts: Texts) -> Sequence[tuple[str, str]]:
    """The topics that publications have, with their names; none while they cannot be asked."""
    try:
        held = {topic for publication in state.publications() for topic in publication.topics}
    except (NoIndex, SearchAway):
        return ()
    return sorted(((topic, texts.topics.get(topic, topic)) for topic in held), key=lambda t: t[1])


def _one(collection: Collection, texts: Texts) -> str:
    return render(
        "trainer/collection.html",
        texts,
        collection=collection,
        overview=collection.overview,
        pieces=pieces(collection, texts),
        token=session.form_token(),
        kinds=KINDS,
        path=PATH,
    )


def _link(piece: Piece) -> str:
    assert piece.source is not None
    return Address(reading=piece.source.first).link()
