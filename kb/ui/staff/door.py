"""The doors of the team's screens: whoever may not be here gets a sentence and nothing else.

Asked anew at every run, since a session may end while its screen is open. Streamlit runs a
fragment, a dialog and the callback of a widget without the screen around them: each of them needs
a door of its own, below `st.fragment` and `st.dialog`.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from kb.model import Account
from kb.texts import Texts
from kb.ui import session, state
from kb.ui.markup import render

P = ParamSpec("P")


def for_staff(screen: Callable[P, None]) -> Callable[P, None]:
    """The screen for staff, for everybody else the way to sign in."""
    return _door(screen, lambda account: account.role.is_staff, _staff_only)


def for_team(screen: Callable[P, None]) -> Callable[P, None]:
    """The screen for trainers and staff, for everybody else the way to sign in."""
    return _door(screen, lambda account: True, _team_only)


def _door(
    screen: Callable[P, None],
    may: Callable[[Account], bool],
    closed: Callable[[Texts], tuple[str, str]],
) -> Callable[P, None]:
    @wraps(screen)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        account = session.found_out()
        if account is None or not may(account):
            texts = state.texts()
            title, sentence = closed(texts)
            st.html(render("staff/closed.html", texts, title=title, sentence=sentence))
            return
        screen(*args, **kwargs)

    return guarded


def _staff_only(texts: Texts) -> tuple[str, str]:
    return texts.staff_title, texts.staff_only


def _team_only(texts: Texts) -> tuple[str, str]:
    return texts.collecting.title, texts.collecting.team_only
