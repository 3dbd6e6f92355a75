"""Damage beside the files that arrive: lists begin anew, workers go on, no file is lost."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.disk import lock
from kb.errors import KbError, ListBegunAnew
from kb.intake import Intake, Keeper, State
from kb.intake import keeper as keeper_module
from kb.intake.jobs import Jobs
from kb.intake.scans import Scans
from kb.intake.worker import Worker, main
from kb.texts import ENGLISH, GERMAN
from tests.brought import Brought, brought, kill_workers, letter

__all__ = ["brought"]  # a fixture


def _settle(work: Callable[[], object], most: int = 5) -> list[KbError]:
    """Call it as the keeper does, again after a moment; what was said until it went through."""
    said: list[KbError] = []
    for _ in range(most):
        try:
            work()
        except KbError as error:
            said.append(error)
        else:
            return said
    pytest.fail(f"it never goes through: {said}")


@pytest.mark.parametrize("part", ["beginning", "middle", "schema", "value", "wal"])
def test_a_damaged_list_of_jobs_loses_no_file(brought: Brought, part: str) -> None:
    """It begins anew, at most one sentence is said, and what arrived is found in the end."""
    for number in range(3):
        brought.bring(f"a{number}.pdf", letter(f"Amsel {number}"))
    _damage(brought.settings.index / "jobs.sqlite3", part)
    said = _settle(brought.work)
    assert len(said) <= 1
    assert brought.hits("Amsel") >= 3
    assert brought.intake.inbox.deliveries() == []
    for error in said:
        assert isinstance(error, ListBegunAnew)
        assert "jobs.sqlite3" in GERMAN.error(error)
        assert "jobs.sqlite3" in ENGLISH.error(error)


@pytest.mark.parametrize("part", ["beginning", "middle", "schema", "value"])
def test_a_damaged_list_of_scans_can_be_asked_again(brought: Brought, part: str) -> None:
    """Recognition goes on working."""
    scans = Scans(brought.settings)
    for number in range(40):
        scans.ask(f"heft-{number}", "2026", None)
    _damage(brought.settings.index / "scans.sqlite3", part, "scan")
    said = _settle(lambda: scans.of("heft-1", "2026"))
    said += _settle(lambda: scans.ask("heft-1", "2026", None))
    said += _settle(scans.next)
    assert len(said) <= 1
    assert scans.of("heft-1", "2026") is not None


def _damage(path: Path, part: str, table: str = "job") -> None:
    with sqlite3.connect(path) as connection:
        if part == "value":
            connection.execute(f"UPDATE {table} SET state = 'waitinh'")
        if part == "schema":
            connection.execute(f"ALTER TABLE {table} RENAME COLUMN state TO statf")
    connection.close()
    if part in ("value", "schema"):
        return
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    if part == "beginning":
        data[:100] = bytes(100)
    elif part == "middle":
        data[4096:] = b"\xa5" * (len(data) - 4096)
    else:
        path.with_name(f"{path.name}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"x" * 5000)
    path.write_bytes(data)


def test_files_are_taken_in_though_the_desk_is_damaged(brought: Brought) -> None:
    """Only who brought them cannot be noted; so is what somebody puts into the folder by hand."""
    brought.bring("a.pdf", letter("Amsel"))
    (brought.documents / "b.pdf").write_bytes(letter("Birke"))
    (brought.documents / "desk.sqlite3").write_bytes(b"no database" * 500)
    brought.intake.jobs.wish()
    brought.work()
    assert brought.hits("Amsel")
    assert brought.hits("Birke")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"\x93NUMPY" * 40])
def test_damaged_likeness_is_made_anew(brought: Brought, content: bytes) -> None:
    """A worker that has taken a file in goes on to the next."""
    brought.bring("a.pdf", letter("Amsel"))
    brought.work()
    for path in (brought.settings.index / "likeness").iterdir():
        path.write_bytes(content)
    job = brought.bring("b.pdf", letter("Amsel", year=2025))
    brought.work()
    assert brought.job(job).state is State.SEARCHABLE


def test_whatever_fails_the_keeper_goes_on_looking(
    brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process to be had at first; when there is one, the file is taken in."""
    monkeypatch.setattr(keeper_module, "_LOOK_EVERY", 0.05)
    tried: list[bool] = []
    work = Keeper._work

    def refuse_twice(self: Keeper) -> None:
        tried.append(True)
        if len(tried) < 3:
            raise BlockingIOError("Resource temporarily unavailable")
        work(self)

    monkeypatch.setattr(Keeper, "_work", refuse_twice)
    keeper = Keeper(brought.intake)
    keeper.start()
    job = brought.bring("a.pdf", letter("Amsel"))
    try:
        until = time.monotonic() + 60
        while brought.job(job).state.is_open and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        keeper.stop()
        kill_workers(brought.settings.home)
    assert brought.job(job).state is State.SEARCHABLE


def test_a_worker_that_is_killed_at_any_step_loses_nothing(
    brought: Brought, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies before and after each thing it does to the disk; another one ends what it began."""
    steps = ["begin", "move_on", "grant"]
    for number, step in enumerate(steps):
        job = brought.bring(f"{step}.pdf", letter(f"Amsel {number}"))
        with monkeypatch.context() as patch:
            _die_at(patch, step)
            with pytest.raises(_Killed):
                Worker(brought.settings).run(linger=0)
        brought.work()
        assert brought.job(job).state is State.SEARCHABLE
    assert brought.hits("Amsel") >= 3
    assert brought.intake.inbox.deliveries() == []


class _Killed(BaseException):
    """Nothing catches it, as nothing catches SIGKILL."""


def _die_at(patch: pytest.MonkeyPatch, step: str) -> None:
    def die(*_: object, **__: object) -> None:
        raise _Killed

    patch.setattr(Jobs, step, die)


def test_two_workers_of_two_servers_take_a_file_in_once(brought: Brought) -> None:
    """The lock decides; the other one ends at once."""
    job = brought.bring("a.pdf", letter("Amsel"))
    with lock(Intake(brought.settings).lock), pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_HOME", str(brought.settings.home))
        main()
        assert brought.job(job).state is State.WAITING
    brought.work()
    assert brought.job(job).state is State.SEARCHABLE
