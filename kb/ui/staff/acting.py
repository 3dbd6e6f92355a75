"""What the screens of the staff share: who acts, on what, and what is said when it is done."""

from collections.abc import Callable
from hashlib import sha256

import streamlit as st

from kb.catalogue.care import Care
from kb.catalogue.glossary_file import GlossaryFile
from kb.catalogue.joining import Joining
from kb.catalogue.rereading import Rereading
from kb.intake import Intake
from kb.model import Account
from kb.ui import home, session, state
from kb.ui.markup import render

_NOTICE = "kb-notice"
_NO_WAY = ("", "")
_SEEN = "kb-seen"


def who() -> Account:
    """Whoever acts; the door of the screen has let them in."""
    account = session.account()
    assert account is not None
    return account


def care() -> Care:
    """The publications as they lie in `documents/`."""
    return Care(home.settings().documents, home.desk())


def glossary() -> GlossaryFile:
    """The association's own glossary."""
    return GlossaryFile(home.settings().documents, home.desk())


def rereading() -> Rereading:
    """How files are read."""
    return Rereading(home.settings().documents, home.desk())


def joining() -> Joining:
    """What makes one publication part of another."""
    return Joining(home.settings().documents, home.desk())


def follow() -> None:
    """See that the search follows: what is hidden now at once, the rest within seconds."""
    Intake(home.settings()).jobs.wish()
    state.library().hide()


def tell(sentence: str, *, is_problem: bool = False, way: tuple[str, str] = _NO_WAY) -> None:
    """Say something on the next run of the script; `way` is a link to go on by, and its text."""
    st.session_state[_NOTICE] = (sentence, is_problem, way)


def told() -> None:
    """Draw what there is to say, once; the element stays, so that screen readers hear it."""
    sentence, is_problem, way = st.session_state.pop(_NOTICE, ("", False, _NO_WAY))
    st.html(
        render(
            "staff/notice.html", state.texts(), sentence=sentence, is_problem=is_problem, way=way
        )
    )


def seen(form: str, field: str, now: Callable[[], str]) -> str:
    """The state of what a form edits as it was when the form was drawn, not as it is by now.

    `field` begins the key of one of its fields, which ends with `key` of that state. Streamlit
    forgets the fields of a form that is no longer shown; so does this.
    """
    held: tuple[str, str] = st.session_state.get(_SEEN, ("", ""))
    if held[0] != form or f"{field}-{key(held[1])}" not in st.session_state:
        held = (form, now())
        st.session_state[_SEEN] = held
    return held[1]


def begin_anew() -> None:
    """The next form is filled from how things are then: after saving, or when that was refused."""
    st.session_state.pop(_SEEN, None)


def key(state: str) -> str:
    """A short name for a state: fields with another one begin anew."""
    return sha256(state.encode()).hexdigest()[:12]


def parameter(name: str) -> str:
    """A parameter of the address; what it says is anybody's guess."""
    return st.query_params.get(name, "")[:200]
