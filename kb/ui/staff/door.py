"""The door of the staff's screens: whoever may not be here gets a sentence and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from kb.ui import session, state
from kb.ui.markup import render

P = ParamSpec("P")


def for_staff(screen: Callable[P, None]) -> Callable[P, None]:
    """The screen for staff, for everybody else the way to sign in.

    Asked anew at every run, since a session may end while its screen is open. Streamlit runs a
    fragment, a dialog and the callback of a widget without the screen around them: each of them
    needs this door of its own, below `st.fragment` and `st.dialog`.
    """

    @wraps(screen)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        account = session.account()
        if account is None or not account.role.is_staff:
            st.html(render("staff/closed.html", state.texts()))
            return
        screen(*args, **kwargs)

    return guarded
