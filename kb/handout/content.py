"""What a handout says, before it becomes a file of some kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.model import Page, Source


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the trainer wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the trainer wrote between; a blank line parts its paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage, word for word. `notices` say what a reader must know of it, each a sentence.

    `pages` are the pages it stands on, with `file`; none where they are no longer to be had.
    """

    text: str
    source: Source
    notices: Sequence[str] = ()
    pages: Sequence[Page] = ()
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """Whole pages, as their text or, with `pictures`, as they look.

    `pictures` are JPEGs, one a page; empty where text is wanted. `file` is the PDF they are in.
    """

    source: Source
    pages: Sequence[Page]
    file: Path
    pictures: Sequence[bytes] = ()
    notices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class WordList:
    """Terms side by side: `languages` are codes, each row has a word for each of them."""

    languages: Sequence[str]
    rows: Sequence[Sequence[str]]


Part = Heading | Note | Quotation | Extract | WordList


@dataclass(frozen=True, slots=True)
class Look:
    """How the association shows itself: its logo, if it has one, and its colour as "#rrggbb".

    The colour can be read on white.
    """

    logo: Path | None = None
    accent: str = "#0b5c6b"


@dataclass(frozen=True, slots=True)
class Handout:
    """A title and the parts below it, in order. `association` stands on every sheet."""

    title: str
    association: str
    made: date
    parts: Sequence[Part] = ()
    look: Look = Look()

    @property
    def sources(self) -> Sequence[Source]:
        """The editions that are quoted, each once, in the order of their first quotation."""
        found = [part.source for part in self.parts if hasattr(part, "source")]
        return list({source.name: source for source in reversed(found)}.values())[::-1]

    @property
    def has_contents(self) -> bool:
        """Whether it is long enough for a table of contents: three headings of any rank."""
        named = sum(isinstance(part, Heading | Extract) for part in self.parts)
        return named >= 3
