"""The glossary is edited in the app and by hand, and neither loses the work of the other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue import glossary_lines
from kb.catalogue.glossary_file import GlossaryFile
from kb.desk import Desk, accounts
from kb.desk.log import Deed, changes
from kb.errors import BadGlossaryLine, ChangedMeanwhile
from kb.german import Term, terms
from kb.model import Account, Role

HAND = """\
# ours
term_de\tsynonyme\terklaerung
# the regulars' table
Patentreffen\tStammtisch|Austausch\tEin Abend.

Lotse\tGuide
"""


@pytest.fixture
def glossary(tmp_path: Path) -> GlossaryFile:
    return GlossaryFile(tmp_path, Desk(tmp_path / "desk.sqlite3"))


@pytest.fixture
def ada(tmp_path: Path) -> Account:
    return accounts.add(Desk(tmp_path / "desk.sqlite3"), "Ada", Role.STAFF, None)


def _write(glossary: GlossaryFile, tmp_path: Path, text: str = HAND) -> None:
    (tmp_path / "glossary.tsv").write_bytes(text.encode())


def _term(name: str, **values: object) -> Term:
    return Term(id="", name=name, **values)  # type: ignore[arg-type]


def test_an_entry_changes_its_own_line_alone(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """Comments, blank lines, order and other entries stay."""
    _write(glossary, tmp_path)
    term = _term("Patentreffen", synonyms=("Stammtisch",), definition="Jeden Montag.")
    glossary.save(ada, term, old="Patentreffen", seen=glossary.seen("Patentreffen"))
    expected = HAND.replace("Stammtisch|Austausch\tEin Abend.", "Stammtisch\tJeden Montag.")
    assert glossary.content().decode() == expected


def test_a_column_that_is_needed_is_added(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """At the end of the header; rows that lack it have it empty."""
    _write(glossary, tmp_path)
    glossary.save(ada, _term("Pate", law_today="§ 1 X"), seen=glossary.seen("Pate"))
    lines = glossary.content().decode().splitlines()
    assert lines[1] == "term_de\tsynonyme\terklaerung\trecht_neu"
    assert lines[-1] == "Pate\t\t\t§ 1 X"
    assert len(glossary.own()) == 3


def test_the_first_entry_makes_the_file(glossary: GlossaryFile, ada: Account) -> None:
    """With all columns, so that people can go on by hand; undoing takes it away again."""
    glossary.save(ada, _term("Pate", synonyms=("Patin",)), seen=glossary.seen("Pate"))
    assert [term.synonyms for term in glossary.own()] == [("Patin",)]
    change = glossary.undoable()
    assert change
    glossary.undo(ada, change)
    assert glossary.content() == b""
    assert glossary.own() == []


def test_line_ends_and_the_mark_of_excel_stay(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """A file from Windows remains one."""
    (tmp_path / "glossary.tsv").write_bytes(b"\xef\xbb\xbfterm_de\tsynonyme\r\nLotse\tGuide")
    glossary.save(ada, _term("Pate"), seen=glossary.seen("Pate"))
    assert glossary.content() == b"\xef\xbb\xbfterm_de\tsynonyme\r\nLotse\tGuide\r\nPate\r\n"


def test_an_own_entry_stands_over_a_shipped_one(glossary: GlossaryFile, ada: Account) -> None:
    """Also under a new name; taken out, the shipped one counts again."""
    shipped = next(e for e in glossary.entries() if e.term.name == "Vormund")
    assert not shipped.own
    changed = _term("Vormündin", synonyms=("Pate",))
    glossary.save(
        ada,
        Term(id=shipped.term.id, name=changed.name, synonyms=changed.synonyms),
        old="Vormund",
        seen=glossary.seen("Vormund"),
    )
    names = {entry.term.name: entry for entry in glossary.entries()}
    assert "Vormund" not in names
    assert names["Vormündin"].own
    assert names["Vormündin"].shipped == shipped.term
    glossary.remove(ada, "Vormündin", seen=glossary.seen("Vormündin"))
    assert shipped in glossary.entries()


def test_two_people_lose_nothing_of_each_other(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """Different entries both stay; of the same one the second is told."""
    _write(glossary, tmp_path)
    patch, guide = glossary.seen("Patentreffen"), glossary.seen("Lotse")
    glossary.save(ada, _term("Neu"), seen=glossary.seen("Neu"))
    glossary.save(ada, _term("Patentreffen", definition="A"), seen=patch)
    glossary.save(ada, _term("Lotse", definition="B"), seen=guide)
    with pytest.raises(ChangedMeanwhile):
        glossary.save(ada, _term("Patentreffen", definition="C"), seen=patch)
    with pytest.raises(ChangedMeanwhile):
        glossary.remove(ada, "Lotse", seen=guide)
    assert {t.name: t.definition for t in glossary.own()} == {
        "Patentreffen": "A",
        "Lotse": "B",
        "Neu": "",
    }


def test_changes_are_undone_one_by_one(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """Back to what people wrote by hand; each step is in the log with who did it."""
    _write(glossary, tmp_path)
    glossary.save(ada, _term("Pate"), seen=glossary.seen("Pate"))
    glossary.remove(ada, "Lotse", seen=glossary.seen("Lotse"))
    for _ in range(2):
        change = glossary.undoable()
        assert change
        assert change.who == "Ada"
        glossary.undo(ada, change)
    assert glossary.content().decode() == HAND
    assert glossary.undoable() is None
    deeds = [change.deed for change in changes(Desk(tmp_path / "desk.sqlite3"))]
    done = [Deed.UNDONE, Deed.UNDONE, Deed.TERM_REMOVED, Deed.TERM_SAVED]
    assert deeds == [*done, Deed.ACCOUNT_ADDED]


def test_what_somebody_wrote_by_hand_is_not_undone(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """Only the state that a change left can be put back."""
    glossary.save(ada, _term("Pate"), seen=glossary.seen("Pate"))
    change = glossary.undoable()
    assert change
    _write(glossary, tmp_path)
    assert glossary.undoable() is None
    with pytest.raises(ChangedMeanwhile):
        glossary.undo(ada, change)


def test_what_the_loader_would_refuse_is_not_written(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """With the loader's own sentence; slips that were there before do not hinder."""
    _write(glossary, tmp_path, HAND.replace("erklaerung", "abk") + "Eins\t\tE\n")
    with pytest.raises(BadGlossaryLine, match="abk"):
        glossary.save(ada, _term("Zwei", abbreviation="Z"), seen=glossary.seen("Zwei"))
    glossary.save(ada, _term("Drei"), seen=glossary.seen("Drei"))
    assert "Drei" in {term.name for term in glossary.own()}


