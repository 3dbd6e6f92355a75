"""The staff's first screen: what waits for them, and the way to everything they do."""

import streamlit as st

from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import confirming, waiting
from kb.ui.staff.door import for_staff


@for_staff
def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    st.html(
        render(
            "staff/home.html",
            texts,
            waiting=texts.counted(
                len(waiting.queue()), "", texts.staff_waiting_one, texts.staff_waiting
            ),
            confirming=confirming.PATH,
            damage=state.library().damage(),
        )
    )
