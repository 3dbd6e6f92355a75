"""The brochure as shipped: single pages, the printer's double pages, and a scanned sheet."""

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdf

from kb.clean import clean
from kb.extract import read
from kb.model import Outcome, Page

DOCUMENTS = Path(__file__).parent.parent / "documents"
SINGLE, DOUBLE, SCAN = "broschuere-2026", "broschuere-2026-doppelseiten", "scan-woerter"
OLD = "handbuch-2018"
NOTICE = "Demonstrationsdokument – keine Rechtsberatung – fachlich nicht geprüft"
WORKING_TITLE = {"/Title": "Microsoft Word - final_neu2.docx"}  # nothing else


@cache
def pdf(name: str) -> pypdf.PdfReader:
    """The shipped PDF of that name."""
    return pypdf.PdfReader(DOCUMENTS / f"{name}.pdf")


@cache
def printed_pages(name: str) -> Sequence[Page]:
    """What the product makes of the shipped PDF."""
    return clean(read(DOCUMENTS / f"{name}.pdf"), "broschuere", "2026")


def metadata(name: str) -> dict[str, str]:
    """What the file says about itself."""
    return {str(key): str(value) for key, value in (pdf(name).metadata or {}).items()}


def all_text(name: str) -> str:
    """The text of the whole PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in pdf(name).pages).split())


def letters(page: Page) -> Counter[str]:
    """How often each letter stands on the page, wherever it stands."""
    return Counter("".join(unicodedata.normalize("NFKC", page.text).split()))


def test_the_brochure_is_as_poor_as_such_files_are() -> None:
    """24 pages, no outline, no page labels, and a working title for all metadata."""
    brochure = pdf(SINGLE)
    assert len(brochure.pages) == 24
    assert (brochure.outline, "/PageLabels" in brochure.root_object) == ([], False)
    assert metadata(SINGLE) == WORKING_TITLE
    assert brochure.xmp_metadata is None


def test_the_double_pages_hold_two_pages_between_single_covers() -> None:
    """13 PDF pages: the covers upright and alone, eleven sheets twice as wide between them."""
    widths = [round(float(page.mediabox.width)) for page in pdf(DOUBLE).pages]
    assert widths == [595, *[1191] * 11, 595]
    assert metadata(DOUBLE) == WORKING_TITLE


def test_single_and_double_pages_are_numbered_alike() -> None:
    """Both are read as printed pages 1 to 24, with the same number where the same text stands."""
    single, double = printed_pages(SINGLE), printed_pages(DOUBLE)
    numbers = [str(number) for number in range(1, 25)]
    assert [page.label for page in single] == numbers
    assert [page.label for page in double] == numbers
    apart = [
        one.label for one, two in zip(single, double, strict=True) if letters(one) != letters(two)
    ]
    assert apart == []


def test_toc_names_the_single_pages_first() -> None:
    """Sections of the brochure lead to the single pages, then to their sheet of double pages."""
    toc = json.loads((DOCUMENTS / "sources" / "toc.json").read_text("utf-8"))
    brochure = {key: places for key, places in toc.items() if key.startswith("B")}
    assert len(brochure) == 43
    for single, double in brochure.values():
        assert (single["edition"], double["edition"]) == ("2026", "2026-doppelseiten")
        assert single["printed"] == double["printed"] == str(single["pdf_page"])
        assert double["pdf_page"] == single["pdf_page"] // 2 + 1


def test_the_scanned_sheet_is_a_picture_and_nothing_else() -> None:
    """No text to search: the product says that it needs OCR."""
    assert read(DOCUMENTS / f"{SCAN}.pdf").outcome is Outcome.NEEDS_OCR
    assert [len(page.images) for page in pdf(SCAN).pages] == [1]


def test_words_from_right_to_left_are_found_whole() -> None:
    """Arabic and Persian words are read letter by letter from the right, without their shapes."""
    words = printed_pages(SINGLE)[22].text
    for word in ("الشباب", "تصريح", "وصاية", "پناهندگی", "سرپرستی", "بانکی"):
        assert word in words


def test_every_page_says_what_it_is() -> None:
    """The notice stands on every page of the brochure and of the edition of 2018."""
    for name in (SINGLE, OLD):
        for number, page in enumerate(pdf(name).pages, 1):
            assert NOTICE in " ".join(page.extract_text().split()), (name, number)


def test_the_edition_of_2018_holds_the_law_of_its_time() -> None:
    """What has changed since is told in its old form, in the spelling of its time."""
    old = all_text(OLD)
    for then in ("399 Euro", "75 Prozent", "Vier Jahre Aufenthalt", "Heimatrecht", "Bestallung"):
        assert then in old
    assert "Vormund/innen" in old
    assert "Vormund*innen" not in old
