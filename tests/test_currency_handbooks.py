"""Law currency over the handbooks that ship, against a reader's judgement of every page."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import pytest

from kb.currency import CurrencyNote
from kb.currency.sentences import paragraph_at, sentence_at
from kb.library import Library
from kb.model import Page, PageKey, Span
from kb.settings import Settings

ROOT = Path(__file__).parent.parent
HANDBOOKS = ("handbuch.toml", "handbuch-2018.pdf", "handbuch-2026.pdf")
BROCHURE = ("broschuere.toml", "broschuere-2026.pdf", "broschuere-2026-doppelseiten.pdf")


@dataclass(frozen=True)
class Passage:
    page: Page
    span: Span
    outdated: bool

    def is_in(self, around: Callable[[str, Span], Span], note: CurrencyNote) -> bool:
        place = around(self.page.text, self.span)
        return place.start < note.span.end and note.span.start < place.end


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("handbooks")
    (home / "documents").mkdir()
    for name in (*HANDBOOKS, *BROCHURE):
        copy(ROOT / "documents" / name, home / "documents" / name)
    library = Library(Settings(home=home, meaning=False))
    assert not library.ingest().failed
    return library


@pytest.fixture(scope="module")
def passages(library: Library) -> list[Passage]:
    """The judged passages; each must still stand on its page exactly once."""
    text = (ROOT / "tests" / "files" / "currency.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [_passage(library, row) for row in csv.DictReader(lines, delimiter="\t")]


def _passage(library: Library, row: dict[str, str]) -> Passage:
    page = library.page(PageKey("handbuch", row["edition"], int(row["pdf_page"])))
    words = r"\s+".join(map(re.escape, row["words"].split()))
    places = [Span(*found.span()) for found in re.finditer(words, page.text)]
    assert len(places) == 1, f"{page.key}: {row['words']}"
    return Passage(page, places[0], row["outdated"] == "yes")


def _notes(library: Library) -> Iterator[tuple[PageKey, CurrencyNote]]:
    for edition in ("2018", "2026"):
        pages = library.pages("handbuch", edition)
        assert pages
        for page in pages:
            yield from ((page.key, note) for note in library.currency(page))


def test_at_least_95_of_100_outdated_passages_are_marked(
    library: Library, passages: list[Passage]
) -> None:
    """A passage is marked if a note stands in its paragraph, list item or table row."""
    outdated = [passage for passage in passages if passage.outdated]
    unmarked = [p for p in outdated if not _marked(library, p, paragraph_at)]
    assert len(outdated) > 50
    assert len(unmarked) <= 0.05 * len(outdated), [_words(p) for p in unmarked]


def test_at_least_90_of_100_outdated_sentences_are_marked(
    library: Library, passages: list[Passage]
) -> None:
    """Read more strictly, the note stands in the very sentence."""
    outdated = [passage for passage in passages if passage.outdated]
    unmarked = [p for p in outdated if not _marked(library, p, sentence_at)]
    assert len(unmarked) <= 0.1 * len(outdated), [_words(p) for p in unmarked]


def test_at_least_90_of_100_marks_are_right(library: Library, passages: list[Passage]) -> None:
    """A mark is right in a sentence judged outdated; in one that nobody judged it is wrong."""
    marks = list(_notes(library))
    wrong = [(str(key), note) for key, note in marks if not _is_right(key, note, passages)]
    assert len(marks) > 40
    assert len(wrong) <= 0.1 * len(marks), wrong


def test_the_current_handbook_has_no_mark(library: Library) -> None:
    """Its authors know the law and name the old one only as such, even in the synopsis."""
    assert [(str(key), note) for key, note in _notes(library) if key.edition == "2026"] == []


def test_every_section_of_the_older_handbook_has_its_place_in_the_current_one(
    library: Library,
) -> None:
    """The sections that kept or changed their titles, found again by title or by likeness."""
    found = {
        _number(page.text[s.span.start : s.span.end]): _number(s.section)
        for page in library.pages("handbuch", "2018")
        for s in library.successors(page.key)
    }
    numbered = {old: new for old, new in found.items() if old}
    assert len(numbered) > 20
    assert all(old == new for old, new in numbered.items()), numbered


def test_a_successor_is_on_the_page_that_its_label_says(library: Library) -> None:
    """The place of the expense allowance: page 12 of the file, printed page 7."""
    last = library.successors(PageKey("handbuch", "2018", 5))[-1]
    assert (str(last.key), last.label, last.section) == (
        "handbuch.2026.12",
        "7",
        "2.7 Aufwandspauschale",
    )


def _marked(library: Library, passage: Passage, around: Callable[[str, Span], Span]) -> bool:
    return any(passage.is_in(around, note) for note in library.currency(passage.page))


def _is_right(key: PageKey, note: CurrencyNote, passages: list[Passage]) -> bool:
    here = [p for p in passages if p.page.key == key]
    misled = any(p.is_in(lambda _, span: span, note) for p in here if not p.outdated)
    return not misled and any(p.is_in(sentence_at, note) for p in here if p.outdated)


def _words(passage: Passage) -> str:
    return f"{passage.page.key}: {passage.page.text[passage.span.start : passage.span.end]}"


def _number(title: str) -> str:
    found = re.match(r"\d+(?:\.\d+)?(?=\s)", title)
    return found[0] if found else ""


def test_a_brochure_that_says_itself_what_is_former_gets_no_note(library: Library) -> None:
    """Read page by page: "Hartz IV", "75 Prozent", § 104c are told as past, and all else holds."""
    pages = library.pages("broschuere", "2026")
    text = " ".join(page.text for page in pages)
    assert len(pages) == 24
    assert all(former in text for former in ("Hartz IV", "75 Prozent", "§ 104c", "Bürgergeld"))
    assert [(page.key, library.currency(page)) for page in pages if library.currency(page)] == []
