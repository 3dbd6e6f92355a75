"""What `kb inspect` says of a file."""

import json
from pathlib import Path

from kb.clean import inspect
from kb.model import Outcome
from tests.small_pdf import pdf, sheet


def test_a_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf(sheet("Das Gericht bestellt einen Vormund."), sheet("Seine Rechte")))
    found = inspect(path)
    assert found.outcome is Outcome.TEXT
    assert (found.pages, found.reader, found.words_known) == (2, "pypdf", 1.0)
    assert json.loads(json.dumps(found.as_json()))["outcome"] == "text"
    assert found.as_line().startswith(f"{path}: text (2 pages, read by pypdf, 100% of words known")


def test_a_file_that_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seite.pdf"
    path.write_bytes(b"<html>")
    found = inspect(path)
    assert found.as_json() == {
        "file": str(path),
        "outcome": "refused:not_a_pdf",
        "reason": "it does not begin like a PDF",
        "pages": 0,
        "reader": "",
        "words_known": None,
        "seconds": found.seconds,
    }
