"""Generations: built aside, switched at once, never lost; real folders, real kills elsewhere."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.disk import lock
from kb.errors import FolderNotWritable, IngestRunning, NoIndex
from kb.index.engine import Entry
from kb.index.generations import Generations

CONTENT = "what is searched"


@pytest.fixture(autouse=True)
def from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first generation of a folder is g000001, else it is some number."""
    monkeypatch.setattr("kb.index.generations._first", lambda: 0)


def publish(generations: Generations, content: str = CONTENT, *, fingerprint: str = "f") -> str:
    with generations.draft() as draft:
        (draft.folder / "data").write_text(content)
        return draft.publish(fingerprint, [Entry("heft", "2026", "d", 1)], [])


def served(generations: Generations) -> str:
    return (generations.serving().folder / "data").read_text()


def test_reading_creates_nothing(tmp_path: Path) -> None:
    """Looking for an index where there is none leaves no folder, file or lock behind."""
    generations = Generations(tmp_path / "index")
    with pytest.raises(NoIndex):
        generations.serving()
    assert generations.current() == ""
    assert list(tmp_path.iterdir()) == []


def test_the_last_published_serves(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    assert [publish(generations, "one"), publish(generations, "two")] == ["g000001", "g000002"]
    assert (generations.current(), served(generations)) == ("g000002", "two")
    assert Generations(tmp_path).serving().entries == (Entry("heft", "2026", "d", 1),)


def test_another_process_publishing_is_seen(tmp_path: Path) -> None:
    """A long-lived reader looks at the pointer each time."""
    reader, writer = Generations(tmp_path), Generations(tmp_path)
    publish(writer, "one")
    assert served(reader) == "one"
    publish(writer, "two")
    assert served(reader) == "two"


def test_a_draft_that_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "one")
    with generations.draft() as draft:
        (draft.folder / "data").write_text("two")
    assert served(generations) == "one"
    assert not (tmp_path / "g000002").exists()


def test_what_a_kill_left_is_swept(tmp_path: Path) -> None:
    """Unfinished folders and finished ones that the pointer never reached; names are not reused."""
    generations = Generations(tmp_path)
    publish(generations, "one")
    (tmp_path / "g000002").mkdir()
    (tmp_path / "g000002" / "data").write_text("half")
    (tmp_path / "g000003").mkdir()
    (tmp_path / "g000003" / "MANIFEST.json").write_text("{}")
    publish(generations, "two")
    assert served(generations) == "two"
    assert sorted(p.name for p in tmp_path.glob("g*")) == ["g000001", "g000002"]


def test_old_generations_are_removed_but_not_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current and the previous one stay; younger ones stay for whoever still reads them."""
    generations = Generations(tmp_path)
    for _ in range(4):
        publish(generations)
    assert len(list(tmp_path.glob("g*"))) == 4
    monkeypatch.setattr("kb.index.generations._KEEP_SECONDS", -1.0)
    publish(generations)
    assert sorted(p.name for p in tmp_path.glob("g*")) == ["g000004", "g000005"]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda index: (index / "g000002" / "MANIFEST.json").unlink(),
    "cut manifest": lambda index: os.truncate(index / "g000002" / "MANIFEST.json", 40),
    "strange manifest": lambda index: (index / "g000002" / "MANIFEST.json").write_text("[1]"),
    "missing file": lambda index: (index / "g000002" / "data").unlink(),
    "cut file": lambda index: os.truncate(index / "g000002" / "data", 1),
    "no folder": lambda index: (index / "g000002").rename(index / "away"),
    "empty pointer": lambda index: (index / "CURRENT").write_text(""),
    "binary pointer": lambda index: (index / "CURRENT").write_bytes(b"\xff\x00"),
    "pointer elsewhere": lambda index: (index / "CURRENT").write_text("../../etc"),
    "pointer into nothing": lambda index: (index / "CURRENT").write_text("g000009"),
    "no pointer": lambda index: (index / "CURRENT").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_means_an_older_generation_and_a_notice(tmp_path: Path, damage: str) -> None:
    """Never an empty index, never an exception in the reader's face."""
    publish(Generations(tmp_path), "one")
    publish(Generations(tmp_path), "two")
    DAMAGES[damage](tmp_path)
    generations = Generations(tmp_path)
    assert served(generations) == ("two" if "pointer" in damage else "one")
    assert generations.damage() is not None
    assert publish(generations, "three") > "g000002"
    assert (served(generations), generations.damage()) == ("three", None)


def test_a_bit_of_the_manifest_is_damage(tmp_path: Path) -> None:
    """It says which pages there are and who may see them, so it is proven too, byte by byte."""
    publish(Generations(tmp_path), "one")
    publish(Generations(tmp_path), "two")
    for name, length in (("MANIFEST.json", None), ("MANIFEST.sha256", 64)):
        path = tmp_path / "g000002" / name
        data = path.read_bytes()
        for at in range(0, length or len(data), 7):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            generations = Generations(tmp_path)
            assert served(generations) == "one"
            assert generations.damage() is not None
        path.write_bytes(data)
    assert served(Generations(tmp_path)) == "two"


def test_changed_bytes_of_the_same_size_are_found_by_verifying(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations)
    generations.serving().verify()
    (tmp_path / "g000001" / "data").write_text("x" * len(CONTENT))
    with pytest.raises(Exception, match="data is not what was written"):
        generations.serving().verify()


def test_files_in_folders_are_looked_at_too(tmp_path: Path) -> None:
    """A view of a generation has a folder of its own in it."""
    generations = Generations(tmp_path)
    with generations.draft() as draft:
        (draft.folder / "public").mkdir()
        (draft.folder / "public" / "data").write_text(CONTENT)
        draft.publish("f", [], [])
    generations.serving().verify()
    (tmp_path / "g000001" / "public" / "data").write_text("x" * len(CONTENT))
    with pytest.raises(Exception, match="public/data is not what was written"):
        generations.serving().verify()
    (tmp_path / "g000001" / "public" / "data").unlink()
    with pytest.raises(NoIndex):
        Generations(tmp_path).serving()


def test_linked_files_are_the_same_file(tmp_path: Path) -> None:
    """A next generation costs no second copy of what stayed, and the old one keeps its own."""
    generations = Generations(tmp_path)
    publish(generations)
    base = generations.serving()
    with generations.draft() as draft:
        draft.link(base, ["data"])
        draft.publish("f", [], [])
    assert (tmp_path / "g000001/data").samefile(tmp_path / "g000002/data")
    assert generations.serving().files == base.files


def test_where_links_are_not_possible_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    generations = Generations(tmp_path)
    publish(generations)
    base = generations.serving()
    monkeypatch.setattr("os.link", refuse)
    with generations.draft() as draft:
        draft.link(base, ["data"])
        draft.publish("f", [], [])
    assert served(generations) == CONTENT


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    with generations.draft(), pytest.raises(IngestRunning), Generations(tmp_path).draft():
        pass
    publish(generations)


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    """Killed with SIGKILL, it leaves a file that means nothing."""
    code = (
        "import sys, time; from pathlib import Path; from kb.disk import lock\n"
        "with lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    path = tmp_path / "lock"
    holder = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(IngestRunning), lock(path):
        pass
    holder.kill()
    holder.communicate()
    with lock(path):
        pass


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderNotWritable), Generations(tmp_path / "file" / "index").draft():
        pass
