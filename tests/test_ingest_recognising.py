"""A scan in a library: reported, recognised, found; read otherwise and looked at."""

from pathlib import Path

import pytest

from kb.clean import Sign
from kb.errors import NotRead, PageNotFound
from kb.ingest.recognising import named
from kb.intake import Intake
from kb.intake.scanning import work
from kb.intake.scans import Scans, ScanState
from kb.library import Library
from kb.model import PageKey, Reading, Visibility
from kb.settings import Settings
from tests.scan import needs_recognition, scan
from tests.small_library import build


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The small library with a scan beside it, taken in."""
    library = build(tmp_path / "home")
    (library.settings.documents / "zettel.pdf").write_bytes(scan())
    library.ingest()
    return library


def test_a_scan_without_a_record_gets_one_and_is_said_to_be_a_scan(library: Library) -> None:
    """It cannot be searched, but looked at; only by the team."""
    found = library.seen_by(Visibility.TEAM).quality("zettel", "2023")
    assert [finding.sign for finding in found.examination.findings] == [Sign.SCAN]
    assert "zettel" not in [p.id for p in library.publications()]
    key = PageKey("zettel", "2023", 1)
    with pytest.raises(PageNotFound):
        library.image(key, "", 200)
    assert library.seen_by(Visibility.TEAM).image(key, "", 200).startswith(b"RIFF")


@needs_recognition
def test_a_recognised_scan_is_found(library: Library) -> None:
    """Its text comes from the copy, which is shown too; the record names both."""
    settings = library.settings
    before = (settings.documents / "zettel.pdf").read_bytes()
    scans = Scans(settings)
    scans.ask("zettel", "2023", None)
    work(settings)
    scan = scans.of("zettel", "2023")
    assert scan is not None
    assert (scan.state, scan.page, scan.pages) == (ScanState.DONE, 1, 1)
    assert Intake(settings).jobs.wished()
    report = library.ingest()
    assert report.problems == []
    assert [hit.page.key.publication for hit in library.search("Taschengeld zahlt").hits][0:3]
    assert "zettel" in [p.id for p in library.publications()]
    (page,) = library.pages("zettel", "2023")
    assert page.reader == "ocr"
    assert library.pdf("zettel", "2023").name == "zettel.ocr.pdf"
    assert (settings.documents / "zettel.pdf").read_bytes() == before
    assert (
        library.seen_by(Visibility.TEAM).quality("zettel", "2023").examination.quality.words_known
        > 0.9
    )
    assert not library.ingest().added  # the copy is no publication of its own


def test_a_scan_that_fails_does_not_keep_the_others_waiting(library: Library) -> None:
    """It is said; asked again, it waits again."""
    scans = Scans(library.settings)
    scans.ask("weg", "1", None)
    work(library.settings)
    scan = scans.of("weg", "1")
    assert scan is not None
    assert (scan.state, scan.is_open) == (ScanState.FAILED, False)
    scans.ask("weg", "1", None)
    again = scans.of("weg", "1")
    assert again is not None
    assert again.is_open


def test_a_worker_that_dies_each_time_gives_up(library: Library) -> None:
    """The third death is the last."""
    scans = Scans(library.settings)
    scans.ask("zettel", "2023", 7)
    for _ in range(3):
        scan = scans.next()
        assert scan is not None
        assert (scan.publication, scan.account) == ("zettel", 7)
    assert scans.next() is None
    scan = scans.of("zettel", "2023")
    assert scan is not None
    assert scan.state is ScanState.FAILED


def test_a_file_is_named_by_its_edition_or_its_own_name(library: Library) -> None:
    """On the command line."""
    assert named(library.settings, "zettel.pdf") == ("zettel", "2023")
    assert named(library.settings, "zettel.2023") == ("zettel", "2023")
    with pytest.raises(PageNotFound):
        named(library.settings, "weg")


def test_another_reading_is_looked_at_before_it_is_taken(library: Library) -> None:
    """The index stays as it is; the preview has the numbers people named."""
    before = library.state
    found = library.seen_by(Visibility.TEAM).quality(
        "handbuch", "2026", Reading(numbers=((3, "1"),))
    )
    assert [page.label for page in found.pages][:5] == ["", "", "1", "2", "3"]
    assert library.state == before
    assert [page.label for page in library.pages("handbuch", "2026")][2] != "1"


def test_the_next_ingest_reads_as_the_record_says(library: Library) -> None:
    """Only that edition is taken in anew."""
    record = library.settings.documents / "handbuch.toml"
    record.write_text(record.read_text("utf-8") + 'reading = { numbers = { 3 = "1" } }\n', "utf-8")
    report = library.ingest()
    assert (report.replaced, report.added) == (["handbuch.2026"], [])
    assert [page.label for page in library.pages("handbuch", "2026")][2] == "1"


def test_a_file_that_was_never_read_is_said_to_be(tmp_path: Path) -> None:
    """Before the first ingest there is nothing to look at."""
    library = Library(Settings(home=tmp_path))
    library.settings.documents.mkdir()
    (library.settings.documents / "a.pdf").write_bytes(scan())
    (library.settings.documents / "heft.toml").write_text(
        'title = "Heft"\n[[editions]]\nlabel = "1"\nfile = "a.pdf"\n', "utf-8"
    )
    with pytest.raises(NotRead):
        library.seen_by(Visibility.TEAM).quality("heft", "1")
    with pytest.raises(PageNotFound):
        library.seen_by(Visibility.TEAM).quality("heft", "2")
