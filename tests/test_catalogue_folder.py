"""`documents/`: which record has which PDF, and writing records without losing people's words."""

import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue import Catalogue, FirstLook
from kb.catalogue.record import read
from kb.errors import FileTaken
from kb.model import Edition, Kind, Publication, Visibility


def record(folder: Path, name: str, *files: str) -> None:
    editions = [f'[[editions]]\nlabel = "{n}"\nfile = "{file}"\n' for n, file in enumerate(files)]
    (folder / f"{name}.toml").write_text(f'title = "{name}"\n' + "".join(editions), "utf-8")


def pdfs(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"%PDF-" + name.encode())


def test_a_missing_file_leaves_the_other_editions(tmp_path: Path) -> None:
    pdfs(tmp_path, "a.pdf")
    record(tmp_path, "heft", "a.pdf", "b.pdf")
    record(tmp_path, "leer", "c.pdf")
    found, problems = Catalogue(tmp_path).publications()
    assert [(p.id, [e.file for e in p.editions]) for p in found] == [("heft", ["a.pdf"])]
    assert [p.data["file"] for p in problems] == ["heft.toml", "leer.toml"]
    assert "'b.pdf'" in str(problems[0])


def test_a_file_belongs_to_one_edition(tmp_path: Path) -> None:
    """The first record, by name, keeps it; the other is told which."""
    pdfs(tmp_path, "a.pdf")
    record(tmp_path, "eins", "a.pdf")
    record(tmp_path, "zwei", "a.pdf")
    found, problems = Catalogue(tmp_path).publications()
    assert [p.id for p in found] == ["eins"]
    assert "eins.toml" in str(problems[0])


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_record", ["NFC", "NFD"])
def test_umlauts_in_file_names_in_both_forms(tmp_path: Path, on_disk: str, in_record: str) -> None:
    """A name typed on one system finds the file copied from another."""
    name = "Übersicht für 'Vormünder' 2.pdf"
    forms: dict[str, str] = {f: unicodedata.normalize(f, name) for f in ("NFC", "NFD")}
    pdfs(tmp_path, forms[on_disk])
    record(tmp_path, "heft", forms[in_record])
    catalogue = Catalogue(tmp_path)
    (found,), problems = catalogue.publications()
    assert problems == []
    assert catalogue.file(found.editions[0]).read_bytes()
    assert catalogue.unrecorded() == []


def test_pdfs_that_no_record_names(tmp_path: Path) -> None:
    """Not hidden files, folders, or what a broken record names."""
    pdfs(tmp_path, "a.pdf", "b.PDF", "ab.pdf", 'c "x".pdf', "._a.pdf", "broken.pdf")
    (tmp_path / "folder.pdf").mkdir()
    record(tmp_path, "heft", "ab.pdf", r"c \"x\".pdf")
    (tmp_path / "kaputt.toml").write_text('title = "x\n[[editions]]\nfile = "broken.pdf"')
    assert [p.name for p in Catalogue(tmp_path).unrecorded()] == ["a.pdf", "b.PDF"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.pdf").symlink_to(tmp_path / "secret.pdf")
    record(folder, "heft", "a.pdf")
    found, problems = Catalogue(folder).publications()
    assert (found, len(problems)) == ([], 1)
    assert Catalogue(folder).unrecorded() == []


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "documents").publications() == ([], [])


