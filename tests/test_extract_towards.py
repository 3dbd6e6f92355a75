"""A file is read from both ends where a core is free: the pages are the same as from one."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from kb.extract import Limits, process, read
from kb.extract.job import Job
from kb.extract.record import Record
from kb.extract.towards import Towards
from kb.model import Outcome
from tests.small_pdf import pdf, sheet

_PAGES = 30
_PATIENCE = 30.0  # seconds


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [f"In Zeile {line} steht etwas von der Vormundschaft." for line in range(40)]
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf(*(sheet(f"Seite {page}", *lines) for page in range(1, _PAGES + 1))))
    return path


def test_it_reads_all_pages_but_those_the_other_one_has_begun(file: Path) -> None:
    cores = BoundedSemaphore(1)
    with Towards(Job(str(file)), Limits(), cores) as other:
        assert not other.meets(3, _PAGES)
        _wait_until(lambda: other.done == _PAGES - 3)
        assert other.meets(4, _PAGES)
        record = Record()
        other.hand_over(record)
    assert sorted(record.pages) == list(range(4, _PAGES + 1))
    assert all(set(given) == {"pypdf", "pdfium"} for given in record.pages.values())
    assert cores.acquire(blocking=False)  # it has given its core back


def test_it_does_not_begin_where_no_core_is_free(file: Path) -> None:
    cores = BoundedSemaphore(1)
    with cores, Towards(Job(str(file)), Limits(), cores) as other:
        assert not other.meets(1, _PAGES)
        time.sleep(0.2)
        assert other.done == 0


def test_it_leaves_a_page_that_breaks_a_limit_to_the_other_one(tmp_path: Path) -> None:
    """And all before it: there is one account of what went wrong, and the other one keeps it."""
    long = sheet(*["Ein Satz, der sehr lange dauert."] * 50)
    pages = [long if number == 5 else sheet(f"Seite {number}") for number in range(1, 13)]
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf(*pages))
    cores = BoundedSemaphore(1)
    with Towards(Job(str(path), page_characters=200), Limits(), cores) as other:
        other.meets(1, 12)
        _wait_until(lambda: cores.acquire(blocking=False))  # it has ended
        cores.release()
        assert other.done == 7
        assert not other.meets(5, 12)
        assert other.meets(6, 12)


def test_an_end_of_the_reading_ends_it(file: Path) -> None:
    """At once, wherever it is."""
    cores = BoundedSemaphore(1)
    with Towards(Job(str(file)), Limits(), cores) as other:
        other.meets(1, _PAGES)
    assert cores.acquire(blocking=False)


def test_pages_are_the_same_from_both_ends(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_cores", BoundedSemaphore(1))
    one = read(file)
    monkeypatch.setattr(process, "_cores", BoundedSemaphore(2))
    assert read(file) == one
    assert (one.outcome, len(one.pages)) == (Outcome.TEXT, _PAGES)


def test_too_much_text_is_too_much_from_both_ends(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limits(document_characters=10_000)
    monkeypatch.setattr(process, "_cores", BoundedSemaphore(1))
    one = read(file, limits=few)
    monkeypatch.setattr(process, "_cores", BoundedSemaphore(2))
    two = read(file, limits=few)
    assert "too much text" in one.reason
    assert (two.outcome, two.reason) == (one.outcome, one.reason)


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
