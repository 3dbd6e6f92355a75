"""Vectors on disk: the same bytes whether or not the making was killed."""

from pathlib import Path

import pytest

from kb.meaning import load
from kb.meaning.store import VectorStore
from kb.model import Page, PageKey

SHA = "ab" * 32
SUFFIXES = (".npy", ".pages.npy")
PAGES = [
    Page(PageKey("buch", "1", number), f"Seite {number}. Ein Vormund besucht Kind {number}.")
    for number in range(1, 6)
]


def store(folder: Path) -> VectorStore:
    encoder = load()
    assert encoder is not None
    return VectorStore(folder, encoder, "test")


def content(made: VectorStore) -> list[bytes]:
    return [(made.folder / f"{SHA}{suffix}").read_bytes() for suffix in SUFFIXES]


def silent(_page: int) -> None:
    pass


class Killed(BaseException):
    pass


@pytest.mark.parametrize("after", [1, 3, 5])
@pytest.mark.parametrize("torn", [0, 300])
def test_a_killed_run_is_taken_up_where_it_stopped(tmp_path: Path, after: int, torn: int) -> None:
    """No page is encoded twice but the one that was cut, and the result is the same."""
    whole = store(tmp_path / "whole")
    whole.make(SHA, PAGES, silent)

    def kill(page: int) -> None:
        if page == after:
            raise Killed

    cut = store(tmp_path / "cut")
    with pytest.raises(Killed):
        cut.make(SHA, PAGES, kill)
    assert cut.load(SHA, len(PAGES)) is None
    with (cut.folder / f"{SHA}.part").open("ab") as file:
        file.write(b"\1" * torn)  # the page that was being written
    done: list[int] = []
    cut.make(SHA, PAGES, done.append)
    assert content(cut) == content(whole)
    assert done[0] >= after


def test_damaged_vectors_are_as_if_absent(tmp_path: Path) -> None:
    """Cut short, other content, other number of pages: to be made again."""
    made = store(tmp_path)
    made.make(SHA, PAGES, silent)
    assert made.load(SHA, len(PAGES)) is not None
    assert made.load(SHA, 2) is None
    for suffix in SUFFIXES:
        path = made.folder / f"{SHA}{suffix}"
        good = path.read_bytes()
        for bad in (b"", good[:500], b"x" * 300):
            path.write_bytes(bad)
            assert made.load(SHA, len(PAGES)) is None
        path.write_bytes(good)
    assert made.load(SHA, len(PAGES)) is not None


def test_what_is_no_longer_searched_leaves_no_vectors(tmp_path: Path) -> None:
    """Neither finished nor unfinished ones; other files are left alone."""
    made = store(tmp_path)
    made.make(SHA, PAGES, silent)
    (made.folder / f"{'cd' * 32}.part").write_bytes(b"")
    (made.folder / "note.txt").write_text("mine")
    made.sweep({"ef" * 32})
    assert [path.name for path in made.folder.iterdir()] == ["note.txt"]
