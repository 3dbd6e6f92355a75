"""A handout becomes files that other programs open without complaint, every source in them."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from kb.desk.collections import Piece, PieceKind
from kb.handout import Handout, compile_handout
from kb.handout.bibliography import as_bibtex, as_ris
from kb.handout.content import Extract, Heading, Look, Note, Part, Quotation, WordList
from kb.handout.originals import as_originals
from kb.handout.typeset import as_pdf
from kb.handout.web import as_html, as_markdown
from kb.handout.word import as_word
from kb.library import Library
from kb.model import PageKey, Source
from kb.settings import Settings
from kb.texts import GERMAN
from kb.texts import handout as words
from kb.texts.citation import cited, source
from tests.programs import program
from tests.small_library import HOSTILE

MADE = date(2026, 11, 23)
PLACE = PageKey("handbuch", "2026", 2)
SOURCE = Source(PLACE, PLACE, ("2", "2"), "Handbuch", "Verein", 2026, "2026-03", ("2 Clearing",))


@pytest.fixture(scope="module")
def library(small_home: Path) -> Library:
    return Library(Settings(home=small_home))


def _pages(library: Library, first: str, last: str = "", *, picture: bool = False) -> Piece:
    keys = [PageKey.parse(first), PageKey.parse(last or first)]
    pages = [library.page(key) for key in keys if key]
    publication = next(p for p in library.publications() if p.id == pages[0].key.publication)
    edition = publication.edition(pages[0].key.edition)
    assert edition
    return Piece(PieceKind.PAGES, "", source(publication, edition, pages[0], pages[-1]), picture)


def _passage(library: Library, key: str, text: str) -> Piece:
    return replace(_pages(library, key), kind=PieceKind.PASSAGE, text=text)


@pytest.fixture(scope="module")
def handout(library: Library) -> Handout:
    """Headings, notes, passages, pages of three editions."""
    pieces = [
        Piece(PieceKind.HEADING, "Ankommen"),
        Piece(PieceKind.NOTE, "Zum Einstieg.\n\nWas wissen Sie schon?"),
        _passage(library, "handbuch.2026.5", "Beim Arzt zum Beispiel"),
        _pages(library, "handbuch.2026.2", "handbuch.2026.4"),
        Piece(PieceKind.HEADING, HOSTILE),
        _pages(library, "blatt.2018.1"),
        _pages(library, "blatt.2025.1", picture=True),
    ]
    return compile_handout("Modul 3", pieces, library, MADE)


def _word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def _one_line(text: str) -> str:
    return " ".join(text.replace("-\n", "").split())


class TestCompiling:
    """What a collection says of itself when it becomes a handout."""

    def test_an_older_edition_says_where_the_newer_has_it(self, handout: Handout) -> None:
        """With edition and page."""
        older = next(p for p in handout.parts if isinstance(p, Extract) and p.source.year == 2018)
        assert any("Ausgabe 2025" in notice for notice in older.notices)

    def test_what_was_withdrawn_keeps_its_text_and_says_so(self, library: Library) -> None:
        """The words that were kept are still quoted, with their source."""
        gone = replace(SOURCE, first=PageKey("weg", "2020", 1), last=PageKey("weg", "2020", 1))
        piece = Piece(PieceKind.PASSAGE, "Was dort stand.", gone)
        (part,) = compile_handout("x", [piece], library).parts
        assert isinstance(part, Quotation)
        assert (part.text, part.notices) == ("Was dort stand.", [GERMAN.standing.withdrawn])

    def test_a_passage_whose_page_reads_otherwise_now_says_so(self, library: Library) -> None:
        """Line breaks do not count."""
        same = _passage(library, "handbuch.2026.5", "Beim\nArzt zum  Beispiel")
        other = _passage(library, "handbuch.2026.5", "Beim Arzt stand es anders")
        kept, changed = compile_handout("x", [same, other], library).parts
        assert isinstance(kept, Quotation)
        assert isinstance(changed, Quotation)
        assert (list(kept.notices), list(changed.notices)) == ([], [GERMAN.standing.changed])

    def test_sources_stand_once_in_order(self, handout: Handout) -> None:
        """Two pieces of one edition are one source."""
        names = [s.name for s in handout.sources]
        assert names == [("handbuch", "2026"), ("blatt", "2018"), ("blatt", "2025")]


class TestWord:
    """The .docx."""

    def test_it_has_real_headings_and_every_citation(self, handout: Handout) -> None:
        """The trainer's headings are level 1, extracts level 2; texts stand as they are."""
        document = Document(BytesIO(as_word(handout)))
        first = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
        assert first == ["Ankommen", HOSTILE, words.SOURCES]
        text = _word_text(as_word(handout))
        for part in handout.parts:
            if isinstance(part, Quotation | Extract):
                assert cited(part.source) in text
        assert "Beim Arzt zum Beispiel" in text
        assert len(document.inline_shapes) == 1

    def test_libreoffice_opens_it(self, handout: Handout, tmp_path: Path) -> None:
        """And sets every heading in the PDF it makes of it."""
        office = program("soffice", "libreoffice-writer-nogui")
        (tmp_path / "handout.docx").write_bytes(as_word(handout))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "handout.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        pages = PdfReader(tmp_path / "handout.pdf").pages
        text = _one_line(" ".join(page.extract_text() for page in pages))
        assert "Ankommen" in text
        assert "Zusammengestellt am 23. November 2026" in text

    @settings(max_examples=30, deadline=None)
    @given(st.text(max_size=80))
    def test_any_text_can_stand_in_it(self, text: str) -> None:
        """Characters that XML cannot hold are left out, all others stay."""
        data = as_word(Handout(text, text, MADE, [Heading(text), Note(text)]))
        assert Document(BytesIO(data)).paragraphs


