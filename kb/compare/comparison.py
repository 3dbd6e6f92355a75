"""The values a comparison of two editions consists of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import PageKey, Span


class Change(StrEnum):
    """What became of a section or of a passage in it."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"  # a passage gave way to one in other words
    MOVED = "moved"  # word for word, but from another section


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its page, the page's printed number ("" if none), the offset."""

    key: PageKey
    label: str
    start: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow each other; paragraphs in `text` are apart by a line break.

    `marks` are the words of `text` that the other edition does not have.
    """

    text: str
    place: Place
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage of one edition beside that of the other; of an added one `old` is None."""

    change: Change
    old: Passage | None = None
    new: Passage | None = None


@dataclass(frozen=True, slots=True)
class LawMove:
    """A paragraph of law that only one edition names, or that the two number differently.

    References in their usual form. `old` is "" where only the new edition names it; `new` is ""
    where nothing took its place. Where not `said`, `new` is what the glossary knows, and the new
    edition does not name it in this section.
    """

    old: str
    new: str
    said: bool = True


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of the new edition beside that of the old one it came from.

    `old_title` and `old` are "" and None for an added one, `new_title` and `new` for a removed
    one; a text before the first heading has the title "".
    """

    change: Change
    level: int
    old_title: str = ""
    new_title: str = ""
    old: Place | None = None
    new: Place | None = None
    differences: tuple[Difference, ...] = ()
    laws: tuple[LawMove, ...] = ()

    @property
    def title(self) -> str:
        """What it is called now, or was called."""
        return self.new_title or self.old_title

    @property
    def is_renamed(self) -> bool:
        """Both editions have it, under different titles or numbers."""
        return self.old is not None and self.new is not None and self.old_title != self.new_title


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the first level with those below it; `sections` begin with its own text."""

    title: str
    sections: tuple[SectionChange, ...]

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many sections became what."""
        return Counter(section.change for section in self.sections)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of one publication.

    Chapters are in the order of the new edition, a removed one behind the one it followed. `laws`
    are those of all sections, each once.
    """

    chapters: tuple[Chapter, ...]
    laws: tuple[LawMove, ...]

    @property
    def sections(self) -> Sequence[SectionChange]:
        """Those of all chapters."""
        return [section for chapter in self.chapters for section in chapter.sections]

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many sections became what."""
        return Counter(section.change for section in self.sections)
