"""Collections keep every change of everybody, and take one back when asked."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kb.desk import Desk, accounts, tables
from kb.desk.collections import Collections, Piece, PieceKind
from kb.errors import AccountNotFound, CollectionNotFound
from kb.model import PageKey, Role, Source
from tests.postgres import NewDesk

KEY = PageKey("handbuch", "2026", 17)
SOURCE = Source(KEY, KEY, ("12", "12"), "Handbuch", "Fluchtraum", 2026, "2026-03", ("5", "5.4"))
QUOTATION = Piece(PieceKind.PASSAGE, "Der Vormund wird beteiligt.", SOURCE)


def _staffed(desk: Desk) -> Desk:
    """With four accounts, of which the last may remove the others."""
    for name in ("anna", "berta", "clara"):
        accounts.add(desk, name, Role.TRAINER, None)
    accounts.add(desk, "dora", Role.STAFF, None)
    return desk


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    return _staffed(new_desk())


@pytest.fixture
def anna(desk: Desk) -> Collections:
    return Collections(desk, 1)


@pytest.fixture
def berta(desk: Desk) -> Collections:
    return Collections(desk, 2)


def _note(text: str) -> Piece:
    return Piece(PieceKind.NOTE, text)


def _texts(collections: Collections, number: int) -> list[str]:
    return [piece.text for piece in collections.open(number).pieces]


def test_a_piece_comes_back_as_it_was_kept(anna: Collections) -> None:
    """Text, source and kind."""
    number = anna.create("Modul 3")
    anna.add(number, QUOTATION)
    (piece,) = anna.open(number).pieces
    assert (piece.kind, piece.text, piece.source) == (
        PieceKind.PASSAGE,
        QUOTATION.text,
        SOURCE,
    )


def test_pieces_stand_where_they_are_put(anna: Collections) -> None:
    """Behind another, at the end, at the front."""
    number = anna.create("Modul 3")
    first = anna.add(number, _note("a"))
    anna.add(number, _note("c"))
    second = anna.add(number, _note("b"), after=first)
    assert _texts(anna, number) == ["a", "b", "c"]
    anna.move(number, second, None)
    assert _texts(anna, number) == ["b", "a", "c"]


def test_two_writers_of_one_piece_lose_nothing(anna: Collections) -> None:
    """What the second wrote stands behind as a note."""
    number = anna.create("Modul 3")
    piece = anna.add(number, _note("alt"))
    assert anna.write(number, piece, "erster", 1)
    assert not anna.write(number, piece, "zweiter", 1)
    assert _texts(anna, number) == ["erster", "zweiter"]


def test_what_is_written_into_a_removed_piece_is_kept(anna: Collections) -> None:
    """One tab took it out while the other was writing."""
    number = anna.create("Modul 3")
    piece = anna.add(number, _note("alt"))
    anna.remove(number, piece)
    assert not anna.write(number, piece, "neu", 1)
    assert _texts(anna, number) == ["neu"]


def test_undo_takes_back_ones_own_last_change_only(
    desk: Desk, anna: Collections, berta: Collections
) -> None:
    """What a colleague did meanwhile stays."""
    number = anna.create("Modul 3")
    piece = anna.add(number, _note("eins"))
    anna.share(number, "berta", may_edit=True)
    anna.remove(number, piece)
    berta.add(number, _note("von berta"))
    assert anna.undo(number)
    assert _texts(anna, number) == ["eins", "von berta"]
    assert anna.undo(number)
    assert _texts(anna, number) == ["von berta"]
    assert not anna.undo(number)


def test_undo_of_writing_leaves_what_others_wrote_since(
    anna: Collections, berta: Collections
) -> None:
    """Their text is newer than the one to be taken back."""
    number = anna.create("Modul 3")
    piece = anna.add(number, _note("alt"))
    anna.share(number, "berta", may_edit=True)
    anna.write(number, piece, "anna", 1)
    berta.write(number, piece, "berta", 2)
    anna.undo(number)
    assert _texts(anna, number) == ["berta"]


def test_a_collection_is_seen_by_those_it_is_shared_with(
    anna: Collections, berta: Collections
) -> None:
    """To read or to work on; for others there is none."""
    number = anna.create("Modul 3")
    with pytest.raises(CollectionNotFound):
        berta.open(number)
    anna.share(number, "Berta", may_edit=False)
    assert [overview.title for overview in berta.all()] == ["Modul 3"]
    with pytest.raises(CollectionNotFound):
        berta.add(number, _note("darf nicht"))
    anna.share(number, "berta", may_edit=True)
    berta.add(number, _note("darf"))
    berta.leave(number)
    with pytest.raises(CollectionNotFound):
        berta.open(number)
    with pytest.raises(AccountNotFound):
        anna.share(number, "niemand", may_edit=True)


def test_a_shared_collection_outlives_its_owner(
    desk: Desk, anna: Collections, berta: Collections
) -> None:
    """It goes to a colleague; what nobody shares goes with its owner."""
    shared, private = anna.create("geteilt", [QUOTATION]), anna.create("allein")
    anna.share(shared, "berta", may_edit=True)
    accounts.remove(desk, 1)
    assert [(o.id, o.mine, o.count) for o in berta.all()] == [(shared, True, 1)]
    with desk.reading() as connection:
        left = connection.execute(select(tables.collections.c.id)).scalars().all()
    assert private not in left


def test_a_copy_is_ones_own(anna: Collections, berta: Collections) -> None:
    """Also of a collection one may only read."""
    number = anna.create("Modul 3", [_note("a"), QUOTATION])
    anna.share(number, "berta", may_edit=False)
    copy = berta.open(berta.duplicate(number, "Modul 3, Kopie"))
    assert copy.overview.mine
    assert [piece.text for piece in copy.pieces] == ["a", QUOTATION.text]


def test_two_tabs_with_two_hundred_changes_each_lose_none(desk: Desk, anna: Collections) -> None:
    """Every text that was written is there, in the order of each tab."""
    number = anna.create("Modul 3")

    def work(tab: str) -> None:
        mine = Collections(desk, 1)
        behind: int | None = None
        for n in range(200):
            behind = mine.add(number, _note(f"{tab}{n}"), after=behind)

    with ThreadPoolExecutor(2) as tabs:
        list(tabs.map(work, "ab"))
    texts = _texts(anna, number)
    for tab in "ab":
        assert [t for t in texts if t[0] == tab] == [f"{tab}{n}" for n in range(200)]


_CHANGES = st.lists(
    st.tuples(st.sampled_from("awmru"), st.integers(0, 5), st.integers(0, 5)), max_size=25
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=_CHANGES)
def test_positions_are_always_those_of_a_list(
    new_desk: NewDesk, changes: list[tuple[str, int, int]]
) -> None:
    """Whatever is done in whatever order: 0, 1, 2 … without a gap, and undo never fails."""
    desk = _staffed(new_desk())
    anna = Collections(desk, 1)
    number = anna.create("x")
    for what, one, other in changes:
        pieces = [piece.id for piece in anna.open(number).pieces]
        piece = pieces[one % len(pieces)] if pieces else one
        behind = pieces[other % len(pieces)] if pieces else None
        if what == "a":
            anna.add(number, _note(str(other)), after=behind)
        elif what == "w":
            anna.write(number, piece, str(other), 1)
        elif what == "m":
            anna.move(number, piece, behind)
        elif what == "r":
            anna.remove(number, piece)
        else:
            anna.undo(number)
        with desk.reading() as connection:
            found = connection.execute(select(tables.pieces.c.position)).scalars().all()
        assert sorted(found) == list(range(len(found)))


def test_a_piece_of_another_collection_is_out_of_reach(
    desk: Desk, anna: Collections, berta: Collections
) -> None:
    """Numbers of pieces are guessed easily."""
    number = anna.create("Modul 3")
    piece = anna.add(number, _note("geheim"))
    own = berta.create("eigene")
    berta.remove(own, piece)
    berta.write(own, piece, "x", 1)
    berta.move(own, piece, None)
    assert _texts(anna, number) == ["geheim"]


def test_source_that_cannot_be_read_back_would_be_noticed(desk: Desk, anna: Collections) -> None:
    """What is stored is JSON with the names of our values."""
    anna.create("Modul 3", [QUOTATION])
    with desk.reading() as connection:
        kept = connection.execute(select(tables.pieces.c.source)).scalar_one()
    assert json.loads(kept or "")["title"] == "Handbuch"


def test_what_no_database_keeps_is_left_out(anna: Collections) -> None:
    """A NUL, which only a program sends; whatever else people type comes back."""
    number = anna.create("Mo\0dul 3", [_note("a\0b % :c 'd' \u202e 😀")])
    assert anna.open(number).overview.title == "Modul 3"
    assert _texts(anna, number) == ["ab % :c 'd' \u202e 😀"]
