"""What `kb bench ingest` measures: real PDFs, read, taken in, multiplied and taken in again."""

from pathlib import Path

import pytest

from kb.bench.ingest import measure
from kb.errors import NotRead
from tests.small_pdf import pdf, sheet

SENTENCE = "Die Vormundschaft beginnt mit der Bestellung durch das Gericht."


def test_every_step_is_measured(tmp_path: Path) -> None:
    """Also what reading costs at least, and how much memory was held."""
    file = tmp_path / "heft.pdf"
    file.write_bytes(pdf(sheet(SENTENCE), sheet(SENTENCE)))
    found = measure([file], 4)
    assert (found.pages, found.large, found.added) == (2, 4, 2)
    assert min(found.bare.work, found.fresh.work, found.rebuild.work, found.add.work) > 0
    assert found.fresh.megabytes > 10
    assert "PDF to searchable" in found.as_text()


def test_files_without_text_are_said(tmp_path: Path) -> None:
    """Rather than a table of nothing."""
    file = tmp_path / "leer.pdf"
    file.write_bytes(pdf(sheet()))
    with pytest.raises(NotRead):
        measure([file], 4)
