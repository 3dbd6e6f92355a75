"""What stands where a screen cannot be drawn: one sentence, and the way to try again."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from kb.errors import KbError
from kb.texts import Texts
from kb.ui.markup import render


def draw(error: KbError, texts: Texts) -> None:
    """The button asks for the same address anew; nothing that was typed is lost."""
    st.html(render("trouble.html", texts, sentence=texts.error(error), again=_here()))


def _here() -> str:
    asked = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    path = urlsplit(st.context.url or "").path or "./"
    return f"{path}?{urlencode(asked)}" if asked else path
