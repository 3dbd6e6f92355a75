"""Records that people write, and what is said about those that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from kb.catalogue import record
from kb.errors import BadRecord
from kb.model import Edition, Kind, Publication, Reading, Visibility

EDITION = '[[editions]]\nlabel = "2026"\nfile = "a.pdf"\n'


def read(folder: Path, text: str, name: str = "heft.toml") -> tuple[Publication, list[BadRecord]]:
    (folder / name).write_text(text, "utf-8")
    return record.read(folder / name)


def test_a_full_record(tmp_path: Path) -> None:
    """Every field; editions come out newest first, older ones last."""
    publication, problems = read(
        tmp_path,
        """
        title = "Handbuch  für Vormünder"
        kind = "handbook"
        publisher = "Fluchtraum Bremen e.V."
        audience = ["Vormünder", "Team"]
        topics = ["Asyl"]
        language = "de"
        visibility = "team"
        confirmed = false
        [[editions]]
        label = "2018"
        year = 2018
        file = "alt.pdf"
        superseded_by = "2026"
        [[editions]]
        label = "2026"
        year = 2026
        law_as_of = "2026-11"
        file = "neu.pdf"
        added = 2026-11-23
        """,
    )
    assert problems == []
    assert publication == Publication(
        id="heft",
        title="Handbuch für Vormünder",
        editions=(
            Edition("2026", "neu.pdf", 2026, "2026-11", added=date(2026, 11, 23)),
            Edition("2018", "alt.pdf", 2018, superseded_by="2026"),
        ),
        kind=Kind.HANDBOOK,
        publisher="Fluchtraum Bremen e.V.",
        audience=("Vormünder", "Team"),
        topics=("Asyl",),
        visibility=Visibility.TEAM,
        confirmed=False,
    )


def test_a_title_and_a_file_are_enough(tmp_path: Path) -> None:
    publication, problems = read(tmp_path, f'title = "Heft"\n{EDITION}')
    assert (publication.title, problems) == ("Heft", [])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("title = ", "(whole file)"),
        ("[" * 5000, "(whole file)"),
        (EDITION, "title"),
        (f'title = ""\n{EDITION}', "title"),
        (f"title = 7\n{EDITION}", "title"),
        (f'title = "x"\nkind = "buch"\n{EDITION}', "kind"),
        (f'title = "x"\nvisibility = "secret"\n{EDITION}', "visibility"),
        (f'title = "x"\nvisibilty = "team"\n{EDITION}', "visibilty"),
        (f'title = "x"\ntopics = "Asyl"\n{EDITION}', "topics"),
        (f'title = "x"\nconfirmed = "yes"\n{EDITION}', "confirmed"),
        (f'title = "x"\nlanguage = "deutsch"\n{EDITION}', "language"),
        ('title = "x"', "editions"),
        ('title = "x"\neditions = 3', "editions"),
    ],
)
def test_a_record_that_cannot_be_used_is_one_line(tmp_path: Path, text: str, field: str) -> None:
    """File, field, and what is expected there."""
    with pytest.raises(BadRecord) as raised:
        read(tmp_path, text)
    assert raised.value.data["file"] == "heft.toml"
    assert raised.value.data["field"] == field
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["Handbuch.toml", "a b.toml", "ü.toml", "-x.toml", "a.b.toml"])
def test_the_file_name_is_the_id(tmp_path: Path, name: str) -> None:
    """It stands in links, so it is made of letters that survive them."""
    with pytest.raises(BadRecord, match="file name"):
        read(tmp_path, f'title = "x"\n{EDITION}', name)


@pytest.mark.parametrize(
    ("edition", "field"),
    [
        ('file = "b.pdf"', "editions.label"),
        ('label = "2. Auflage"\nfile = "b.pdf"', "editions.label"),
        ('label = "2026"\nfile = "b.pdf"', "editions.label"),
        ('label = "b"', "editions.file"),
        ('label = "b"\nfile = "b.pdf"\ntext_kinds = ["table"]', "editions.text_kinds"),
        ('label = "b"\nfile = "b.pdf"\ntext_kinds = { 16 = ["Tabelle"] }', "editions.text_kinds"),
        ('label = "b"\nfile = "b.pdf"\ntext_kinds = { IV = ["table"] }', "editions.text_kinds"),
        ('label = "b"\nfile = "b.pdf"\ntext_kinds = { 16 = "table" }', "editions.text_kinds.16"),
        ('label = "b"\nfile = "../b.pdf"', "editions.file"),
        ('label = "b"\nfile = "..\\\\b.pdf"', "editions.file"),
        ('label = "b"\nfile = "/etc/passwd"', "editions.file"),
        ('label = "b"\nfile = "sub/b.pdf"', "editions.file"),
        ('label = "b"\nfile = "b.pdf"\nyear = "2026"', "editions.year"),
        ('label = "b"\nfile = "b.pdf"\nyear = true', "editions.year"),
        ('label = "b"\nfile = "b.pdf"\nlaw_as_of = "Nov 2026"', "editions.law_as_of"),
        ('label = "b"\nfile = "b.pdf"\nadded = "gestern"', "editions.added"),
        ('label = "b"\nfile = "b.pdf"\nseite = 3', "editions.seite"),
    ],
)
def test_a_bad_edition_leaves_the_others(tmp_path: Path, edition: str, field: str) -> None:
    publication, problems = read(tmp_path, f'title = "x"\n{EDITION}[[editions]]\n{edition}')
    assert [e.label for e in publication.editions] == ["2026"]
    assert [problem.data["field"] for problem in problems] == [field]


@pytest.mark.parametrize("newer", ["2027", "b"])
def test_superseded_by_names_another_edition(tmp_path: Path, newer: str) -> None:
    """Said when it does not; the edition stays, as an older one."""
    edition = f'label = "b"\nfile = "b.pdf"\nsuperseded_by = "{newer}"'
    publication, problems = read(tmp_path, f'title = "x"\n{EDITION}[[editions]]\n{edition}')
    assert [problem.data["field"] for problem in problems] == ["editions.superseded_by"]
    assert [e.is_current for e in publication.editions] == [True, False]


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    assert read(tmp_path, f'\ufefftitle = "x"\n{EDITION}')[0].title == "x"


def test_a_file_that_is_not_utf8_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "heft.toml").write_bytes('title = "Für"'.encode("latin-1"))
    with pytest.raises(BadRecord, match="UTF-8"):
        record.read(tmp_path / "heft.toml")


def test_how_a_file_is_to_be_read(tmp_path: Path) -> None:
    """Each of the values, and the copy with the text of a scan."""
    reading = (
        'reading = { reader = "pdfium", numbers = { 7 = "1", 3 = "I" }, spreads = false,'
        ' columns = true, heads = false }\nrecognised = "a.ocr.pdf"\n'
    )
    publication, problems = read(tmp_path, f'title = "Heft"\n{EDITION}{reading}')
    assert problems == []
    edition = publication.editions[0]
    assert edition.reading == Reading("pdfium", ((3, "I"), (7, "1")), False, True, False)
    assert (edition.recognised, edition.source) == ("a.ocr.pdf", "a.ocr.pdf")


@pytest.mark.parametrize(
    ("reading", "field"),
    [
        ("reading = 3", "editions.reading"),
        ('reading = { reader = "ocr" }', "editions.reading.reader"),
        ("reading = { colums = true }", "editions.reading.colums"),
        ('reading = { spreads = "yes" }', "editions.reading.spreads"),
        ('reading = { numbers = { 0 = "1" } }', "editions.reading.numbers"),
        ('reading = { numbers = { x = "1" } }', "editions.reading.numbers"),
        ("reading = { numbers = { 7 = 1 } }", "editions.reading.numbers"),
        ('reading = { numbers = { 7 = "A-1" } }', "editions.reading.numbers"),
        ('recognised = "../a.pdf"', "editions.recognised"),
    ],
)
def test_a_slip_in_how_a_file_is_to_be_read_is_named(
    tmp_path: Path, reading: str, field: str
) -> None:
    """One sentence with the field; the edition is left out until it is mended."""
    _, problems = read(tmp_path, f'title = "Heft"\n{EDITION}{reading}\n')
    assert [problem.data["field"] for problem in problems] == [field]
