"""Questions that ask for one page, or for what is new: the way there stands above the hits."""

import pytest

from kb.model import PageKey
from kb.texts import ENGLISH, GERMAN, Texts
from kb.ui import contents
from kb.ui.address import Address
from kb.ui.contents import Contents
from kb.ui.shortcuts import shortcuts

pytestmark = pytest.mark.usefixtures("app_home")


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("Änderungen seit letzter Ausgabe", GERMAN),
        ("was ist neu in der neuen Auflage?", GERMAN),
        ("What has changed since the last edition?", ENGLISH),
    ],
)
def test_what_is_new_leads_to_the_comparison(query: str, texts: Texts) -> None:
    """Of every publication with two editions."""
    (found,) = shortcuts(Address(query=query), texts)
    assert found.link == "vergleich?von=blatt.2018&nach=blatt.2025"
    assert "2018" in found.sentence


@pytest.mark.parametrize(
    "query",
    ["Arzt", "neue Wohnung", "Seite 12", "Was steht auf Seite 3", "Ausgabe der Kleidung", ""],
)
def test_other_questions_have_no_shortcut(query: str) -> None:
    """A word of one of them is not enough."""
    assert not shortcuts(Address(query=query), GERMAN)


@pytest.mark.parametrize(
    ("query", "texts"), [("Checklisten", GERMAN), ("checkliste ", GERMAN), ("checklists", ENGLISH)]
)
def test_a_kind_of_passage_leads_to_all_of_them(query: str, texts: Texts) -> None:
    """The pages that hold one, whatever words are on them."""
    (found,) = shortcuts(Address(query=query), texts)
    assert found.link == "?stelle=checklist"
    assert not shortcuts(Address(query=f"{query} Anhörung"), texts)


def test_a_page_of_a_named_publication_is_one_press_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its printed number, whatever the PDF counts; the question stays."""
    begins = {PageKey("handbuch", "2026", 17): ("12", "Schule")}
    read = {"handbuch": Contents(tuple(begins), (), begins)}
    monkeypatch.setattr(contents, "of", lambda id, label: read.get(id, Contents()))
    (found,) = shortcuts(Address(query="Handbuch Seite 12"), GERMAN)
    assert found.link == "?q=Handbuch+Seite+12&f=handbuch.2026.17"
    assert found.sentence == "S. 12 (PDF-Seite 17)"
    assert not shortcuts(Address(query="Handbuch Seite 13"), GERMAN)
