"""The list of what was brought, and that nothing depends on it."""

from pathlib import Path

import pytest

from kb.intake import Delivery, State
from kb.intake.jobs import Jobs


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    """An empty list."""
    return Jobs(tmp_path / "jobs.sqlite3")


def _delivery(number: int, sha256: str = "") -> Delivery:
    return Delivery(f"{number:032x}", f"{number}.pdf", Path("x"), sha256 or f"{number:064x}", 5)


def test_the_oldest_is_next(jobs: Jobs) -> None:
    """First come, first read; the newest stand on top of the list."""
    jobs.add(_delivery(1), None)
    jobs.add(_delivery(2), 7)
    first = jobs.next()
    assert first
    assert first.name == "1.pdf"
    assert [job.account for job in jobs.latest()] == [7, None]


def test_a_file_sent_twice_is_one_job(jobs: Jobs) -> None:
    """What has become of it stays, unless it was refused or is another file now."""
    jobs.add(_delivery(1), None)
    jobs.move_on(jobs.latest()[0], State.SEARCHABLE, "heft", "2024")
    jobs.add(_delivery(1), None)
    assert [job.state for job in jobs.latest()] == [State.SEARCHABLE]
    jobs.add(_delivery(1, sha256="f" * 64), None)
    assert [job.state for job in jobs.latest()] == [State.WAITING]


def test_what_a_dead_worker_had_in_hand_waits_again(jobs: Jobs) -> None:
    """And it is remembered how often that happened to a file."""
    jobs.add(_delivery(1), None)
    for _ in range(3):
        job = jobs.next()
        assert job
        jobs.begin(job)
        assert jobs.next() is None
        jobs.take_up()
    assert jobs.latest()[0].tries == 3


def test_only_finished_jobs_go_from_the_list(jobs: Jobs) -> None:
    """One that is being worked on would come back."""
    jobs.add(_delivery(1), None)
    jobs.add(_delivery(2), None)
    done, still_open = jobs.latest()
    jobs.move_on(done, State.HERE)
    jobs.forget([done.id, still_open.id])
    assert [job.id for job in jobs.latest()] == [still_open.id]


def test_a_wish_lasts_until_it_is_granted(jobs: Jobs) -> None:
    """One that came while the index followed an earlier one too."""
    jobs.wish()
    wished = jobs.wished()
    jobs.wish()
    jobs.grant(wished)
    assert jobs.wished()
    jobs.grant(jobs.wished())
    assert not jobs.wished()


def test_a_damaged_list_begins_anew(jobs: Jobs, tmp_path: Path) -> None:
    """It holds nothing that the files themselves do not say."""
    (tmp_path / "jobs.sqlite3").write_bytes(b"no database " * 1000)
    jobs.add(_delivery(1), None)
    assert len(jobs.latest()) == 1
