"""The staff's first screen: what waits for them, and the way to everything they do."""

import streamlit as st

from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff.door import for_staff

# path of a screen -> the area of the texts that names it
WAYS = (
    ("hinzufuegen", "adding"),
    ("pflege", "caring"),
    ("arbeitslisten", "worklists"),
    ("konten", "accounts"),
)


@for_staff
def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    ways = [(path, getattr(texts, area).title) for path, area in WAYS]
    st.html(render("staff/home.html", texts, ways=ways))
