"""The addresses under which the app's document lives; a way back leads to one of them only."""

from urllib.parse import urlsplit

from kb.ui import guide, home, kept, staff, trainer
from kb.ui.address import COMPARING

# all else is a 404
PAGES = ("", "bibliothek", kept.PATH, COMPARING, guide.PATH, *staff.PATHS, *trainer.PATHS)


def name_of(path: str) -> str:
    """The place a path of a request means, without the base path."""
    return path.removeprefix(home.settings().base_path).removeprefix("/")


def within(target: str) -> str:
    """Path and query of the place that `target` names, below the base path or without it.

    The start for whatever else was asked for: other hosts, other paths, nonsense.
    """
    base = home.settings().base_path
    try:
        parts = urlsplit(target)
    except ValueError:
        return f"{base}/"
    if parts.scheme or parts.netloc or name_of(parts.path) not in PAGES:
        return f"{base}/"
    place = f"{base}/{name_of(parts.path)}"
    return f"{place}?{parts.query}" if parts.query else place
