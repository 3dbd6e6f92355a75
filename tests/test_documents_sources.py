"""The demonstration publications as shipped: what toc.json says is what the PDFs hold."""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest
from kb.catalogue import Catalogue
from pypdf.generic import Destination

DOCUMENTS = Path(__file__).parent.parent / "documents"
NOTICE = "Demonstrationsdokument – keine Rechtsberatung – fachlich nicht geprüft"


class Place(NamedTuple):
    """Where toc.json says a section starts."""

    key: str
    publication: str
    edition: str
    title: str
    printed: str
    pdf_page: int


def places() -> list[Place]:
    """Every place in toc.json."""
    toc = json.loads((DOCUMENTS / "sources" / "toc.json").read_text("utf-8"))
    return [
        Place(key, **place)
        for key, found in toc.items()
        for place in (found if isinstance(found, list) else [found])
    ]


def of(publication: str, edition: str) -> list[Place]:
    """The places in one edition, in reading order."""
    return [p for p in places() if (p.publication, p.edition) == (publication, edition)]


@cache
def pdf(publication: str, edition: str) -> pypdf.PdfReader:
    """The PDF that the record names for this edition."""
    found, problems = Catalogue(DOCUMENTS).publications()
    assert not problems
    [record] = [p for p in found if p.id == publication]
    chosen = record.edition(edition)
    assert chosen is not None
    return pypdf.PdfReader(DOCUMENTS / chosen.file)


@cache
def text(publication: str, edition: str, pdf_page: int) -> str:
    """The page's text with single spaces; soft hyphens at line ends are gone."""
    raw = pdf(publication, edition).pages[pdf_page - 1].extract_text()
    whole = re.sub("\u00ad\\s*|(?<=\\w)-\n(?=[a-zäöü])", "", unicodedata.normalize("NFC", raw))
    return " ".join(whole.split())


def test_every_section_stands_where_toc_says() -> None:
    """The heading of each section of each publication is on the PDF page that toc.json names."""
    missing = [
        (place.key, place.edition)
        for place in places()
        if " ".join(place.title.split())
        not in text(place.publication, place.edition, place.pdf_page)
    ]
    assert missing == []


def test_the_handbook_has_every_chapter_and_section() -> None:
    """Thirteen chapters from H0 to HA with the sections of the plan, in order."""
    counts = [3, 6, 8, 7, 6, 6, 8, 7, 4, 5, 5, 4, 6]
    chapters = [*(f"H{n}" for n in range(12)), "HA"]
    planned = [
        key
        for chapter, count in zip(chapters, counts, strict=True)
        for key in [chapter, *(f"{chapter}.{n}" for n in range(1, count + 1))]
    ]
    assert [place.key for place in of("handbuch", "2026")] == planned


def test_the_handbook_has_its_pages_and_labels() -> None:
    """A cover, I to IV, 1 to 39; toc.json's printed pages are the labels of its PDF pages."""
    labels = pdf("handbuch", "2026").page_labels
    assert labels[1:] == ["I", "II", "III", "IV", *map(str, range(1, 40))]
    assert len(labels) == 44
    assert all(labels[p.pdf_page - 1] == p.printed for p in of("handbuch", "2026"))


def test_the_handbook_has_an_outline_of_two_levels() -> None:
    """Chapters with their sections, each leading to the page that toc.json names."""
    reader = pdf("handbuch", "2026")
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)]
    nested = [inner for entry in reader.outline if isinstance(entry, list) for inner in entry]
    sections = [entry for entry in nested if not isinstance(entry, list)]
    assert len(nested) == len(sections), "a third level"

    def starts(level: Sequence[Destination]) -> list[int]:
        return [(reader.get_destination_page_number(entry) or 0) + 1 for entry in level]

    expected = of("handbuch", "2026")
    assert starts(chapters) == [p.pdf_page for p in expected if "." not in p.key]
    assert starts(sections) == [p.pdf_page for p in expected if "." in p.key]


def test_every_page_of_the_handbook_says_what_it_is() -> None:
    """The notice stands on the cover and in every footer."""
    pages = range(1, len(pdf("handbuch", "2026").pages) + 1)
    assert [page for page in pages if NOTICE not in text("handbuch", "2026", page)] == []


def test_the_handbook_has_the_difficulties_it_was_made_with() -> None:
    """Footnotes 1 to 12, three figures, the four tables, a word divided over a page end."""
    pages = [page.extract_text() for page in pdf("handbuch", "2026").pages]
    whole = "\n".join(pages)
    assert [n for n in range(1, 4) if f"Schaubild {n}:" not in whole] == []
    assert [n for n in range(1, 5) if f"Tabelle {n}:" not in whole] == []
    bodies = [page.split(NOTICE)[0].rstrip() for page in pages]
    assert any(body.endswith(("-", "\u00ad")) for body in bodies)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("/Title", "Verlässlich an deiner Seite"),
        ("/Author", "Musterverein"),
        ("/Keywords", "Vormundschaft"),
    ],
)
def test_the_handbooks_metadata_is_complete(field: str, expected: str) -> None:
    """Title, author and keywords are set."""
    metadata = pdf("handbuch", "2026").metadata
    assert metadata is not None
    assert expected in str(metadata[field])
