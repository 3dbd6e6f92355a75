"""The trash: whole publications leave and come back, also when the process dies in between."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kb import disk
from kb.catalogue import Catalogue
from kb.catalogue.trash import Trash
from kb.errors import NotInTrash

RECORD = """\
# written by hand
title = "Handbuch"
[[editions]]
label = "2026"
file = "neu.pdf"
superseded_by = ""
[[editions]]
label = "2018"
file = "alt.pdf"
superseded_by = "2026"
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "handbuch.toml").write_text(RECORD, "utf-8")
    (folder / "neu.pdf").write_bytes(b"%PDF-new")
    (folder / "alt.pdf").write_bytes(b"%PDF-old")
    return folder


def _withdraw(documents: Path) -> str:
    (publication,) = Catalogue(documents).publications()[0]
    return Trash(documents).withdraw(publication, successor="blatt")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_publication_leaves_with_its_files(documents: Path) -> None:
    """Nothing of it stays; the trash says when, and what stands in its place."""
    assert _withdraw(documents) == "handbuch"
    assert _names(documents) == ["trash"]
    (gone,) = Trash(documents).contents()
    assert (gone.id, gone.title, gone.successor) == ("handbuch", "Handbuch", "blatt")
    assert gone.files == (("alt.pdf", 8), ("neu.pdf", 8))


def test_it_comes_back_as_it_was(documents: Path) -> None:
    """Byte for byte, comments included; the trash is empty then."""
    _withdraw(documents)
    assert Trash(documents).restore("handbuch") == "handbuch"
    assert (documents / "handbuch.toml").read_text("utf-8") == RECORD
    assert (documents / "alt.pdf").read_bytes() == b"%PDF-old"
    assert Trash(documents).contents() == []
    assert _names(documents / "trash") == []


def test_a_file_that_two_records_name_stays(documents: Path) -> None:
    """The first record has it; the other leaves without."""
    second = RECORD.replace("Handbuch", "Zweitschrift").replace("neu.pdf", "drei.pdf")
    (documents / "zweit.toml").write_text(second, "utf-8")
    (documents / "drei.pdf").write_bytes(b"%PDF-three")
    publication = next(p for p in Catalogue(documents).publications()[0] if p.id == "zweit")
    Trash(documents).withdraw(publication)
    assert _names(documents) == ["alt.pdf", "handbuch.toml", "neu.pdf", "trash"]


def test_names_that_are_taken_by_now_get_a_number(documents: Path) -> None:
    """Neither a record nor a file is ever written over."""
    _withdraw(documents)
    (documents / "handbuch.toml").write_text(RECORD.replace("Handbuch", "Neues"), "utf-8")
    (documents / "neu.pdf").write_bytes(b"%PDF-newer")
    (documents / "alt.pdf").write_bytes(b"%PDF-older")
    assert Trash(documents).restore("handbuch") == "handbuch-2"
    found = {p.id: p for p in Catalogue(documents).publications()[0]}
    assert [e.file for e in found["handbuch-2"].editions] == ["neu-2.pdf", "alt-2.pdf"]
    assert (documents / "neu.pdf").read_bytes() == b"%PDF-newer"
    assert (documents / "neu-2.pdf").read_bytes() == b"%PDF-new"


def test_the_same_id_can_be_withdrawn_twice(documents: Path) -> None:
    """Each keeps its own place in the trash."""
    _withdraw(documents)
    (documents / "handbuch.toml").write_text(RECORD, "utf-8")
    (documents / "neu.pdf").write_bytes(b"%PDF-newer")
    assert _withdraw(documents) == "handbuch-2"
    assert {one.id for one in Trash(documents).contents()} == {"handbuch"}


def test_deleting_leaves_nothing(documents: Path) -> None:
    """Of that publication; what is not in the trash cannot be deleted."""
    _withdraw(documents)
    Trash(documents).delete("handbuch")
    assert _names(documents / "trash") == []
    for name in ("handbuch", "..", "../../etc", ""):
        with pytest.raises(NotInTrash):
            Trash(documents).delete(name)


def test_what_people_put_into_the_trash_by_hand_is_listed(documents: Path) -> None:
    """Even with a record that cannot be read."""
    (documents / "trash" / "alt").mkdir(parents=True)
    (documents / "trash" / "alt" / "alt.toml").write_text("title =", "utf-8")
    (one,) = Trash(documents).contents()
    assert (one.title, one.publication) == ("alt", None)


class _Killed(BaseException):
    """The process is gone: nothing is tidied up."""


@pytest.fixture
def killing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the process die before the n-th change to the disk from then on."""

    def after(changes: int) -> None:
        left = [changes]

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def change(*arguments: object, **options: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    raise _Killed
                return real(*arguments, **options)

            return change

        monkeypatch.undo()
        for owner, name in (
            (os, "link"),
            (disk, "write"),
            (Path, "rename"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (shutil, "rmtree"),
        ):
            monkeypatch.setattr(owner, name, counted(getattr(owner, name)))

    return after


def _whole(documents: Path) -> list[str]:
    """The publications that can be seen, each with both editions; no file looks like a new one."""
    catalogue = Catalogue(documents)
    found, problems = catalogue.publications()
    assert problems == []
    assert all(len(publication.editions) == 2 for publication in found)
    assert catalogue.unrecorded() == []
    return [publication.id for publication in found]


@pytest.mark.parametrize("changes", range(12))
def test_a_death_while_withdrawing_leaves_it_here_or_there(
    documents: Path, killing: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    """At every step: whole in the library, or whole in the trash; nothing is lost."""
    killing(changes)
    with suppress(_Killed):
        _withdraw(documents)
    monkeypatch.undo()
    seen = _whole(documents)
    Trash(documents).settle()
    assert _whole(documents) == seen
    assert [one.id for one in Trash(documents).contents()] == ([] if seen else ["handbuch"])
    here = {name for name in _names(documents) if name != "trash"}
    assert here == ({"alt.pdf", "handbuch.toml", "neu.pdf"} if seen else set())


@pytest.mark.parametrize("changes", range(8))
def test_a_death_while_restoring_loses_nothing(
    documents: Path, killing: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    """At every step: whole here or whole there, and what was begun is finished."""
    _withdraw(documents)
    killing(changes)
    with suppress(_Killed):
        Trash(documents).restore("handbuch")
    monkeypatch.undo()
    _whole(documents)
    Trash(documents).settle()
    seen = _whole(documents)
    assert bool(seen) != bool(Trash(documents).contents())
    if seen:
        assert (documents / "handbuch.toml").read_text("utf-8") == RECORD
        assert (documents / "neu.pdf").read_bytes() == b"%PDF-new"
