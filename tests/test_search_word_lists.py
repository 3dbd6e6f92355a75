"""Word lists are made once and mapped from then on, also by other processes."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@contextmanager
def shelf(folder: Path, texts: Mapping[str, str]) -> Iterator[Reader]:
    """An index of publications with one page each."""
    records = [Publication(name, name, (EDITION,)) for name in sorted(texts)]
    added = []
    for record in records:
        headings = (Heading(1, f"3 Wer {record.id} braucht", -1),)
        page = Page(PageKey(record.id, "1", 1), texts[record.id], "", headings)
        entry = Entry(record.id, "1", texts[record.id], 1)
        added.append((entry, [document(page, record, EDITION, Analyzer())]))
    engine = WhooshEngine(folder)
    engine.publish(Changes(added, publications=tuple(records)))
    with engine.reader() as reader:
        yield reader


def contents(held: PageVocabulary) -> dict[str, object]:
    return {name: list(getattr(held, name)) for name in PageVocabulary.__slots__}


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


SENTENCES = st.lists(
    st.sampled_from(["Amt", "amt", "AMT", "Ämter", "Geld-Amt", "Kinder*innen", "25a"])
)


@given(st.lists(SENTENCES, max_size=3), st.lists(SENTENCES, max_size=3))
def test_lists_that_grew_are_as_if_made_at_once(
    first: list[list[str]], second: list[list[str]]
) -> None:
    """Also where spellings are as frequent, and where nothing was there before."""
    pages = [
        Page(PageKey("heft", "1", n), " ".join(text), "", tuple(Heading(1, w, -1) for w in text))
        for n, text in enumerate([*first, *second], 1)
    ]
    analyzer = Analyzer()
    grown = PageVocabulary.of(pages[: len(first)], analyzer).grown(pages[len(first) :], analyzer)
    assert contents(grown) == contents(PageVocabulary.of(pages, analyzer))


def test_a_new_publication_is_all_that_is_read(tmp_path: Path) -> None:
    lists = WordLists(tmp_path / "words", Analyzer())
    with shelf(tmp_path / "one", {"a": "Geld Amt", "c": "Amt"}) as reader:
        lists.of(reader)
    with shelf(tmp_path / "two", {"a": "Geld Amt", "b": "amt amt amt", "c": "Amt"}) as reader:
        with patch.object(PageVocabulary, "of", side_effect=AssertionError):
            grown = lists.of(reader)
        assert contents(grown) == contents(WordLists(None, Analyzer()).of(reader))
    assert grown.shown("amt") == "amt"


def test_words_that_are_gone_are_in_no_list(tmp_path: Path) -> None:
    """Of a publication that was withdrawn, and of the text that another one had before."""
    lists = WordLists(tmp_path / "words", Analyzer())
    with shelf(tmp_path / "one", {"a": "Geld", "b": "Amt"}) as reader:
        lists.of(reader)
    with shelf(tmp_path / "two", {"a": "Geld"}) as reader:
        assert words(lists.of(reader)) == ["geld"]
    with shelf(tmp_path / "three", {"a": "Brief"}) as reader:
        assert words(lists.of(reader)) == ["brief"]


def test_nothing_grows_from_what_is_not_as_it_was_written(tmp_path: Path) -> None:
    """Every bit counts here: a wrong letter would stay in the lists for good."""
    folder = tmp_path / "words"
    with shelf(tmp_path / "one", {"a": "Geld Amt"}) as reader:
        WordLists(folder, Analyzer()).of(reader)
    (kept,) = folder.iterdir()
    with shelf(tmp_path / "two", {"a": "Geld Amt", "b": "Brief"}) as reader:
        for name in sorted(path.name for path in kept.iterdir()):
            whole = (kept / name).read_bytes()
            (kept / name).write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
            assert set(words(WordLists(folder, Analyzer()).of(reader))) == {"amt", "brief", "geld"}
            (kept / name).write_bytes(whole)
            for other in set(folder.iterdir()) - {kept}:
                shutil.rmtree(other)


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
