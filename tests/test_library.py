"""The one object above everything: what it answers follows `documents/` without a restart."""

from pathlib import Path

import pytest

from kb.errors import DamagedIndex
from kb.german.terms import COLUMNS
from kb.library import Library
from kb.settings import Settings
from tests.small_library import copied


@pytest.fixture
def library(small_home: Path, tmp_path: Path) -> Library:
    """A library of one's own, to write in."""
    copied(small_home, tmp_path)
    return Library(Settings(home=tmp_path, meaning=False))


def own_term(library: Library, **values: str) -> None:
    """Write the association's own glossary: one term."""
    row = "\t".join(values.get(column, "") for column in COLUMNS)
    header = "\t".join(COLUMNS)
    file = library.settings.documents / "glossary.tsv"
    file.write_text(f"{header}\n{row}\n", "utf-8")


def test_a_term_added_to_the_glossary_is_searched_at_once(library: Library) -> None:
    """Whoever edits `documents/glossary.tsv` sees the effect with the next search."""
    before = library.state
    assert not library.search("Knete vom Amtsschimmel").cards
    own_term(
        library,
        id="E001",
        term_de="Amtsschimmelknete",
        typ="Begriff",
        thema="geld",
        synonyme="Knete vom Amtsschimmel|Taschengeld",
        erklaerung="Ein Wort, das nur hier vorkommt.",
    )
    results = library.search("Amtsschimmelknete")
    assert results.cards
    assert "Taschengeld" in results.hits[0].page.text
    assert library.state != before


def test_a_bad_line_of_the_glossary_is_told_with_the_ingest(library: Library) -> None:
    """One sentence with file and line; everything else goes on."""
    own_term(library, id="E001", typ="Begriff")  # a term without a name
    report = library.ingest()
    (problem,) = report.problems
    assert str(problem).startswith("glossary.tsv")
    assert library.search("Taschengeld").total


def test_damage_is_told_and_mended(library: Library) -> None:
    """An older index serves meanwhile; the next ingest builds a new one."""
    record = library.settings.documents / "handbuch.toml"
    old = next(p for p in library.publications() if p.id == "handbuch").title
    record.write_text(record.read_text("utf-8").replace(old, "Umbenannt"), "utf-8")
    library.ingest()
    newest = max(library.settings.index.glob("g*"))
    (newest / "columns.npz").write_bytes(b"")
    damaged = Library(library.settings)
    assert [type(problem) for problem in damaged.problems()] == [DamagedIndex]
    assert old in [p.title for p in damaged.publications()]
    damaged.ingest()
    assert damaged.problems() == []
    assert "Umbenannt" in [p.title for p in damaged.publications()]


def test_what_is_shown_survives_a_record_that_is_broken_later(library: Library) -> None:
    """Hits keep the title the index was built with."""
    (library.settings.documents / "handbuch.toml").write_text("title =", "utf-8")
    assert library.search("Personensorge").hits[0].publication.title == "Handbuch für Vormunde"
