"""Writing into `documents/` so that a power cut leaves the old state or the new one."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import FolderNotWritable


def write(path: Path, content: bytes) -> None:
    """A file whole or not at all. Raises FolderNotWritable."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        sync(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise FolderNotWritable(path.parent, error.strerror or str(error)) from error


def link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the disk knows no links. Raises OSError."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        aside = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, aside)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)


def same(one: Path, other: Path) -> bool:
    """Whether both hold the same bytes. Raises OSError."""
    if one.samefile(other):
        return True
    return one.stat().st_size == other.stat().st_size and digest(one) == digest(other)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(folder: Path) -> None:
    """See that what was renamed in a folder is on disk. Raises OSError."""
    if sys.platform == "win32":  # cannot sync a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn what the operating system says about a folder into one sentence for people."""
    try:
        yield
    except OSError as error:
        raise FolderNotWritable(folder, error.strerror or str(error)) from error
