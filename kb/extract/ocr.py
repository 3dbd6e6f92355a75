"""Recognising the text of scans: OCRmyPDF with tesseract, in a process of its own, into a copy."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from kb.errors import NotRecognised, RecognitionMissing
from kb.extract.process import Progress

SUFFIX = ".ocr.pdf"
SECONDS_A_PAGE = 5  # about, on one core of 2026; skewed pages take longest
_LANGUAGE = "deu"
_PATIENCE = 120.0  # seconds for a page, and for what comes before and after all of them
_LONGEST = 4 * 3600.0
_PAGE = re.compile(r"\s*(\d+) ")  # how OCRmyPDF begins what it says about a page
_EXTRA = "pip install 'fluchtraum-kb[ocr]'"
_TESSERACT = (
    ("apt-get", "sudo apt-get install tesseract-ocr tesseract-ocr-deu"),
    ("dnf", "sudo dnf install tesseract tesseract-langpack-deu"),
    ("zypper", "sudo zypper install tesseract-ocr tesseract-ocr-traineddata-german"),
    ("pacman", "sudo pacman -S tesseract tesseract-data-deu"),
    ("brew", "brew install tesseract tesseract-lang"),
    ("winget", "winget install UB-Mannheim.TesseractOCR"),
)


def missing() -> RecognitionMissing | None:
    """What text recognition lacks on this machine, with how to install it; None: nothing."""
    if find_spec("ocrmypdf") is None:
        return RecognitionMissing("OCRmyPDF", _EXTRA)
    languages = _languages()
    if not languages:
        return RecognitionMissing("Tesseract", _install())
    if _LANGUAGE not in languages:
        return RecognitionMissing("Tesseract (Deutsch)", _install())
    return None


def recognise(
    pdf: Path, copy: Path, pages: Sequence[int], *, is_text: bool, progress: Progress | None = None
) -> None:
    """Write a copy of `pdf` in which `pages`, counted from 1, have their text; the rest as it was.

    Pages are turned and set straight first: without it a skew of 0.6 degrees costs 12 of 100 words.
    `is_text`: they hold text that is of no use, and become pictures before. `progress(done, total)`
    is called page by page. The copy appears whole or not at all. Raises RecognitionMissing,
    NotRecognised.
    """
    if (lack := missing()) is not None:
        raise lack
    part = copy.with_name(f".{copy.name}.part")
    try:
        _run(_arguments(pdf, part, pages, is_text=is_text), pdf, len(pages), progress)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(copy)
    except OSError as error:
        raise NotRecognised(pdf, error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _arguments(pdf: Path, part: Path, pages: Sequence[int], *, is_text: bool) -> list[str]:
    turned = ["--rotate-pages"] if "osd" in _languages() else []
    return [
        *("-l", _LANGUAGE, "--output-type", "pdf", "--optimize", "0", "--jobs", "1", "-v", "1"),
        *("--deskew", *turned, "--tesseract-timeout", str(int(_PATIENCE))),
        "--invalidate-digital-signatures",
        "--force-ocr" if is_text else "--skip-text",
        *("--pages", ",".join(map(str, pages))),
        *("--", str(pdf.absolute()), str(part.absolute())),
    ]


def _run(arguments: list[str], pdf: Path, total: int, progress: Progress | None) -> None:
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "kb.extract.ocr_child", str(os.getpid()), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,  # tesseract's processes end with it
    )
    over = threading.Timer(min(_PATIENCE * (1 + total), _LONGEST), _end, (child,))
    over.start()
    try:
        last = _follow(child, total, progress)
        code = child.wait()
    finally:
        over.cancel()
        _end(child)
        child.wait()
        assert child.stderr is not None
        child.stderr.close()
    if code:
        raise NotRecognised(pdf, last or f"it ended with {code}")


def _follow(child: "subprocess.Popen[bytes]", total: int, progress: Progress | None) -> str:
    """Count the pages it speaks of; returns the last thing it said."""
    assert child.stderr is not None
    begun: set[str] = set()
    last = ""
    for raw in child.stderr:
        line = raw.decode("utf-8", "replace").rstrip()
        last = line.strip()[:300] or last
        page = _PAGE.match(line)
        if page and page[1] not in begun:
            begun.add(page[1])
            if progress:
                progress(min(len(begun), total), total)
    return last


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _languages() -> frozenset[str]:
    """Those tesseract can read; none where it is not installed."""
    if shutil.which("tesseract") is None:
        return frozenset()
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    return frozenset(listed.stdout.split())


def _install() -> str:
    found = (command for program, command in _TESSERACT if shutil.which(program))
    return next(found, "https://tesseract-ocr.github.io")
