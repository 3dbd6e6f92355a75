"""The folder `documents/.incoming/`: files as they arrive, each whole or not there at all."""

import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kb.disk import sync, writing_to
from kb.errors import FileTooLarge, FolderNotWritable
from kb.extract import Limits

LARGEST = Limits().file_bytes  # bytes; more would not be read anyway

_ID = re.compile(r"[0-9a-f]{32}")
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # on some disk or other
_LONGEST = 120  # bytes of a name, so that an id and a number still fit in front and behind
_ABANDONED = 24 * 3600.0  # seconds after which half a file is nobody's any more


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that has arrived as a whole. `id` is the sender's, `name` is safe on every disk."""

    id: str
    name: str
    path: Path
    sha256: str
    size: int


class Inbox:
    """Files on their way into `documents/`, in a folder beside them, so that moving is one step."""

    def __init__(self, documents: Path) -> None:
        self.folder = documents / ".incoming"

    @contextmanager
    def receiving(self, sender_id: str, name: str) -> Iterator["Arrival"]:
        """Take in one file piece by piece; unless it is accepted, nothing of it stays.

        The same id again, as after a lost connection, replaces what came under it. Raises
        FolderNotWritable, ValueError for what is no id.
        """
        if not is_id(sender_id):
            raise ValueError("an id is 32 hexadecimal digits")
        part = self.folder / f"{sender_id}.{os.urandom(4).hex()}.part"
        with writing_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            file = part.open("wb")
        try:
            yield Arrival(file, part, sender_id, safe_name(name))
        finally:
            with suppress(OSError):  # on a full disk it cannot write the rest, which goes anyway
                file.close()
            part.unlink(missing_ok=True)

    def deliveries(self) -> list[tuple[str, str, Path]]:
        """Every accepted file as (id, name, path), oldest first."""
        found = [p for p in self._files() if _ID.fullmatch(p.name.partition(".")[0])]
        whole = [p for p in found if p.suffix != ".part"]
        return [(*p.name.partition(".")[::2], p) for p in sorted(whole, key=_arrived)]

    def find(self, sender_id: str) -> Path | None:
        """The accepted file of that id, if it is still here."""
        return next((path for one, _, path in self.deliveries() if one == sender_id), None)

    def sweep(self) -> None:
        """Delete the halves that nobody sends the rest of."""
        for path in self._files():
            if path.suffix == ".part" and age(path) > _ABANDONED:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        with suppress(OSError):
            return [path for path in self.folder.iterdir() if path.is_file()]
        return []


class Arrival:
    """One file that is being received."""

    def __init__(self, file: BinaryIO, part: Path, sender_id: str, name: str) -> None:
        self._file = file
        self._part = part
        self._id = sender_id
        self._name = name
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Add a piece. Raises FileTooLarge, FolderNotWritable when the disk is full."""
        self.size += len(piece)
        if self.size > LARGEST:
            raise FileTooLarge(self._name, LARGEST)
        self._digest.update(piece)
        with writing_to(self._part.parent):
            self._file.write(piece)

    def accept(self) -> Delivery:
        """Make it stay; when this returns, not even a power cut loses it. Raises FolderNotWritable.

        Once it has moved on to `documents/`, the same file sent again is simply here again.
        """
        target = self._part.with_name(f"{self._id}.{self._name}")
        with writing_to(self._part.parent):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(target)
            sync(target.parent)
        return Delivery(self._id, self._name, target, self._digest.hexdigest(), self.size)


def is_id(text: str) -> bool:
    """Whether a sender may call a file so."""
    return bool(_ID.fullmatch(text))


def safe_name(name: str) -> str:
    """The name a file came with, as one that every disk takes and no path can be made of.

    Folders in front are dropped; what cannot be seen (control and direction characters) too.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    clean = " ".join(_FORBIDDEN.sub("-", shown).split()).strip(". ~$")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > 5:
        stem, suffix = clean, "pdf"
    stem = stem.encode()[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"{stem or 'publication'}.{suffix}"


def move(path: Path, target: Path) -> None:
    """Move within a disk, safe from power loss; target must not exist. Raises FolderNotWritable."""
    if target.exists():
        raise FolderNotWritable(target.parent, f"{target.name} is in the way")
    with writing_to(target.parent):
        path.replace(target)
        sync(target.parent)
        sync(path.parent)


def age(path: Path) -> float:
    """The seconds since it was written."""
    return time.time() - _arrived(path)


def _arrived(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # moved on between two looks
        return 0.0
