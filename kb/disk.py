"""Files whole or not there at all, locks that die with their process, and what disks say of it."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kb.errors import FolderNotWritable, IngestRunning


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to be written: in place and on disk when the block ends, untouched if it raises.

    A reader sees the old one or the new one, whatever is killed and whenever. Raises OSError.
    """
    aside = path.with_name(f".{path.name}.part")  # what a killed write leaves is written over
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            sync(aside)
        replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def write(path: Path, content: bytes) -> None:
    """A file whole or not at all. Raises FolderNotWritable."""
    with writing_to(path.parent), whole(path) as file:
        file.write(content)


def replace(source: Path, target: Path) -> None:
    """Move over what is there, in one step that survives a power cut. Raises OSError."""
    for _ in range(10):
        try:
            source.replace(target)
            break
        except PermissionError:  # Windows, while somebody has the target open
            time.sleep(0.05)
    else:
        source.replace(target)
    sync(target.parent)


def link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the disk knows no links. Raises OSError."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        with source.open("rb") as old, whole(target) as new:
            shutil.copyfileobj(old, new)


def same(one: Path, other: Path) -> bool:
    """Whether both hold the same bytes. Raises OSError."""
    if one.samefile(other):
        return True
    return one.stat().st_size == other.stat().st_size and digest(one) == digest(other)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn what the operating system says about a folder into one sentence for people."""
    try:
        yield
    except OSError as error:
        raise FolderNotWritable(folder, error.strerror or str(error)) from error


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that dies with its process.

    Raises IngestRunning where it is held, FolderNotWritable where it cannot be made.
    The file stays behind and means nothing. Not dependable on network file systems.
    """
    with writing_to(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise IngestRunning(path.parent) from error
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def sync(path: Path) -> None:
        """See that a file is on disk; folders cannot be synced here. Raises OSError."""
        if path.is_dir():
            return
        with path.open("rb+") as file:
            os.fsync(file.fileno())

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def sync(path: Path) -> None:
        """See that a file, or what was renamed in a folder, is on disk. Raises OSError."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            if sys.platform == "darwin":  # fsync there leaves the data in the drive's cache
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            else:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
