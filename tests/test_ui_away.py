"""While nothing answers that searches: one sentence, and what was asked or kept is not lost."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.desk.collections import Collections, Piece, PieceKind
from kb.errors import SearchAway
from kb.index.whoosh_engine import WhooshEngine
from kb.model import PageKey, Role, Source
from kb.texts import GERMAN
from kb.ui import home
from tests.in_app import markup, run, said
from tests.signed_in import SignedIn

MAIN = Path(__file__).parent.parent / "kb" / "ui" / "main.py"


@pytest.fixture
def away(app_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As servers that do not answer: everything that would read the index fails."""

    def nobody(*_: object) -> None:
        raise SearchAway

    monkeypatch.setattr(WhooshEngine, "_open", nobody)


@pytest.mark.usefixtures("away")
def test_the_question_is_not_lost(caplog: pytest.LogCaptureFixture) -> None:
    """Frame, sentence, and a button that asks the same again; the log says what, not who."""
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.query_params["q"] = "Zahnspange Samira"
    app.query_params["thema"] = ["geld", "schule"]
    with caplog.at_level(logging.WARNING):
        app.run()
    shown = markup(app)
    assert GERMAN.errors["search_away"] in shown
    assert "?q=Zahnspange+Samira&thema=geld&thema=schule" in shown
    assert GERMAN.try_again in shown
    assert "kb-header" in shown
    assert "kb-footer" in shown
    assert "search_away" in caplog.text
    assert "Samira" not in caplog.text


@pytest.mark.usefixtures("away")
def test_collections_stay_readable(signed_in: Callable[[Role], SignedIn]) -> None:
    """The list, and one with what was kept; that its sources cannot be asked about is said."""
    owner = signed_in(Role.TRAINER).account
    key = PageKey("handbuch", "2026", 5)
    source = Source(key, key, ("5", "5"), "Handbuch")
    mine = Collections(home.desk(), owner.id)
    number = mine.create("Modul 3", [Piece(PieceKind.PASSAGE, "Der Arzt fragt.", source)])

    def collections() -> None:
        from kb.ui.trainer import collections

        collections.page()

    assert "Modul 3" in said(run(collections))
    opened = said(run(collections, p=str(number)))
    assert "Der Arzt fragt." in opened
    assert GERMAN.errors["search_away"] in opened