# -- proposals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "look", "title"),
    [
        ("a.pdf", FirstLook(title="Ankommen in Bremen"), "Ankommen in Bremen"),
        ("a.pdf", FirstLook(title="Microsoft Word - final_neu2.docx", text="Ankommen"), "Ankommen"),
        ("a.pdf", FirstLook(title="Broschuere_2024.indd", text="\nWas tun?\nmehr"), "Was tun?"),
        ("a.pdf", FirstLook(title="Unbenannt-1", text="x\nDer Vormund\n"), "Der Vormund"),
        ("Heft_Geld-neu_v2.pdf", FirstLook(title="Heft_Geld-neu_v2"), "Heft Geld"),
        ("Merkblatt%20Geld.pdf", FirstLook(), "Merkblatt%20Geld"),
        (
            "a.pdf",
            FirstLook(
                lines=[(9, "Seite 1"), (30, "Handbuch für"), (30, "Vormünder"), (9, "x" * 50)]
            ),
            "Handbuch für Vormünder",
        ),
        (
            "a.pdf",
            FirstLook(
                lines=[
                    (33, "BürgerForum"),
                    (24, "BürgerForum"),
                    (17, "Zur Planung"),
                    (17, "und Durchführung"),
                ]
            ),
            "BürgerForum – Zur Planung und Durchführung",
        ),
        ("a.pdf", FirstLook(title="jura: ``Hausarbeiten'' setzen"), 'jura: "Hausarbeiten" setzen'),
    ],
)
def test_a_title_that_says_something(
    tmp_path: Path, file: str, look: FirstLook, title: str
) -> None:
    """Metadata unless a program wrote it, then the largest line, then the file's name."""
    assert Catalogue(tmp_path).propose(Path(file), look).title == title


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Rechtsstand: November 2026", "2026-11"),
        ("Bearbeitungsstand November 2026", "2026-11"),
        ("Stand: 03/2024", "2024-03"),
        ("Stand: 1. März 2024", "2024-03"),
        ("Stand: 01.03.2024", "2024-03"),
        ("Gesetzesstand: 1. März 2024", "2024-03"),
        ("Der Vorstand 2024 im November 2026", ""),
        ("Stand: 2024", ""),
    ],
)
def test_rechtsstand(tmp_path: Path, text: str, month: str) -> None:
    found = Catalogue(tmp_path).propose(Path("a.pdf"), FirstLook(text=f"Titel\n{text}\n"))
    assert found.editions[0].law_as_of == month


@pytest.mark.parametrize(
    ("file", "look", "year"),
    [
        ("heft-2019.pdf", FirstLook(year=2022), 2019),
        ("a.pdf", FirstLook(text="3. Auflage, Mai 2021\nStand: Juni 2020", year=2022), 2021),
        ("a.pdf", FirstLook(text="Stand: Juni 2020", year=2022), 2020),
        ("a.pdf", FirstLook(title="Heft", text="© 1998-2002 A\nCopyright © 2005-2015 B"), 2015),
        ("a.pdf", FirstLook(year=2022), 2022),
        ("a.pdf", FirstLook(), None),
    ],
)
def test_the_year(tmp_path: Path, file: str, look: FirstLook, year: int | None) -> None:
    edition = Catalogue(tmp_path).propose(Path(file), look).editions[0]
    assert (edition.year, edition.label) == (year, str(year or 1))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Handbuch für Vormünder", Kind.HANDBOOK),
        ("Merkblatt Asyl", Kind.LEAFLET),
        ("Arbeitshilfe Anhörung", Kind.GUIDE),
        ("Antrag auf Leistungen", Kind.FORM),
        ("Jahresbericht", Kind.REPORT),
        ("Broschüre Wohnen", Kind.BROCHURE),
        ("Einverständniserklärung der Eltern", Kind.FORM),
        ("Arbeitszeitnachweis (§ 17 MiLoG)", Kind.FORM),
        ("Presse Guidelines", Kind.GUIDE),
        ("Ankommen", Kind.OTHER),
    ],
)
def test_the_kind_by_words(tmp_path: Path, title: str, kind: Kind) -> None:
    assert Catalogue(tmp_path).propose(Path("a.pdf"), FirstLook(title=title)).kind is kind


