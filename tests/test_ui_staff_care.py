"""Care in the app: details, several at once, trash and history, as staff use them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.catalogue.care import Care
from kb.desk import accounts
from kb.intake import Intake
from kb.model import Role
from kb.texts import GERMAN
from kb.ui import home, state
from tests.in_app import press, run, said
from tests.signed_in import SignedIn
from tests.small_library import copied

T = GERMAN.caring


@pytest.fixture
def small_home(small_home: Path, tmp_path: Path) -> Path:
    """The small library, to be changed."""
    return copied(small_home, tmp_path / "home")


@pytest.fixture(autouse=True)
def _ada(signed_in: Callable[[Role], SignedIn]) -> None:
    signed_in(Role.STAFF)


def _care() -> None:
    from kb.ui.staff import caring

    caring.page()


def _trash() -> None:
    from kb.ui.staff import trash

    trash.page()


def _history() -> None:
    from kb.ui.staff import history

    history.page()


def _open(key: str) -> AppTest:
    app = AppTest.from_file(str(Path(__file__).parent.parent / "kb/ui/main.py"), default_timeout=60)
    app.query_params["f"] = key
    return app.run()


def _record(app_home: Path, id: str = "handbuch") -> str:
    return (app_home / "documents" / f"{id}.toml").read_text("utf-8")


def _law(app: AppTest) -> "object":
    return next(one for one in app.text_input if one.label == T.fields["law_as_of"])


def test_every_publication_is_listed_with_its_state(app_home: Path) -> None:
    """Editions, Rechtsstand, pages; what was left out by the last ingest too."""
    (app_home / "documents" / "blatt.toml").write_text(
        _record(app_home, "blatt").replace("confirmed = true", "confirmed = false"), "utf-8"
    )
    text = said(run(_care))
    assert "Handbuch für Vormunde" in text
    assert "Ausgabe 2026 Rechtsstand März 2026 · 13 Seiten" in text
    assert T.confirm_tag in text
    waiting = said(run(_care, zeige="pruefen"))
    assert T.confirm_tag in waiting
    assert "Handbuch für Vormunde" not in waiting


def test_details_are_changed_and_what_people_wrote_stays(app_home: Path) -> None:
    """The record's comments survive, the log says who changed what, an ingest is asked for."""
    path = app_home / "documents" / "handbuch.toml"
    path.write_text("# ours\n" + _record(app_home), "utf-8")
    app = run(_care, v="handbuch")
    _law(app).set_value("11/2025")  # type: ignore[attr-defined]
    text = said(press(app, T.save))
    assert T.saved in text
    assert _record(app_home).startswith("# ours\n")
    assert 'law_as_of = "2025-11"' in _record(app_home)
    assert "März 2026 → November 2025" in text
    assert "staff" in text
    assert Intake(home.settings()).jobs.wished()
    assert T.nothing_changed in said(press(app, T.save))


def test_a_value_that_cannot_be_is_told_and_not_saved(app_home: Path) -> None:
    """In plain words, with the edition it belongs to; what was typed stays."""
    before = _record(app_home)
    app = run(_care, v="handbuch")
    _law(app).set_value("bald")  # type: ignore[attr-defined]
    text = said(press(app, T.save))
    assert f"Ausgabe 2026: {T.wrong['month']}" in text
    assert _law(app).value == "bald"  # type: ignore[attr-defined]
    assert _record(app_home) == before


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(app_home: Path) -> None:
    """The second is told; the first one's change stays."""
    app = run(_care, v="handbuch")
    path = app_home / "documents" / "handbuch.toml"
    path.write_text(_record(app_home).replace("Musterverein", "Anderer"), "utf-8")
    _law(app).set_value("11/2025")  # type: ignore[attr-defined]
    text = said(press(app, T.save))
    assert "inzwischen geändert" in text
    assert 'law_as_of = "2026-03"' in _record(app_home)
    assert next(o.value for o in app.text_input if o.label == T.fields["publisher"]) == "Anderer"


def test_several_are_changed_alike(app_home: Path) -> None:
    """Only what was filled in."""
    app = run(_care, mehrere="1")
    fields = {one.label: one for one in app.multiselect}
    fields[T.many_which].set_value(["handbuch", "blatt"])
    fields[T.many_add_topics].set_value(["recht"])
    fields[T.many_drop_topics].set_value(["alltag"])
    assert T.many_saved.format(count=2) in said(press(app, T.many_save))
    assert 'topics = ["schule", "recht"]' in _record(app_home)
    assert 'topics = ["geld", "recht"]' in _record(app_home, "blatt")
    assert 'publisher = "Musterverein"' in _record(app_home)


