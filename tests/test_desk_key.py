"""The secret that cookies are signed with."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.desk.key import FILE, signing_key
from kb.errors import FolderNotWritable


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    """256 bits, the same at every start."""
    first = signing_key(tmp_path / "documents")
    file = tmp_path / "documents" / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert signing_key(tmp_path / "documents") == first
    assert len(bytes.fromhex(first.decode())) == 32


def test_many_that_need_it_at_once_get_the_same(tmp_path: Path) -> None:
    """Two processes start together; nobody sees half a file, and no draft stays."""
    for number in range(20):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(8) as threads:
            keys = set(threads.map(signing_key, [folder] * 8))
        assert len(keys) == 1
        assert [file.name for file in folder.iterdir()] == [FILE]


def test_a_disk_without_links_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As FAT and some network mounts; still for its owner alone."""

    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr("os.link", refuse)
    first = signing_key(tmp_path)
    assert signing_key(tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_given_secret_needs_no_file(tmp_path: Path) -> None:
    """For servers that keep theirs elsewhere."""
    assert signing_key(tmp_path, "x" * 32) == b"x" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    """Not a traceback."""
    (tmp_path / "documents").write_text("")
    with pytest.raises(FolderNotWritable):
        signing_key(tmp_path / "documents")