def test_the_publisher_if_it_says_so(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    said = FirstLook(text="Titel\nHerausgeber: Senatorin für Soziales\n", author="m.muster")
    author = FirstLook(author="Fluchtraum Bremen e.V.")
    person = FirstLook(author="Max Muster")
    found = [catalogue.propose(Path("a.pdf"), x).publisher for x in (said, author, person)]
    assert found == ["Senatorin für Soziales", "Fluchtraum Bremen e.V.", ""]


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Impressum\nHerausgeber:\nLandesverwaltungsamt Berlin\n", "Landesverwaltungsamt Berlin"),
        (
            "Herausgeber: Verein junger Geflüchte-\nter e.V., Weg 1\n",
            "Verein junger Geflüchteter e.V.",
        ),
        ("Es wird herausgegeben vom „Musterverein\nBegleitung“ im", "Musterverein Begleitung"),
        ("Herausgegeben von der Diakonie Bremen e. V. und mit", "Diakonie Bremen e. V. und mit"),
        ("Herausgegeben vom Verein Ankommen. Alle Rechte", "Verein Ankommen"),
        ("Verein Ankommen (Hrsg.)\nHandbuch", "Verein Ankommen"),
        ("© Statistisches Bundesamt (Destatis), 2023", "Statistisches Bundesamt (Destatis)"),
        ("Copyright © 1998-2002 Josip Rodin", ""),
    ],
)
def test_the_publisher_in_the_imprint(tmp_path: Path, text: str, publisher: str) -> None:
    look = FirstLook(title="Ein Heft", text=text)
    assert Catalogue(tmp_path).propose(Path("a.pdf"), look).publisher == publisher


def test_ids_are_unique_and_fit_for_links(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    look = FirstLook(title="Vormünder & Größe: „Wer?“ " + "sehr lang " * 10)
    first = catalogue.propose(Path("a.pdf"), look)
    catalogue.save(first)
    second = catalogue.propose(Path("b.pdf"), look)
    assert first.id.startswith("vormuender-groesse-wer-sehr-lang")
    assert len(first.id) <= 50
    assert second.id == f"{first.id}-2"
    assert catalogue.propose(Path("c.pdf"), FirstLook(title="مرحبا")).id == "publication"


@given(st.text(), st.text(), st.text(), st.integers(1900, 2100) | st.none())
@settings(max_examples=200, deadline=None)
def test_a_proposal_can_always_be_written_and_read(
    title: str, author: str, text: str, year: int | None
) -> None:
    """Whatever a PDF says about itself."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        catalogue = Catalogue(Path(name))
        look = FirstLook(title, author, year, [(9.0, line) for line in text.splitlines()], text)
        proposed = catalogue.propose(Path("a.pdf"), look)
        catalogue.save(proposed)
        assert read(Path(name) / f"{proposed.id}.toml") == (proposed, [])
        assert not proposed.confirmed


# -- writing ---------------------------------------------------------------------------------------


def test_what_people_wrote_stays(tmp_path: Path) -> None:
    """Comments, order and lines that did not change."""
    path = tmp_path / "heft.toml"
    path.write_text(
        "# unser Heft\n"
        'kind = "brochure" # von Anna\n'
        "title = 'Alt'\n\n"
        "[[editions]]\n"
        'file = "a.pdf"\n'
        'label = "2026" # Druck\n'
    )
    publication, _ = read(path)
    changed = Publication(
        id="heft",
        title="Neu",
        editions=(*publication.editions, Edition("2027", "b.pdf", 2027, added=date(2027, 1, 2))),
        kind=publication.kind,
        visibility=Visibility.TEAM,
    )
    Catalogue(tmp_path).save(changed)
    text = path.read_text()
    for kept in ("# unser Heft", 'kind = "brochure" # von Anna', 'label = "2026" # Druck'):
        assert kept in text
    found, problems = read(path)
    assert (sorted(e.label for e in found.editions), problems) == (["2026", "2027"], [])
    assert (found.title, found.visibility) == ("Neu", Visibility.TEAM)


# -- bringing --------------------------------------------------------------------------------------


def test_bringing_copies_once_and_never_overwrites(tmp_path: Path) -> None:
    folder, other = tmp_path / "documents", tmp_path / "other"
    other.mkdir()
    pdfs(other, "Größe 1.pdf", "b.pdf")
    catalogue = Catalogue(folder)
    brought = catalogue.bring(other / "Größe 1.pdf")
    assert brought.read_bytes() == (other / "Größe 1.pdf").read_bytes()
    (other / "copy.pdf").write_bytes(brought.read_bytes())
    assert catalogue.bring(other / "copy.pdf") == brought
    (folder / "b.pdf").write_bytes(b"something else")
    with pytest.raises(FileTaken):
        catalogue.bring(other / "b.pdf")
    assert (folder / "b.pdf").read_bytes() == b"something else"
    assert sorted(p.name for p in folder.iterdir()) == ["Größe 1.pdf", "b.pdf"]
