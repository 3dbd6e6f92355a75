"""Word lists are made once and mapped from then on, also by other processes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from kb.german import Analyzer
from kb.index.documents import document
from kb.index.engine import Changes, Entry, Reader
from kb.index.whoosh_engine import WhooshEngine
from kb.model import Edition, Heading, Page, PageKey, Publication
from kb.search.vocabulary import PageVocabulary
from kb.search.word_lists import WordLists

EDITION = Edition("1", "heft.pdf", sha256="0" * 64)
RECORD = Publication("heft", "Heft", (EDITION,))


@contextmanager
def reading(folder: Path, *texts: str) -> Iterator[Reader]:
    pages = [
        Page(PageKey("heft", "1", number), text, "", (Heading(1, "2.7 Der Vormund", -1),))
        for number, text in enumerate(texts, start=1)
    ]
    documents = [document(page, RECORD, EDITION, Analyzer()) for page in pages]
    engine = WhooshEngine(folder)
    entry = Entry("heft", "1", " ".join(texts), len(pages))
    engine.publish(Changes([(entry, documents)], publications=(RECORD,)))
    with engine.reader() as reader:
        yield reader


def words(held: PageVocabulary) -> Sequence[str]:
    return held.starting("", 9)


def test_they_are_made_once(tmp_path: Path) -> None:
    """Another holder of the same folder reads no page."""
    folder = tmp_path / "words"
    with reading(tmp_path / "index", "Geld Geld Amt") as reader:
        first = WordLists(folder, Analyzer()).of(reader)
        with patch.object(PageVocabulary, "of", side_effect=AssertionError):
            again = WordLists(folder, Analyzer()).of(reader)
    assert words(first) == words(again) == ["geld", "amt"]
    assert again.shown("geld") == "Geld"
    assert again.nearest("gedl") == ["Geld"]
    assert list(again.headings) == ["der vormund\tDer Vormund"]
    assert list(again.inside) == ["vormund\tDer Vormund"]


def test_other_pages_have_other_lists(tmp_path: Path) -> None:
    lists = WordLists(tmp_path / "words", Analyzer())
    with reading(tmp_path / "one", "Geld") as one, reading(tmp_path / "two", "Amt") as two:
        assert words(lists.of(one)) == ["geld"]
        assert words(lists.of(two)) == ["amt"]
        assert words(lists.of(one)) == ["geld"]


@pytest.mark.parametrize("bad", [b"", b"x" * 300])
def test_what_is_damaged_is_made_again(tmp_path: Path, bad: bytes) -> None:
    """Every file of them."""
    folder = tmp_path / "words"
    with reading(tmp_path / "index", "Geld") as reader:
        WordLists(folder, Analyzer()).of(reader)
        for name in [path.name for path in next(folder.iterdir()).iterdir()]:
            next(folder.iterdir()).joinpath(name).write_bytes(bad)
            assert words(WordLists(folder, Analyzer()).of(reader)) == ["geld"]


def test_old_ones_go(tmp_path: Path) -> None:
    """Room for the public and the team, before and after the last ingest."""
    lists = WordLists(tmp_path / "words", Analyzer())
    for number in range(6):
        with reading(tmp_path / str(number), f"Wort{'e' * number}") as reader:
            lists.of(reader)
    assert len(list((tmp_path / "words").iterdir())) == 4


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("a file")
    with reading(tmp_path / "index", "Geld") as reader:
        assert words(WordLists(tmp_path / "words", Analyzer()).of(reader)) == ["geld"]
