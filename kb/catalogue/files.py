"""Which files are publications: the one place that knows how their names end."""

from pathlib import PurePath

SUFFIX = ".pdf"


def is_publication(path: PurePath) -> bool:
    """By its name; what is in it is seen when it is read."""
    return path.suffix.lower() == SUFFIX


def stem(name: str) -> str:
    """The name without the ending that publications have."""
    return name[: -len(SUFFIX)] if is_publication(PurePath(name)) else name