def test_the_logo_and_colour_of_the_association_are_in_every_file(handout: Handout) -> None:
    """The Word file has one picture more; the web page has the colour."""
    logo = Path(__file__).parent.parent / "kb" / "ui" / "static" / "icon.png"
    ours = replace(handout, look=Look(logo, "#7a1f5c"))
    assert len(Document(BytesIO(as_word(ours))).inline_shapes) == 2
    assert "#7a1f5c" in as_html(ours)
    for make in (as_pdf, as_originals):
        first = PdfReader(BytesIO(make(ours))).pages[0]
        assert len(first.images) == len(PdfReader(BytesIO(make(handout))).pages[0].images) + 1


class TestTypeset:
    """The PDF with the same content."""

    def test_it_is_a_sound_pdf_with_every_heading_and_source(
        self, handout: Handout, tmp_path: Path
    ) -> None:
        """Text can be copied out of it; a bookmark for each heading."""
        data = as_pdf(handout)
        reader = PdfReader(BytesIO(data))
        text = _one_line("\n".join(page.extract_text() for page in reader.pages))
        assert "Beim Arzt zum Beispiel" in text
        assert "Ältere Ausgabe" in text
        titles = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
        assert titles[:1] == ["Ankommen"]
        assert HOSTILE in titles
        _check(data, tmp_path)

    @settings(max_examples=20, deadline=None)
    @given(st.text(max_size=60))
    def test_text_is_never_read_as_markup(self, text: str) -> None:
        """Whatever people type comes out as one document."""
        parts: list[Part] = [Heading(text), Note(f"#panic() $x$ {text}")]
        parts.append(Quotation(text, SOURCE))
        assert as_pdf(Handout(text, text, MADE, parts)).startswith(b"%PDF")

    def test_a_word_list_has_all_its_scripts(self) -> None:
        """Latin, Arabic, Ethiopic, Cyrillic: every letter has a picture in a font we ship."""
        rows = [("Deutsch", "العربية", "ትግርኛ", "Русский"), ("Vormund", "وصي", "ሞግዚት", "опекун")]
        data = as_pdf(Handout("x", "", MADE, [WordList(("de", "ar", "ti", "ru"), rows)]))
        fonts = {str(f) for f in re.findall(rb"/FontName ?/([^ /\n]+)", data)}
        assert len(fonts) >= 3