def test_a_publication_goes_to_the_trash_and_comes_back(app_home: Path) -> None:
    """With who and when, and what to read instead; both are in the history."""
    app = run(_care, v="handbuch")
    title = "Handbuch für Vormunde"
    assert T.withdrawn.format(title=title) in said(press(app, T.withdraw))
    assert not (app_home / "documents" / "handbuch.pdf").exists()
    assert T.unknown in said(run(_care, v="handbuch"))
    trash = run(_trash)
    assert title in said(trash)
    assert "handbuch.pdf" in said(trash)
    assert T.restored.format(title=title) in said(press(trash, T.restore))
    assert (app_home / "documents" / "handbuch.pdf").exists()
    text = said(run(_history))
    assert text.index(T.deeds["restored"]) < text.index(T.deeds["withdrawn"])


def test_one_edition_of_several_is_taken_out(app_home: Path) -> None:
    """It is out of sight at once, the other stays, and the trash has its file."""
    app = run(_care, v="blatt")
    choice = next(one for one in app.selectbox if one.label == T.part_which)
    assert choice.value == "2018"
    text = said(press(app, T.part))
    assert "(Ausgabe 2018)“ liegt jetzt im Papierkorb" in text
    assert T.part_title not in text
    assert [e.label for p in state.publications() if p.id == "blatt" for e in p.editions] == [
        "2025"
    ]
    assert (app_home / "documents" / "trash" / "blatt-2018" / "alt.pdf").exists()
    assert GERMAN.gone_publication in said(_open("blatt.2018.1"))


@pytest.mark.usefixtures("app_home")
def test_changes_of_accounts_stand_in_the_history() -> None:
    """By name as long as there is the account, with the role it got."""
    account = accounts.add(home.desk(), "Bert Neu", Role.TRAINER, None)
    roles = GERMAN.accounts.roles
    assert f"Bert Neu {T.deeds['account_added']}" in said(run(_history))
    assert roles["trainer"] in said(run(_history))
    accounts.remove(home.desk(), account.id)
    text = said(run(_history))
    assert f"{T.history_account_gone} {T.deeds['account_removed']}" in text
    assert "Bert Neu" not in text


def test_deleting_asks_once_and_names_what_is_lost(app_home: Path) -> None:
    """A change of mind leaves everything."""
    press(run(_care, v="handbuch"), T.withdraw)
    trash = press(run(_trash), T.delete)
    assert "handbuch.pdf" in said(trash).split(T.delete_loses)[1]
    press(trash, T.cancel)
    assert (app_home / "documents" / "trash" / "handbuch" / "handbuch.pdf").exists()
    text = said(press(press(trash, T.delete), T.delete_really))
    assert T.trash_empty in text
    assert not (app_home / "documents" / "trash" / "handbuch").exists()


def test_the_examples_leave_in_one_click(app_home: Path) -> None:
    """Only those that came with the program; they can be brought back."""
    assert T.demonstration_remove not in [b.label for b in run(_care).button]
    path = app_home / "documents" / "blatt.toml"
    path.write_text("demonstration = true\n" + _record(app_home, "blatt"), "utf-8")
    text = said(press(run(_care), T.demonstration_remove))
    assert T.demonstration_removed in text
    assert not path.exists()
    assert (app_home / "documents" / "handbuch.toml").exists()
    assert (app_home / "documents" / "trash" / "blatt" / "blatt.toml").exists()


def test_a_link_to_what_was_withdrawn_says_so_and_leads_on(app_home: Path) -> None:
    """To what staff named instead; restored, it works as before."""
    care = Care(app_home / "documents", home.desk())
    staff = accounts.entries(home.desk())[0].account
    care.withdraw(staff, ["handbuch"], successor="blatt")
    state.shared_library().ingest()
    text = said(_open("handbuch.2026.4"))
    assert T.gone_withdrawn.format(title="Handbuch für Vormunde") in text
    assert T.gone_successor in text
    care.restore(staff, "handbuch")
    state.shared_library().ingest()
    assert T.gone_withdrawn.split("}")[1] not in said(_open("handbuch.2026.4"))
