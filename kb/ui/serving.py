"""Serving the app: Streamlit on `app.py`, in this process, until it is stopped."""

import os
import sys
from pathlib import Path

from streamlit.web import cli

from kb.settings import Settings
from kb.ui import colours, state

APP = Path(__file__).resolve().parent.parent.parent / "app.py"


def prepare() -> None:
    """Begin to load, behind the caller's back, what the first search would wait for."""
    state.shared_library()


def serve(settings: Settings) -> None:
    """Listen until stopped; does not return.

    Streamlit reads its config file from the current folder, which may be anywhere, so the options
    that guard the server are repeated here.
    """
    # whose word on the reader's own address and on https is taken; the server would take that of
    # any program on this machine
    os.environ["FORWARDED_ALLOW_IPS"] = settings.proxy
    sys.argv = [
        "streamlit",
        "run",
        str(APP),
        f"--server.address={settings.host}",
        f"--server.port={settings.port}",
        f"--server.baseUrlPath={settings.base_path.strip('/')}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        *_accent(settings.accent),
    ]
    cli.main()


def _accent(colour: str) -> list[str]:
    """The association's colour for what Streamlit draws itself: the frame of the field."""
    if not colour:
        return []
    shades = {"light": colours.light(colour), "dark": colours.dark(colour)}
    return [f"--theme.{name}.primaryColor={shade.accent}" for name, shade in shades.items()]
