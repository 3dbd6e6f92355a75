"""What a record can be proposed from: the first pages as read."""

import os
from pathlib import Path

import psutil
import pytest

from kb.catalogue.proposal import Origin, Source
from kb.extract import RawDocument, RawPage, starting
from kb.ingest.reading import expect, first_look
from kb.model import Outcome


def _document(*pages: str) -> RawDocument:
    numbered = [RawPage(number, pypdf=text) for number, text in enumerate(pages, 1)]
    return RawDocument("0" * 64, Outcome.TEXT, pages=tuple(numbered))


def test_a_first_look_knows_on_which_page_a_place_is() -> None:
    """Of the first five pages and the last two; offsets count composed letters."""
    look = first_look(
        _document("Mu\u0308nze", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Ende")
    )
    assert "Münze" in look.text
    assert "Sechs" not in look.text
    for word, page in (("Münze", 1), ("Zwei", 2), ("Fünf", 5), ("Sieben", 7), ("Ende", 8)):
        assert look.page_at(look.text.index(word)) == Source(Origin.PAGE, page)
        assert look.page_of(word) == Source(Origin.PAGE, page)


@pytest.mark.skipif(not starting.IS_FORKED, reason="each is started anew there")
def test_what_reads_is_loaded_before_where_a_pdf_is_new(tmp_path: Path) -> None:
    """And not where all that lies there is older than the index."""
    starting._nursery.end()
    current = tmp_path / "CURRENT"
    (tmp_path / "heft.pdf").write_bytes(b"%PDF-")
    expect(tmp_path, current)
    assert _forking()
    starting._nursery.end()
    current.write_text("g000001")
    os.utime(current, (2**32, 2**32))
    expect(tmp_path, current)
    expect(tmp_path / "missing", current)
    assert not _forking()


def _forking() -> bool:
    children = psutil.Process().children()
    return any("kb.extract.nursery" in child.cmdline() for child in children)
