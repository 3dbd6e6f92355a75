"""What the screens say of passages that are probably no longer the law, and where they are now."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.currency import CurrencyNote, NoteKind
from kb.model import Edition, Hit, Page, PageKey
from kb.texts import Texts
from kb.ui import state
from kb.ui.address import Address

_ON_A_CARD = 2


@dataclass(frozen=True, slots=True)
class Note:
    """A place on a page, quoted, with what holds today; `link` leads to the glossary's entry."""

    written: str
    today: str
    remark: str
    term: str
    link: str
    start: int


@dataclass(frozen=True, slots=True)
class Newer:
    """Where the current edition has what an older one says."""

    key: PageKey
    place: str
    section: str


def notes(page: Page, edition: Edition, texts: Texts) -> list[Note]:
    """The notes on a page in order, each wording once."""
    found = state.library().currency(page, edition)
    first = {_written(page, note): note for note in reversed(found)}
    return [_note(written, note, texts) for written, note in reversed(first.items())]


def on_card(hit: Hit, texts: Texts) -> Sequence[Note]:
    """The notes on what a card shows."""
    start, end = hit.snippet.start, hit.snippet.start + len(hit.snippet.text)
    every = notes(hit.page, hit.edition, texts)
    return [note for note in every if start <= note.start < end][:_ON_A_CARD]


def newer(page: Page, offset: int, texts: Texts) -> Newer | None:
    """Where the passage at `offset` stands in the current edition; None if it is in that one."""
    every = state.library().successors(page.key)
    if not every:
        return None
    found = next((s for s in every if s.span.start <= offset < s.span.end), every[0])
    return Newer(found.key, texts.page_place(found.label, found.key.pdf_page), found.section)


def _written(page: Page, note: CurrencyNote) -> str:
    return " ".join(page.text[note.span.start : note.span.end].split())


def _note(written: str, note: CurrencyNote, texts: Texts) -> Note:
    remark = texts.today_changed if note.kind is NoteKind.CHANGED else texts.today_is
    since = texts.today_since.format(when=texts.month(note.since)) if note.since else ""
    link = Address(query=note.term).link()
    return Note(written, note.today, f"{remark} {since}".strip(), note.term, link, note.span.start)
