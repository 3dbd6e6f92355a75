"""The web app; `kb start` serves it. Streamlit finds `app` by reading this file, so it stays literal."""

import streamlit as st

from kb.ui import server

app = st.App(
    server.MAIN,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.on_script_error,
)
