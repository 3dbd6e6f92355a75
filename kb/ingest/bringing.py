"""Copying PDFs that someone names on the command line or uploads into `documents/`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.catalogue import Catalogue
from kb.catalogue.files import is_publication
from kb.errors import FileTaken, KbError, UnreadablePdf


def bring(paths: Sequence[Path], catalogue: Catalogue) -> list[KbError]:
    """Copy files, and the PDFs under folders; returns what is wrong with single ones.

    Nothing in `documents/` is ever overwritten; what is there already, by content, is left alone.
    Raises FolderNotWritable.
    """
    problems: list[KbError] = []
    for path in _pdfs(paths):
        try:
            if not is_publication(path):
                raise UnreadablePdf(path, "it is not a PDF")
            catalogue.bring(path)
        except (FileTaken, UnreadablePdf) as error:
            problems.append(error)
        except OSError as error:
            problems.append(UnreadablePdf(path, f"it cannot be opened: {error.strerror}"))
    return problems


def _pdfs(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if is_publication(p))
        else:
            yield path
