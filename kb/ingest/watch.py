"""Waiting until something in `documents/` has changed."""

import time
from pathlib import Path

from kb.catalogue.files import SUFFIX

_LOOK_EVERY = 1.0  # seconds
_SUFFIXES = (SUFFIX, ".toml", ".tsv")

_Look = dict[str, tuple[int, int]]


def wait_for_change(folder: Path, *, quiet: float = 2.0) -> None:
    """Return once a record, PDF or glossary has changed and nothing has for `quiet` seconds.

    By looking, not by the system's notices: those do not come from network folders, and a folder
    of some hundred files is looked at in a millisecond.
    """
    before = _look(folder)
    while (now := _look(folder)) == before:
        time.sleep(_LOOK_EVERY)
    while True:  # a PDF may still be on its way
        time.sleep(quiet)
        if (later := _look(folder)) == now:
            return
        now = later


def _look(folder: Path) -> _Look:
    """Size and time of every file that matters."""
    try:
        paths = [p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES]
        return {p.name: (s.st_size, s.st_mtime_ns) for p in paths if (s := p.stat())}
    except OSError:  # a file vanished between two looks
        return {}
