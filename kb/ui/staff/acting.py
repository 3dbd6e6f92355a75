"""What the screens of the staff share: who acts, on what, and what is said when it is done."""

import streamlit as st

from kb.catalogue.care import Care
from kb.intake import Intake
from kb.model import Account
from kb.ui import home, session, state
from kb.ui.markup import render

_NOTICE = "kb-notice"


def who() -> Account:
    """Whoever acts; the door of the screen has let them in."""
    account = session.account()
    assert account is not None
    return account


def care() -> Care:
    """The publications as they lie in `documents/`."""
    return Care(home.settings().documents, home.desk())


def follow() -> None:
    """Ask for an ingest: the index follows within seconds, in a process of its own."""
    Intake(home.settings()).jobs.wish()


def tell(sentence: str, *, is_problem: bool = False) -> None:
    """Say something on the next run of the script."""
    st.session_state[_NOTICE] = (sentence, is_problem)


def told() -> None:
    """Draw what there is to say, once; the element stays, so that screen readers hear it."""
    sentence, is_problem = st.session_state.pop(_NOTICE, ("", False))
    st.html(render("staff/notice.html", state.texts(), sentence=sentence, is_problem=is_problem))


def parameter(name: str) -> str:
    """A parameter of the address; what it says is anybody's guess."""
    return st.query_params.get(name, "")[:200]
