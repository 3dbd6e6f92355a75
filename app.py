"""The web app, served by `kb start`. Streamlit finds `app` by reading this file: keep it so."""

import streamlit as st

from kb.ui import server

app = st.App(
    server.MAIN,
    lifespan=server.lifespan,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.on_script_error,
)
