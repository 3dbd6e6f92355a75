"""The secret that cookies and forms are signed with."""

import os
import secrets
from pathlib import Path

from kb.errors import FolderNotWritable

FILE = ".secret"


def signing_key(documents: Path, given: str = "") -> bytes:
    """The given secret, else the one in `documents/.secret`, made by whoever needs it first.

    Only the owner may read the file. Without it everybody signs in anew, nothing else is lost.
    Raises FolderNotWritable.
    """
    if given:
        return given.encode()
    file = documents / FILE
    try:
        if not file.exists():
            _make(file)
        return file.read_bytes()
    except OSError as error:
        raise FolderNotWritable(documents, error.strerror or str(error)) from error


def _make(file: Path) -> None:
    """Whole from the moment it is there, and of two processes that make it one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32))
        _keep(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _keep(draft: Path, file: Path) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:  # another process was first
        return
    except OSError:  # a disk that knows no links
        draft.replace(file)
