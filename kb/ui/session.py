"""Who is using the app: the account behind the running script or a request, if any."""

from collections.abc import Mapping

import streamlit as st

from kb.model import Account


def account() -> Account | None:
    """Whoever the running script draws for; None: nobody signed in."""
    return account_of(dict(st.context.cookies))


def account_of(cookies: Mapping[str, str]) -> Account | None:
    """Whoever sent these cookies."""
    return None
