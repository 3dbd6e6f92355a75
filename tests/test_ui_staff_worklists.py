"""Worklists and glossary in the app: what people missed becomes a synonym, and back."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.desk.masking import Masking
from kb.desk.unanswered import count
from kb.german import Analyzer, Glossary
from kb.model import Edition, Role
from kb.texts import GERMAN
from kb.ui import home, state
from kb.ui.staff.passages import is_old
from kb.ui.staff.tables import as_csv
from tests.in_app import markup, press, run, said
from tests.signed_in import SignedIn
from tests.small_library import copied
from tests.small_pdf import pdf, sheet

T = GERMAN.worklists


@pytest.fixture
def small_home(small_home: Path, tmp_path: Path) -> Path:
    """The small library, to be changed."""
    return copied(small_home, tmp_path / "home")


@pytest.fixture(autouse=True)
def _ada(signed_in: Callable[[Role], SignedIn]) -> None:
    signed_in(Role.STAFF)


def _worklists() -> None:
    from kb.ui.staff import worklists

    worklists.page()


def _glossary() -> None:
    from kb.ui.staff import glossary

    glossary.page()


def _missed(query: str) -> None:
    masked = Masking(Glossary.load().terms, Analyzer()).mask(query)
    assert masked
    count(home.desk(), masked, similar=False, day=date.today())


def test_a_search_without_hits_becomes_a_synonym_and_back(app_home: Path) -> None:
    """From the list to the word, its effect before anything is saved, then saved, then undone."""
    _missed("Zahnspange Samuel")
    listed = run(_worklists, liste="suchen")
    assert "„Zahnspange [Wort verborgen]“" in said(listed)
    assert 'href="glossar?dazu=Zahnspange"' in markup(listed)
    app = run(_glossary, wort="Barbetrag", dazu="Zahnspange")
    assert T.addition_title.format(word="Zahnspange", term="Barbetrag") in said(app)
    assert T.effect_title in said(app)
    own = app_home / "documents" / "glossary.tsv"
    assert not own.exists()
    text = said(press(app, T.addition_save))
    assert T.glossary_saved.format(term="Barbetrag") in text
    assert 'href="arbeitslisten?liste=suchen"' in markup(app)  # on with the next
    assert "Zahnspange" in own.read_text("utf-8")
    assert T.nothing in said(run(_worklists, liste="suchen"))
    assert T.glossary_undone.format(term="Barbetrag") in said(press(app, T.undo))
    assert not own.exists()
    assert "Zahnspange" in said(run(_worklists, liste="suchen"))


def test_the_effect_is_told_search_by_search(app_home: Path) -> None:
    """Counts before and after, and that no page held the word; other searches stay."""
    text = said(run(_glossary, wort="Barbetrag", dazu="Zahnspange"))
    effect = text.split(T.effect_title)[1]
    assert re.search(r"„Zahnspange“ \d → 2 Fundstellen \(bisher nur Ähnliches\)", effect)
    assert T.effect_others.split("{")[0] in effect


def test_a_slip_is_told_with_the_sentence_of_the_loader(app_home: Path) -> None:
    """An abbreviation without what it stands for is not saved."""
    app = run(_glossary, neu="1")
    labels = T.glossary_fields
    fields = {one.label: one for one in app.text_input}
    fields[labels["name"]].set_value("Patentreffen")
    fields[labels["abbreviation"]].set_value("PT")
    assert GERMAN.reasons["glossary_pair"] in said(press(app, T.glossary_save))
    assert not (app_home / "documents" / "glossary.tsv").exists()


def test_a_table_is_shown_before_it_is_taken_over(app_home: Path) -> None:
    """What is new and what changes; nothing is saved until somebody says so."""
    app = run(_glossary, uebernehmen="1")
    app.text_area[0].set_value("term_de\tsynonyme\nPatentreffen\tStammtisch\nVormund\tPate\n")
    text = said(press(app, T.import_compare))
    assert f"{T.import_new.format(count=1)} Patentreffen – Stammtisch" in text
    assert f"{T.import_changed.format(count=1)} Vormund – Pate" in text
    own = app_home / "documents" / "glossary.tsv"
    assert not own.exists()
    press(app, T.import_save)
    vormund = next(t for t in Glossary.load(own.parent).terms if t.name == "Vormund")
    assert vormund.synonyms == ("Pate",)
    assert vormund.definition  # what the table did not have stays


def test_what_was_dealt_with_leaves_the_list(app_home: Path) -> None:
    """One click; the overview counts the rest."""
    _missed("Zahnspange")
    _missed("Führerschein")
    app = press(run(_worklists, liste="suchen"), T.unanswered_done)
    assert said(app).count(T.unanswered_none_hit) == 1
    assert f"{T.lists['suchen']} 1" in said(run(_worklists))


def test_a_contact_is_checked_for_a_year(app_home: Path) -> None:
    """Those of an edition older than a year, each with its page; ticked off they are gone."""
    documents = app_home / "documents"
    sheet_of_contacts = pdf(sheet("Beratung", "Telefon 0421 123456", "Hansestr. 5, 28195 Bremen"))
    (documents / "kontakt.pdf").write_bytes(sheet_of_contacts)
    record = 'title = "Kontakte"\n[[editions]]\nlabel = "2020"\nyear = 2020\nfile = "kontakt.pdf"\n'
    (documents / "kontakt.toml").write_text(record, "utf-8")
    state.shared_library().ingest()
    assert T.contacts_count.format(count=2) in said(run(_worklists, liste="kontakte"))
    app = run(_worklists, liste="kontakte", v="kontakt.2020")
    assert "0421 123456 Telefon" in said(app)
    text = said(press(app, T.contacts_check))
    assert "Hansestr. 5, 28195 Bremen Adresse" in text
    assert f"{T.contacts_undo_what.format(contacts='0421 123456')}" in text
    assert "0421 123456 Telefon" not in text
    assert "0421 123456 Telefon" in said(press(app, T.undo))
    press(app, T.contacts_check)
    press(app, T.contacts_check)
    assert T.nothing in said(run(_worklists, liste="kontakte"))


@pytest.mark.parametrize(
    ("law_as_of", "year", "old"),
    [
        ("2025-11", 2026, True),
        ("2025-12", 2025, False),
        ("2024", None, True),
        ("", 2024, True),
        ("", 2025, False),
        ("", None, True),
    ],
)
def test_an_edition_is_old_after_a_year(law_as_of: str, year: int | None, old: bool) -> None:
    """By its Rechtsstand, else by the end of its year; of unknown age it is old."""
    edition = Edition("x", "x.pdf", year=year, law_as_of=law_as_of)
    assert is_old(edition, date(2026, 11, 23)) is old


def test_a_table_for_a_spreadsheet_runs_nothing() -> None:
    """A search that begins like a formula is text."""
    table = as_csv(("Suche", "Anzahl"), [("=HYPERLINK(1)", 2), ("Arzt; Kind", 1)])
    assert table.decode("utf-8-sig").splitlines() == [
        "Suche;Anzahl",
        "'=HYPERLINK(1);2",
        '"Arzt; Kind";1',
    ]
