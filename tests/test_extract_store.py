"""Raw pages on disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import FolderNotWritable
from kb.extract import Line, Metadata, OutlineEntry, PageState, RawDocument, RawPage, RawStore
from kb.model import Outcome

RAW = RawDocument(
    sha256="ab" * 32,
    outcome=Outcome.TEXT,
    reason="1 of 2 pages: damaged",
    pages=(
        RawPage(1, 595.3, 842, "Grüße\u2028 \x02", (Line("Grüße", 1, 2, 3, 4, 12, True),), 0.25),
        RawPage(2, errors=("pypdf: KeyError: '/Font'",), state=PageState.UNREADABLE),
    ),
    metadata=Metadata(title="Handbuch", year=2026),
    outline=(OutlineEntry(1, "Rolle", 2),),
    labels=("I", "1"),
)


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "index" / "pages")


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "index" / "pages" / f"{RAW.sha256}.jsonl"


def test_what_is_saved_is_loaded(store: RawStore) -> None:
    store.save(RAW)
    assert store.load(RAW.sha256) == RAW


def test_nothing_saved_is_nothing_loaded(store: RawStore) -> None:
    assert store.load(RAW.sha256) is None


@pytest.mark.parametrize("keep", [0, 1, 40, -1, -2])
def test_a_file_cut_short_is_as_if_absent(keep: int, store: RawStore, tmp_path: Path) -> None:
    store.save(RAW)
    data = file_of(tmp_path).read_bytes()
    lines = data.splitlines(keepends=True)
    file_of(tmp_path).write_bytes(b"".join(lines[:keep]) if keep < 2 else data[:keep])
    assert store.load(RAW.sha256) is None


def test_nonsense_is_as_if_absent(store: RawStore, tmp_path: Path) -> None:
    store.save(RAW)
    for nonsense in (b"\xff\xfe", b"[]\n[]\n[]\n", b"{}\n{}\n{}\n", b"null\n"):
        file_of(tmp_path).write_bytes(nonsense)
        assert store.load(RAW.sha256) is None


def test_another_readers_pages_are_as_if_absent(store: RawStore) -> None:
    store.save(replace(RAW, reader_version="0"))
    assert store.load(RAW.sha256) is None


def test_another_files_pages_are_as_if_absent(store: RawStore, tmp_path: Path) -> None:
    store.save(RAW)
    file_of(tmp_path).rename(file_of(tmp_path).with_name("cd" * 32 + ".jsonl"))
    assert store.load("cd" * 32) is None


def test_what_a_killed_write_left_does_no_harm(store: RawStore, tmp_path: Path) -> None:
    store.save(RAW)
    half = file_of(tmp_path).with_name(f".{file_of(tmp_path).name}.part")
    half.write_bytes(b"{")
    assert store.load(RAW.sha256) == RAW
    store.save(RAW)
    assert not half.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with pytest.raises(FolderNotWritable, match="index"):
        RawStore(tmp_path / "index" / "pages").save(RAW)
