"""The door of the staff's screens: whoever may not be here gets a sentence and nothing else."""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from kb.ui import session, state
from kb.ui.markup import render


def for_staff(screen: Callable[[], None]) -> Callable[[], None]:
    """The screen for staff, for everybody else the way to sign in.

    Asked anew at every run, since a session may end while its screen is open.
    """

    @wraps(screen)
    def guarded() -> None:
        account = session.account()
        if account is None or not account.role.is_staff:
            st.html(render("staff/closed.html", state.texts()))
            return
        screen()

    return guarded
