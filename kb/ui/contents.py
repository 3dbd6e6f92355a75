"""Tables of contents: the headings of an edition, and the few of them around one place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kb.model import Page, PageKey, Visibility
from kb.ui import state

_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents. `start` is the offset of the heading in its page's text."""

    title: str
    level: int
    label: str
    key: PageKey
    start: int
    order: int


@dataclass(frozen=True, slots=True)
class Contents:
    """An edition: its page keys in reading order, its headings down to the third level.

    `begins` is what each page begins with: its printed number, and the title of its section or "".
    """

    pages: Sequence[PageKey] = ()
    entries: Sequence[Entry] = ()
    begins: Mapping[PageKey, tuple[str, str]] = field(default_factory=dict)


def of(publication: str, edition: str) -> Contents:
    """The contents of an edition; empty if there is no such edition."""
    seen = state.library()
    return _read(publication, edition, seen.sees, seen.state)


def place(entries: Sequence[Entry], page: Page, offset: int) -> Entry | None:
    """The entry that a place in the text stands under."""
    before = [e for e in entries if (e.order, e.start) <= (page.order, offset)]
    return before[-1] if before else None


def around(entries: Sequence[Entry], here: Entry | None) -> Iterator[Entry]:
    """The chapters, and of the one that holds `here` what leads to it and lies beside and below."""
    open_entries = set(_path(entries, here)) if here else set()
    path: list[Entry] = []
    for entry in entries:
        path = [above for above in path if above.level < entry.level]
        if open_entries.issuperset(path):
            yield entry
        path.append(entry)


def _path(entries: Sequence[Entry], here: Entry) -> list[Entry]:
    path: list[Entry] = []
    for entry in entries:
        path = [above for above in path if above.level < entry.level] + [entry]
        if entry == here:
            break
    return path


@lru_cache(maxsize=64)
def _read(publication: str, edition: str, sees: Visibility, _state: str) -> Contents:
    pages = state.shared_library().seen_by(sees).pages(publication, edition)
    entries = [
        Entry(
            heading.title,
            heading.level,
            page.label or str(page.key.pdf_page),
            page.key,
            heading.start,
            page.order,
        )
        for page in pages
        for heading in page.headings
        if heading.start >= 0 and heading.level <= _DEEPEST
    ]
    begins = {page.key: (page.label, (page.section_at(0) or ("",))[-1]) for page in pages}
    return Contents(tuple(begins), tuple(entries), begins)