def test_into_a_table_that_is_not_read_nothing_is_written(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """With a column of somebody's own no line counts: it is said, and the file stays as it is."""
    text = HAND.replace("erklaerung", "Bemerkung")
    _write(glossary, tmp_path, text)
    with pytest.raises(BadGlossaryLine, match="Bemerkung"):
        glossary.save(ada, _term("Drei"), seen=glossary.seen("Drei"))
    assert glossary.content() == text.encode()


def test_a_table_shows_what_it_would_change(
    glossary: GlossaryFile, tmp_path: Path, ada: Account
) -> None:
    """New, changed and missing; what the product already says is none of it."""
    _write(glossary, tmp_path)
    shipped = glossary_lines.row(terms.shipped()[0])
    table = "\n".join(["\t".join(shipped), "\t".join(shipped.values())])
    assert glossary.differences(table).new == glossary.differences(table).changed == []
    found = glossary.differences("term_de\tsynonyme\nLotse\tGuide\nPatentreffen\tA\nPate\tB\n")
    assert [t.name for t in found.new] == ["Pate"]
    assert [t.name for t in found.changed] == ["Patentreffen"]
    assert found.missing == []
    found = glossary.differences("term_de\nNur dies\n")
    glossary.take_over(ada, found, seen=glossary.digest(), dropping=True)
    assert [term.name for term in glossary.own()] == ["Nur dies"]
    assert "# the regulars' table" in glossary.content().decode()


VALUE = st.text(max_size=20)


@given(
    VALUE, st.lists(VALUE, max_size=3), VALUE, st.dictionaries(st.sampled_from(("en", "ar")), VALUE)
)
def test_whatever_is_typed_is_read_back(
    name: str, synonyms: list[str], definition: str, translations: dict[str, str]
) -> None:
    """No value breaks its row, and none is lost but signs that a table cannot hold."""
    typed = Term(
        "", f"W{name}", synonyms=tuple(synonyms), definition=definition, translations=translations
    )
    term = glossary_lines.clean(typed)
    text = glossary_lines.with_term(HAND, term, term.name)
    found, problems = terms.parse(text, Path("glossary.tsv"))
    assert problems == []
    assert glossary_lines.row(term) in [glossary_lines.row(one) for one in found]
    assert "# the regulars' table\n" in text
