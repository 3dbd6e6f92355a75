"""How a file is to be read goes into its record, with a line in the log."""

from pathlib import Path

import pytest

from kb.catalogue import Catalogue
from kb.catalogue.rereading import Rereading
from kb.desk import Desk
from kb.desk.log import Deed, changes
from kb.errors import PageNotFound
from kb.model import Edition, Reading

OWN = "# ours, for good\n"
RECORD = f'{OWN}title = "Heft"\n\n[[editions]]\nlabel = "2026"\nfile = "a.pdf" # as it came\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "heft.toml").write_text(RECORD, "utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    return Desk(tmp_path / "desk.sqlite3")


def edition(folder: Path) -> Edition:
    publications, problems = Catalogue(folder).publications()
    assert problems == []
    return publications[0].editions[0]


READINGS = [
    Reading(reader="pypdf"),
    Reading(numbers=((3, "I"), (7, ""))),
    Reading(spreads=False),
    Reading(columns=True, heads=False),
]


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_is_written_and_taken_back(tmp_path: Path, desk: Desk, reading: Reading) -> None:
    """What people wrote beside it stays; the default leaves no line behind."""
    rereading = Rereading(tmp_path, desk)
    rereading.read_as(None, "heft", "2026", reading)
    assert edition(tmp_path).reading == reading
    rereading.read_as(None, "heft", "2026", Reading())
    assert edition(tmp_path).reading == Reading()
    text = (tmp_path / "heft.toml").read_text("utf-8")
    assert text.startswith(OWN)
    assert "# as it came" in text
    assert "reading" not in text


def test_a_change_is_in_the_log_and_no_change_is_not(tmp_path: Path, desk: Desk) -> None:
    """Who did what, with the edition."""
    rereading = Rereading(tmp_path, desk)
    for _ in range(2):
        rereading.read_as(None, "heft", "2026", Reading(columns=True))
    (change,) = changes(desk)
    assert (change.deed, change.subject, change.detail) == (Deed.REREAD, "heft", "2026")


def test_a_copy_with_text_is_read_in_place_of_the_scan(tmp_path: Path, desk: Desk) -> None:
    """As long as it is there; it is no publication of its own."""
    Rereading(tmp_path, desk).recognised(None, "heft", "2026", "a.ocr.pdf")
    assert edition(tmp_path).source == "a.pdf"
    (tmp_path / "a.ocr.pdf").write_bytes(b"%PDF-1.4 with text")
    assert (edition(tmp_path).file, edition(tmp_path).source) == ("a.pdf", "a.ocr.pdf")
    assert Catalogue(tmp_path).unrecorded() == []


def test_an_edition_that_is_gone_is_said_to_be(tmp_path: Path, desk: Desk) -> None:
    """Nothing is written."""
    with pytest.raises(PageNotFound):
        Rereading(tmp_path, desk).read_as(None, "heft", "1999", Reading())


def test_text_read_otherwise_has_another_digest() -> None:
    """So that vectors and pages of the former text are not taken for its own."""
    digests = {Edition("a", "a.pdf", sha256="0" * 64, reading=r).text_digest for r in READINGS}
    assert len(digests | {"0" * 64}) == len(READINGS) + 1
    assert {len(digest) for digest in digests} == {64}
    assert Edition("a", "a.pdf", sha256="0" * 64).text_digest == "0" * 64
