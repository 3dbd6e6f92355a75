"""Serving the app: Streamlit on `app.py`, in this process, until it is stopped."""

import os
import sys
from pathlib import Path

from streamlit.web import cli

from kb.settings import Settings

APP = Path(__file__).resolve().parent.parent.parent / "app.py"


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
    ]
    cli.main()
