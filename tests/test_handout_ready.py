"""Collections that make themselves hold what was asked for, and only that."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kb.desk.collections import Piece, PieceKind
from kb.errors import NoChecklists
from kb.handout import Handout, ready
from kb.handout.checklists import checklists
from kb.handout.content import Extract, Note
from kb.handout.sheet import as_sheet
from kb.library import Library
from kb.model import Heading, Page, PageKey, Source
from kb.settings import Settings
from kb.texts import handout as words
from tests.small_pdf import pdf, sheet

KEY = PageKey("h", "2026", 3)
_RECORD = """\
title = "Auf Reisen"
confirmed = true
[[editions]]
label = "2026"
file = "neu.pdf"
[[editions]]
label = "2018"
file = "alt.pdf"
superseded_by = "2026"
"""
TEXT = """Vorher steht laufender Text.

Checkliste

Vor der Reise

Ausweis dabei?
Vollmacht der Vormundin
und des Vormunds
Impfpass eingepackt?

FÜR DICH

Das gehört nicht mehr dazu.

Checkliste: Danach

☐ Quittungen
☐ Bericht
"""


@pytest.fixture(scope="module")
def library(small_home: Path) -> Library:
    return Library(Settings(home=small_home))


def test_checklists_are_read_with_their_points() -> None:
    """Lines that were broken are one point; the next box is no point."""
    first, second = checklists(Page(KEY, TEXT))
    assert first.title == "Vor der Reise"
    assert first.points == (
        "Ausweis dabei?",
        "Vollmacht der Vormundin und des Vormunds",
        "Impfpass eingepackt?",
    )
    assert (second.title, second.points) == ("Danach", ("Quittungen", "Bericht"))


def test_a_checklist_ends_at_the_next_heading() -> None:
    """And a page without any has none."""
    heading = Heading(2, "Das gehört", TEXT.index("Impfpass"))
    (first, *_) = checklists(Page(KEY, TEXT, headings=(heading,)))
    assert len(first.points) == 2
    assert checklists(Page(KEY, "Nur Text.")) == []


def test_the_sheet_is_one_page(tmp_path: Path) -> None:
    """With every point to tick; without a checklist there is no sheet."""
    source = Source(KEY, KEY, ("3", "3"), "Handbuch")
    pages = [Page(KEY, TEXT.replace("Ausweis", f"Ausweis {n}")) for n in range(12)]
    handout = Handout("Anhörung", "Verein", date.today(), [Extract(source, pages, tmp_path)])
    reader = PdfReader(BytesIO(as_sheet(handout)))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Ausweis 11 dabei?" in text
    assert text.count("Quittungen") == 1
    with pytest.raises(NoChecklists):
        as_sheet(Handout("x", "y", date.today(), [Note("Checkliste")]))


def test_questions_become_headings_with_their_best_passages(library: Library) -> None:
    """One that nothing answers says so; empty lines are none."""
    asked = ["Wer unterschreibt beim  Arzt?", " ", "xyzzyq qqq"]
    kinds = [(piece.kind, piece.text) for piece in ready.answers(library, asked, each=1)]
    assert kinds[0] == (PieceKind.HEADING, "Wer unterschreibt beim Arzt?")
    assert kinds[1][0] is PieceKind.PASSAGE
    assert kinds[2] == (PieceKind.HEADING, "xyzzyq qqq")
    assert kinds[3] == (PieceKind.NOTE, words.UNANSWERED)
    assert len(kinds) == 4


@pytest.fixture(scope="module")
def with_checklists(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Three checklists in the current edition of a leaflet, one in the older."""
    home = tmp_path_factory.mktemp("lists")
    documents = home / "documents"
    documents.mkdir()
    for name, points in (("neu", ("Pass", "Impfbuch", "Foto")), ("alt", ("Stempel",))):
        sheets = [sheet(f"Checkliste: {one}", f"• {one} einpacken") for one in points]
        (documents / f"{name}.pdf").write_bytes(pdf(sheet(f"Vorwort {name}"), *sheets))
    (documents / "blatt.toml").write_text(_RECORD, "utf-8")
    library = Library(Settings(home=home))
    library.ingest()
    return library


def test_pages_of_a_kind_come_from_current_editions(with_checklists: Library) -> None:
    """In reading order, below the name of what they are from; none where there is none."""
    heading, *listed = ready.pages_of_kind(with_checklists, "checklist")
    assert heading == Piece(PieceKind.HEADING, "Auf Reisen")
    places = [piece.source.first for piece in listed if piece.source]
    assert [str(key) for key in places] == ["blatt.2026.2", "blatt.2026.3", "blatt.2026.4"]
    assert ready.pages_of_kind(with_checklists, "form") == []


def test_pages_of_a_kind_can_answer_a_question(
    with_checklists: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of too many the best; that there are more stands in front."""
    monkeypatch.setattr(ready, "MOST_PAGES", 1)
    note, _, *listed = ready.pages_of_kind(with_checklists, "checklist", about="Foto einpacken")
    assert [str(piece.source.first) for piece in listed if piece.source] == ["blatt.2026.4"]
    assert (note.kind, note.text) == (PieceKind.NOTE, words.NOT_ALL.format(most=1))


def test_a_word_list_has_a_column_for_each_language(library: Library) -> None:
    """With the names that speakers use; terms without a word in any of them are left out."""
    listed = ready.word_list(library.terms, ["ar", "en", "<b>"])
    assert listed.languages == ("de", "en", "ar")
    assert listed.rows[0] == (
        words.LANGUAGE_NAMES["de"],
        words.LANGUAGE_NAMES["en"],
        words.LANGUAGE_NAMES["ar"],
    )
    assert all(any(row[1:]) for row in listed.rows)
    assert any(row[0] == "Vormund" for row in listed.rows)
