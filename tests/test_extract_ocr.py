"""Recognising the text of scans, with the real programs where they are installed."""

from pathlib import Path

import pytest

from kb.clean import clean
from kb.errors import NotRecognised, RecognitionMissing
from kb.extract import read
from kb.extract.ocr import missing, recognise
from kb.model import Outcome
from tests.scan import LINES, needs_recognition, scan


@needs_recognition
def test_a_scan_gets_its_text_in_a_copy(tmp_path: Path) -> None:
    """The file itself is as it was; progress is told; nothing else is left in the folder."""
    original, copy = tmp_path / "blatt.pdf", tmp_path / "blatt.ocr.pdf"
    original.write_bytes(before := scan())
    told: list[tuple[int, int]] = []
    recognise(original, copy, [1], is_text=False, progress=lambda *at: told.append(at))
    raw = read(copy)
    (page,) = clean(raw, "blatt", "1", recognised=True)
    assert raw.outcome is Outcome.TEXT
    assert page.reader == "ocr"
    assert set(" ".join(LINES).split()) <= set(page.text.split())
    assert original.read_bytes() == before
    assert told == [(1, 1)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blatt.ocr.pdf", "blatt.pdf"]


@needs_recognition
def test_a_file_that_cannot_be_recognised_leaves_nothing(tmp_path: Path) -> None:
    """Neither a copy nor a part of one."""
    path = tmp_path / "kaputt.pdf"
    path.write_bytes(b"%PDF-1.4 and nothing more")
    with pytest.raises(NotRecognised):
        recognise(path, tmp_path / "kaputt.ocr.pdf", [1], is_text=False)
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_missing_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package, the program, the language: whichever comes first."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("kb.extract.ocr.find_spec", lambda name: object())
    lack = missing()
    assert lack is not None
    assert "Tesseract" in str(lack)
    tesseract = tmp_path / "tesseract"
    tesseract.write_text("#!/bin/sh\necho eng\n", "utf-8")
    tesseract.chmod(0o755)
    lack = missing()
    assert lack is not None
    assert "Deutsch" in str(lack)
    tesseract.write_text("#!/bin/sh\necho deu\n", "utf-8")
    assert missing() is None
    monkeypatch.setattr("kb.extract.ocr.find_spec", lambda name: None)
    lack = missing()
    assert lack is not None
    assert "OCRmyPDF" in str(lack)
    with pytest.raises(RecognitionMissing):
        recognise(tmp_path / "a.pdf", tmp_path / "b.pdf", [1], is_text=False)
