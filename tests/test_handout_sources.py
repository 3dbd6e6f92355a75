"""Citations of the demonstration publications name the page and section that toc.json names."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.handout import cutting
from kb.library import Library
from kb.model import Heading, Page, PageKey
from kb.settings import Settings
from kb.texts.citation import cited

DOCUMENTS = Path(__file__).parent.parent / "documents"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("demonstration")
    (home / "documents").mkdir()
    for file in DOCUMENTS.iterdir():
        if file.suffix in (".pdf", ".toml") and not file.stem.startswith("scan"):
            shutil.copy(file, home / "documents")
    made = Library(Settings(home=home, meaning=False))
    made.ingest()
    return made


def test_every_section_is_cited_with_its_page(library: Library) -> None:
    """Kept from below its heading: the number printed on the page, and the section's title.

    Below a chapter's heading stands its first section's.
    """
    wrong, seen = [], 0
    for place in _places():
        page, heading = _begin(library, place)
        piece = cutting.passage(library, page.key, heading.start + len(heading.title))
        assert piece.source is not None
        seen += 1
        citation = cited(piece.source)
        named = f"S. {place['printed']}" in citation
        if not named or heading.title not in citation or place["edition"] not in citation:
            wrong.append((place, citation))
    assert wrong == []
    assert seen > 100


def test_a_page_is_named_after_the_section_of_the_hit(library: Library) -> None:
    """Not after the first on it; a page with a table is kept as a picture, one of text as text."""
    key = PageKey("handbuch", "2026", 15)
    piece = cutting.page(library, key, library.page(key).text.index("Wer unterschreibt was?"))
    assert piece.source is not None
    assert piece.source.section[-1] == "3.4 Wer unterschreibt was?"
    assert piece.picture
    assert not cutting.page(library, PageKey("handbuch", "2026", 25), 0).picture


def _places() -> list[Mapping[str, str]]:
    toc = json.loads((DOCUMENTS / "sources" / "toc.json").read_text("utf-8"))
    sections = [found for name, found in toc.items() if "." in name]
    return [one for found in sections for one in (found if isinstance(found, list) else [found])]


def _begin(library: Library, place: Mapping[str, str]) -> tuple[Page, Heading]:
    """The page and heading of a section; its number stands before the title or not at all."""
    number, halves = int(place["pdf_page"]), ("", "a", "b")
    for half in halves:
        page = _page(library, PageKey(place["publication"], place["edition"], number, half))
        for heading in page.headings if page else ():
            plain = " ".join(place["title"].split())
            if page and heading.start >= 0 and heading.title.endswith(plain):
                return page, heading
    raise AssertionError(f"no heading: {place}")


def _page(library: Library, key: PageKey) -> Page | None:
    pages = library.pages(key.publication, key.edition)
    return next((page for page in pages if page.key == key), None)