class TestOriginals:
    """The original pages."""

    def test_pages_keep_their_printed_numbers_and_say_their_source(
        self, handout: Handout, tmp_path: Path
    ) -> None:
        """Cover first; bookmarks are the trainer's headings; the source stands below each page."""
        data = as_originals(handout)
        reader = PdfReader(BytesIO(data))
        assert reader.page_labels == ["Titel", "5", "2", "3", "4", "1", "1"]
        for page in reader.pages[1:]:
            assert re.search(r"Ausgabe 20\d\d", page.extract_text())
        titles = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
        assert titles == ["Ankommen", HOSTILE]
        assert "Ältere Ausgabe" in _one_line(reader.pages[0].extract_text())
        _check(data, tmp_path)

    def test_a_pdf_that_broke_since_is_named_on_the_cover(
        self, handout: Handout, tmp_path: Path
    ) -> None:
        """The other pages are there."""
        broken = tmp_path / "broken.pdf"
        broken.write_bytes(b"%PDF-1.7 no more")
        part = next(part for part in handout.parts if isinstance(part, Extract))
        parts = [replace(part, file=broken), part]
        reader = PdfReader(BytesIO(as_originals(replace(handout, parts=parts))))
        assert len(reader.pages) == 1 + 3
        assert "ließ sich nicht aus dem PDF" in _one_line(reader.pages[0].extract_text())

    @pytest.mark.parametrize("name", ["/ASCII85Decode", "/A85", "/Nonsense"])
    def test_a_page_that_cannot_be_decoded_is_named_on_the_cover(
        self, handout: Handout, tmp_path: Path, name: str
    ) -> None:
        """Found in a fuzzed file: the source could not be put below it."""
        part = next(part for part in handout.parts if isinstance(part, Extract))
        writer = PdfWriter(part.file)
        contents = DecodedStreamObject()
        contents.set_data(b"\x01 not base 85")
        contents[NameObject("/Filter")] = NameObject(name)
        broken = writer.pages[part.pages[0].key.pdf_page - 1]
        broken[NameObject("/Contents")] = writer._add_object(contents)
        writer.write(tmp_path / "odd.pdf")
        odd = replace(part, file=tmp_path / "odd.pdf")
        reader = PdfReader(BytesIO(as_originals(replace(handout, parts=[odd]))))
        assert len(reader.pages) == 1 + len(part.pages) - 1
        assert "ließ sich nicht aus dem PDF" in _one_line(reader.pages[0].extract_text())

    def test_a_handout_without_pages_is_its_cover(self) -> None:
        """Notes alone are no reason to fail."""
        data = as_originals(Handout("x", "y", MADE, [Note("nur Text")]))
        assert len(PdfReader(BytesIO(data)).pages) == 1


class TestWeb:
    """HTML and Markdown."""

    def test_html_holds_text_not_markup(self, handout: Handout) -> None:
        """And needs no other file."""
        html = as_html(handout)
        assert "<img src=x" not in html
        assert "Beim Arzt zum Beispiel" in html
        assert not re.search(r'(?:src|href)="(?!data:)', html)

    def test_markdown_holds_text_not_markup(self, handout: Handout) -> None:
        """What looks like markup is escaped."""
        markdown = as_markdown(handout)
        assert "## Ankommen" in markdown
        assert "\\<img src=x" in markdown
        assert "\\!\\[Bild\\]" in markdown


class TestBibliography:
    """References for other programs."""

    def test_each_edition_is_one_entry(self, handout: Handout) -> None:
        """With title, publisher, edition, year and the law it rests on."""
        bibtex, ris = as_bibtex(handout), as_ris(handout)
        assert bibtex.count("@booklet") == ris.count("TY  - ") == 3
        assert 'year = "2026"' in bibtex
        assert "N1  - Rechtsstand März 2026" in ris

    @settings(max_examples=50)
    @given(st.text(max_size=60), st.text(max_size=60))
    def test_any_title_makes_one_entry(self, title: str, publisher: str) -> None:
        """Line breaks, braces and backslashes are only text."""
        odd = replace(SOURCE, title=title, publisher=publisher)
        handout = Handout("x", "y", MADE, [Quotation("q", odd)])
        assert as_bibtex(handout).count("@booklet{handbuch2026") == 1
        assert len(re.findall(r"^TY  - ", as_ris(handout), re.MULTILINE)) == 1


def _check(data: bytes, folder: Path) -> None:
    file = folder / "check.pdf"
    file.write_bytes(data)
    done = subprocess.run(
        [program("qpdf", "qpdf"), "--check", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
