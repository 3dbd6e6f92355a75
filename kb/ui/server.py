"""Everything `app.py` hands to Streamlit: the script, our routes, our middleware."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from kb import logs
from kb.errors import KbError
from kb.ui import garbage, home, incoming, routes, state, timing, trouble
from kb.ui.compression import Compressed
from kb.ui.guard import Guard
from kb.ui.timing import Measured

MAIN = Path(__file__).with_name("main.py")
ROUTES = routes.routes()
MIDDLEWARE = [Middleware(Measured), Middleware(Guard), Middleware(Compressed)]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Load what the first search needs as soon as the server runs; take in what waits."""
    how = home.settings().log
    logs.begin(how)  # here, since the server has set its own log up by now
    state.shared_library()
    Thread(target=_settle, name="settle", daemon=True).start()
    incoming.keeper().start()
    with timing.told_to(timing.logged) if how == "json" else nullcontext():
        yield
    incoming.keeper().stop()


def _settle() -> None:
    state.warmed.wait()
    garbage.begin()


def on_script_error(error: Exception) -> bool:
    """One kind sentence; the log has the traceback by now. True: we have shown it."""
    trouble.draw(error if isinstance(error, KbError) else KbError(), state.texts())
    return True
