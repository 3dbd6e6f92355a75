"""The script Streamlit runs for every reader and every change: frame, then the screen asked for."""

import logging

import streamlit as st

from kb.errors import KbError, NoIndex
from kb.texts import ALL_TEXTS
from kb.ui import assets, browse, comparing, guide, home, kept, search, session, state, trouble
from kb.ui.address import COMPARING
from kb.ui.markup import render
from kb.ui.staff import PATHS as STAFF
from kb.ui.trainer import PATHS as TRAINER
from kb.ui.trainer.collections import dialog

texts = state.texts()
st.set_page_config(
    page_title=f"{texts.product} – {home.settings().association}",
    page_icon=str(assets.STATIC / "icon.png"),  # a named icon would be fetched from another host
    layout="centered",
    initial_sidebar_state="collapsed",
)
SEARCH = st.Page(search.page, title=texts.nav_search, default=True)
LIBRARY = st.Page(browse.page, title=texts.nav_library, url_path="bibliothek")
KEPT = st.Page(kept.page, title=texts.nav_kept, url_path=kept.PATH)
COMPARISON = st.Page(comparing.page, title=texts.comparing.title, url_path=COMPARING)
HELP = st.Page(guide.page, title=texts.helping.title, url_path=guide.PATH)
account = session.account()
if account is None and session.is_reading_closed():
    st.html(render("account/needed.html", texts))
    st.stop()
# nobody else learns the names of the team's screens; a window whose session has ended knows them
known = st.session_state.setdefault("known", set())
if account is not None:
    known.update(TRAINER, STAFF if account.role.is_staff else ())
TEAM = [
    st.Page(page, title=title, url_path=path)
    for pages, title in ((TRAINER, texts.collecting.title), (STAFF, texts.nav_staff))
    for path, page in pages.items()
    if path in known
]
current = st.navigation([SEARCH, LIBRARY, KEPT, COMPARISON, HELP, *TEAM], position="hidden")
st.html(
    render(
        "header.html",
        texts,
        settings=home.settings(),
        icon=assets.url("logo"),
        current=current.url_path,
        help=guide.explaining(current.url_path),
        account=account,
        languages=ALL_TEXTS.values(),
    )
)
try:
    current.run()
except NoIndex:  # before the first ingest
    st.html(render("empty.html", texts))
except KbError as error:  # such as servers that are away: a line in the log, no traceback
    logging.getLogger("kb.ui").warning("a screen could not be drawn: %s", error.code)
    trouble.draw(error, texts)
st.html(
    render(
        "footer.html",
        texts,
        help=guide.explaining(current.url_path),
        settings=home.settings(),
        account=account,
        form_token=session.form_token(),
    )
)
if account is not None:
    st.html(dialog(texts))
