"""Where a screen fails in a way that nobody foresaw."""

from kb.errors import KbError, SearchAway
from kb.texts import GERMAN
from tests.in_app import markup, run


def _unforeseen() -> None:
    from kb.ui.server import on_script_error

    assert on_script_error(ValueError("Amina K., 15"))  # so Streamlit shows nothing of its own


def _foreseen() -> None:
    from kb.errors import SearchAway
    from kb.ui.server import on_script_error

    assert on_script_error(SearchAway())


def test_a_fault_of_ours_is_one_sentence_with_nothing_of_it() -> None:
    """And a way to try again; what the exception quotes is not shown."""
    shown = markup(run(_unforeseen))
    assert GERMAN.error(KbError()) in shown
    assert GERMAN.try_again in shown
    assert "Amina" not in shown


def test_what_was_foreseen_has_its_own_sentence() -> None:
    """It says what to do."""
    assert GERMAN.error(SearchAway()) in markup(run(_foreseen))
