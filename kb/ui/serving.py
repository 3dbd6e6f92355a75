"""Serving the app: Streamlit on `app.py`, in this process, until it is stopped."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from streamlit.web import cli

from kb.errors import FolderNotWritable
from kb.settings import Settings
from kb.ui import colours, garbage, state

_HERE = Path(__file__).resolve().parent
# beside this module where the program came as a wheel (see pyproject.toml)
APP = next(p for p in (_HERE / "app.py", _HERE.parent.parent / "app.py") if p.is_file())


def prepare() -> bool:
    """Whether a search can be answered as soon as the server runs, from the index as it is.

    What may no longer be seen has left that by then. What the first search would wait for begins to
    load behind the caller's back.
    """
    garbage.share_pools()
    garbage.postpone()
    library = state.shared_library()
    try:
        library.hide()
    except FolderNotWritable:  # the ingest will say so
        return False
    return library.is_current()


def serve(settings: Settings) -> None:
    """Listen until stopped; does not return. Raises BadSetting.

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
        "--runner.postScriptGC=false",  # see `kb.ui.garbage`
        # it takes scripts apart, and two at the same time are an error before Python 3.12
        "--runner.magicEnabled=false",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=minimal",  # else it lies over the header
        "--client.showErrorDetails=none",
        "--server.maxUploadSize=1",
        *_accent(settings.accent),
    ]
    with _figures(settings.metrics):
        cli.main()


def _figures(port: int) -> AbstractContextManager[None]:
    if not port:
        return nullcontext()
    from kb.ui import metrics  # needs what only those install who want it

    return metrics.served(port)


def _accent(colour: str) -> list[str]:
    """The association's colour for what Streamlit draws itself: the frame of the field."""
    if not colour:
        return []
    shades = {"light": colours.light(colour), "dark": colours.dark(colour)}
    return [f"--theme.{name}.primaryColor={shade.accent}" for name, shade in shades.items()]
