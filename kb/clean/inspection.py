"""What would happen to a file if it were taken in, without taking it in."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.clean.pages import clean
from kb.clean.quality import quality
from kb.extract import Limits, read
from kb.extract.ocr import missing
from kb.model import Outcome


@dataclass(frozen=True, slots=True)
class Inspection:
    """One file as `kb inspect` reports it.

    `pages` counts PDF pages; `reader` is "pypdf", "pdfium", "both", or "" where nothing was read;
    `words_known` is None where there are no words.
    """

    file: str
    outcome: Outcome
    reason: str
    pages: int
    reader: str
    words_known: float | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Its fields by name, all of them plain JSON values."""
        return asdict(self)

    def as_line(self) -> str:
        """One line for people."""
        known = "" if self.words_known is None else f", {self.words_known:.0%} of words known"
        by = f", read by {self.reader}" if self.reader else ""
        reason = f": {self.reason}" if self.reason else ""
        if self.outcome is Outcome.NEEDS_OCR:
            reason += f". {missing() or 'Its text can be recognised: kb recognise'}"
        took = f"{self.pages} pages{by}{known}, {self.seconds:.1f} s"
        return f"{self.file}: {self.outcome}{reason} ({took})"


def inspect(path: Path, *, limits: Limits | None = None) -> Inspection:
    """Read and clean a file as an ingest would. Raises only ReaderUnavailable."""
    start = time.monotonic()
    raw = read(path, limits=limits)
    measured = quality(raw, clean(raw, "inspected", "file"))
    return Inspection(
        file=str(path),
        outcome=raw.outcome,
        reason=raw.reason,
        pages=len(raw.pages),
        reader=next(iter(measured.readers), "") if len(measured.readers) < 2 else "both",
        words_known=measured.words_known if measured.words else None,
        seconds=round(time.monotonic() - start, 3),
    )
