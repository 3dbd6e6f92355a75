"""What reading a PDF gives, before any cleaning: pages with both readers' text and its geometry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from itertools import pairwise

from kb.model import Outcome

# raised whenever the same file would be read to other raw pages than before
READER_VERSION = f"9 pypdf-{version('pypdf')} pypdfium2-{version('pypdfium2')}"

HIDDEN_BULLET = "\u2063"  # stands for one in the colour of the paper; cleaning drops it
_LETTERS = re.compile(r"[^\W\d_]+")


def letters(text: str) -> int:
    """How many letters of any script; digits and signs do not count."""
    return sum(map(len, letter_runs(text)))


def letter_runs(text: str) -> list[str]:
    """Its words without digits and signs: quicker to count than letters one by one."""
    found: list[str] = _LETTERS.findall(text)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline, as PDFium sees it, in points from the bottom left corner.

    A wide gap starts a new line, so table cells and columns are lines of their own. A word broken
    at the end of a line leaves its hyphen as U+0002; raised digits are ¹²³ in Unicode. `size` is
    the height of the font's box (about 1.2 em), 0.0 for text that is not set horizontally.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False

    def continues(self, before: "Line") -> bool:
        """It stands to the right of `before` on the same baseline."""
        return abs(self.y0 - before.y0) < 0.3 * max(self.size, 4) and self.x0 >= before.x1


class PageState(StrEnum):
    """What a page came to. `PICTURE` and `GARBAGE` need text recognition."""

    TEXT = "text"
    EMPTY = "empty"
    PICTURE = "picture"
    GARBAGE = "garbage"  # fonts without a mapping to characters
    LIMIT = "limit"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RawPage:
    """One PDF page as read. `number` counts from 1; `width` and `height` in points, as shown.

    `pypdf` is pypdf's text, `lines` are PDFium's; `reader` names whose text was chosen ("pypdf" or
    "pdfium"). `images` is the share of the page that its largest image covers. `errors` are the
    readers' own words, each with the reader's name.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    pypdf: str = ""
    lines: tuple[Line, ...] = ()
    images: float = 0.0
    errors: tuple[str, ...] = ()
    reader: str = "pypdf"
    state: PageState = PageState.TEXT

    @property
    def pdfium(self) -> str:
        """PDFium's text: one line a row, cells of a row apart by a space."""
        return row_text(self.lines)

    @property
    def text(self) -> str:
        """The text of the chosen reader."""
        return self.pypdf if self.reader == "pypdf" else self.pdfium

    def halves(self) -> tuple[str, str]:
        """PDFium's text left and right of the page's middle; a line belongs where its centre is."""
        middle = self.width / 2
        left = [line for line in self.lines if (line.x0 + line.x1) / 2 < middle]
        right = [line for line in self.lines if (line.x0 + line.x1) / 2 >= middle]
        return row_text(left), row_text(right)


def row_text(lines: Sequence[Line]) -> str:
    """The text of lines, those on one baseline in one row."""
    if not lines:
        return ""
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        parts += [" " if line.continues(before) else "\n", line.text]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself; "" and None where it says nothing or nonsense."""

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    language: str = ""
    producer: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: `level` from 1, `page` the PDF page from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read. `reason` says in plain English what is wrong, "" if nothing is.

    Pages are there for every outcome that got as far as pages, also for refused ones; one per PDF
    page, in order. `labels` has one label per page or is empty.
    """

    sha256: str
    outcome: Outcome
    reason: str = ""
    pages: tuple[RawPage, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    outline: tuple[OutlineEntry, ...] = ()
    labels: tuple[str, ...] = ()
    reader_version: str = READER_VERSION
