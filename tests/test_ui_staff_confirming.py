"""The screens of adding and confirming as Streamlit runs them, on files that a worker took in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.catalogue import Catalogue
from kb.model import Publication, Role, Visibility
from kb.texts import GERMAN
from kb.ui import home, incoming, state
from tests.brought import Brought, letter
from tests.in_app import markup, press, run
from tests.signed_in import SignedIn

SignIn = Callable[[Role], SignedIn]


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_home: Path) -> Iterator[Brought]:
    """The app works on an empty home folder."""
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_MEANING", "off")
    _forget()
    yield Brought(tmp_path)
    _forget()


def _forget() -> None:
    for cached in (home.settings, state.shared_library, incoming.intake, incoming.keeper):
        cached.cache_clear()


def _open(screen: str, **parameters: str) -> AppTest:
    return run(f"from kb.ui.staff import {screen}\n{screen}.page()", **parameters)


def _press(app: AppTest, label: str) -> str:
    return markup(press(app, label))


def _records(brought: Brought) -> dict[str, Publication]:
    return {p.id: p for p in Catalogue(brought.documents).publications()[0]}


def test_what_was_added_is_confirmed_and_everyone_finds_it(
    brought: Brought, signed_in: SignIn
) -> None:
    """From the list to the form, with what was wrong put right; then the index follows."""
    signed_in(Role.STAFF)
    brought.bring("neu3.pdf", letter("Impfung"))
    brought.work()
    assert "angaben?p=merkblatt-impfung" in markup(_open("adding"))
    app = _open("confirming", p="merkblatt-impfung")
    assert "Steht auf PDF-Seite 2" in markup(app)
    app.text_input[0].set_value("Impfen – aber wann?")
    app.text_input[2].set_value("2025")
    assert GERMAN.adding.choose_visibility in _press(app, GERMAN.adding.confirm)
    app.radio[0].set_value(Visibility.PUBLIC)
    _press(app, GERMAN.adding.confirm)
    record = _records(brought)["merkblatt-impfung"]
    assert (record.title, record.confirmed) == ("Impfen – aber wann?", True)
    assert [(e.label, e.year) for e in record.editions] == [("2025", 2025)]
    brought.work()
    assert brought.hits("Impfung", Visibility.PUBLIC) == 2
    assert GERMAN.adding.states["confirmed"] in markup(_open("adding"))


def test_nonsense_is_said_in_plain_words_and_saves_nothing(
    brought: Brought, signed_in: SignIn
) -> None:
    """Every problem at once, and the form as it was filled."""
    signed_in(Role.STAFF)
    brought.bring("neu3.pdf", letter("Impfung"))
    brought.work()
    app = _open("confirming", p="merkblatt-impfung")
    app.text_input[0].set_value("  ")
    app.text_input[2].set_value("bald")
    html = _press(app, GERMAN.adding.confirm)
    assert GERMAN.adding.choose_visibility in html
    assert html.count("<li>") == 3
    assert not _records(brought)["merkblatt-impfung"].confirmed


def test_a_second_edition_is_recognised_and_put_in_front(
    brought: Brought, signed_in: SignIn
) -> None:
    """Asked first what it is; the older one is then superseded, and its links still work."""
    signed_in(Role.STAFF)
    _two_editions(brought)
    html = markup(_open("confirming", p="merkblatt-wohnen-2"))
    assert GERMAN.adding.relative_title in html
    assert "wahl=ausgabe" in html
    name = "merkblatt-wohnen.2023"
    app = _open("confirming", p="merkblatt-wohnen-2", wahl="ausgabe", mit=name)
    _press(app, GERMAN.adding.join)
    (record,) = _records(brought).values()
    assert [(e.label, e.superseded_by) for e in record.editions] == [("2025", ""), ("2023", "2025")]
    brought.work()
    assert len(brought.library.pages("merkblatt-wohnen", "2023")) == 2
    assert len(brought.library.pages("merkblatt-wohnen", "2025")) == 2


def test_a_better_file_replaces_the_old_one(brought: Brought, signed_in: SignIn) -> None:
    """Under the same link; the old one is in the trash."""
    signed_in(Role.STAFF)
    _two_editions(brought)
    name = "merkblatt-wohnen.2023"
    app = _open("confirming", p="merkblatt-wohnen-2", wahl="ersetzen", mit=name)
    _press(app, GERMAN.adding.replace)
    (record,) = _records(brought).values()
    assert [(e.label, e.file) for e in record.editions] == [("2023", "b.pdf")]
    brought.work()
    assert "2025" in brought.library.pages("merkblatt-wohnen", "2023")[1].text
    assert len(list((brought.documents / "trash").iterdir())) == 1


def test_trainers_and_visitors_see_nothing_of_it(brought: Brought, signed_in: SignIn) -> None:
    """Neither the list nor the form."""
    brought.bring("neu3.pdf", letter("Impfung"))
    brought.work()
    for role in (None, Role.TRAINER):
        if role:
            signed_in(role)
        for screen in ("adding", "confirming"):
            assert "mpfung" not in markup(_open(screen))


def test_a_file_nobody_can_read_says_what_to_do(brought: Brought, signed_in: SignIn) -> None:
    """In the list, with a way to take it off."""
    signed_in(Role.STAFF)
    brought.bring("neu3.pdf", b"<html>")
    brought.work()
    html = markup(_open("adding"))
    assert GERMAN.adding.refused["refused:not_a_pdf"] in html
    assert GERMAN.adding.refused_to_do["refused:not_a_pdf"] in html
    assert 'data-job-change="DELETE"' in html


def _two_editions(brought: Brought) -> None:
    brought.bring("a.pdf", letter("Wohnen", year=2023))
    brought.work()
    brought.bring("b.pdf", letter("Wohnen", year=2025))
    brought.work()
