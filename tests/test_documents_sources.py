"""The demonstration publications as shipped: what toc.json says is what the PDFs hold."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest
from pypdf.generic import ArrayObject, Destination, DictionaryObject, IndirectObject

from kb.catalogue import Catalogue

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


def tags(reader: pypdf.PdfReader) -> Counter[str]:
    """How often each kind of element stands in the structure of a tagged PDF."""
    found: Counter[str] = Counter()
    waiting: list[object] = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, IndirectObject):
            element = element.get_object()
        if isinstance(element, ArrayObject):
            waiting.extend(element)
        elif isinstance(element, DictionaryObject):
            found[str(element.get("/S"))] += 1
            waiting.append(element.get("/K"))
    return found


def test_the_handbook_has_its_footnotes_and_figures() -> None:
    """Twelve footnotes and three figures, as the plan has them."""
    found = tags(pdf("handbuch", "2026"))
    assert (found["/Note"], found["/Figure"]) == (12, 3)


@pytest.mark.parametrize("key", ["H3.4", "H4.5", "H7.1", "HA.3"])
def test_the_handbook_has_its_tables(key: str) -> None:
    """A captioned table stands in the section, on its first page or the next."""
    [place] = [p for p in of("handbuch", "2026") if p.key == key]
    pages = [text("handbuch", "2026", place.pdf_page + n) for n in (0, 1)]
    assert re.search(r"Tabelle \d+:", " ".join(pages))


def test_one_figure_is_a_picture_only() -> None:
    """The words inside the second figure are not in the text of its page."""
    [page] = [n for n in range(1, 45) if "Schaubild 2:" in text("handbuch", "2026", n)]
    assert "Ergebnisbericht" not in text("handbuch", "2026", page)
    assert len(pdf("handbuch", "2026").pages[page - 1].images) == 1


def test_words_are_divided_over_a_page_end() -> None:
    """At least one page of the handbook ends within a word."""
    bodies = [p.extract_text().split(NOTICE)[0].rstrip() for p in pdf("handbuch", "2026").pages]
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
