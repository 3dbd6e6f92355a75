"""Backup and restore: everything people made, in one file that proves itself whole."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TypedDict

from kb import __version__, disk
from kb.desk import Desk
from kb.errors import BadBackup, DeskNotEmpty, FolderNotEmpty
from kb.settings import Settings

_MANIFEST = "MANIFEST.json"
_FORMAT = 1
_DESK = "desk.sqlite3"
# never copied as they lie there: the key that sessions are signed with (after a restore everybody
# signs in anew), and the desk with what SQLite keeps beside it, which is saved by itself
_LEFT_OUT = (".secret", _DESK, f"{_DESK}-wal", f"{_DESK}-shm")
_PIECE = 1 << 20


class _Entry(TypedDict):
    """What proves a file; `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `made` is UTC."""

    made: datetime
    files: int
    bytes: int


def backup(settings: Settings, target: Path) -> Backup:
    """Write `documents/` into the ZIP file `target`, while everything runs.

    Files are whole or absent in `documents/` at every moment and are copied as they are met; the
    desk is saved as of one moment, as a SQLite file wherever it is kept. `index/` is not in it: it
    is made again. An older file at `target` is replaced when the new one is whole. Raises
    FolderNotWritable, and what a desk raises.
    """
    with disk.writing_to(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with disk.whole(target) as draft, zipfile.ZipFile(draft, "w") as archive:
            entries = dict(_written(settings.documents, archive, aside=target.resolve()))
            if settings.database or settings.desk.exists():
                entries[_DESK] = _saved(Desk.of(settings), archive)
            made = datetime.now(UTC).replace(microsecond=0)
            manifest = {
                "format": _FORMAT,
                "version": __version__,
                "made": made.isoformat(),
                "files": entries,
            }
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1), zipfile.ZIP_DEFLATED)
    return Backup(made, len(entries), sum(entry["size"] for entry in entries.values()))


def restore(source: Path, settings: Settings) -> Backup:
    """Put a backup into a home whose `documents/` is missing or empty.

    Every byte is checked before anything is in place. Where the settings name a database, accounts
    and collections go there. Raises BadBackup, FolderNotEmpty, DeskNotEmpty, FolderNotWritable, and
    what a desk raises; then the home is as it was.
    """
    documents = settings.documents
    if documents.exists() and any(documents.iterdir()):
        raise FolderNotEmpty(documents)
    with disk.writing_to(settings.home):
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restoring", dir=settings.home) as folder:
            found = _unpacked(source, Path(folder) / "documents")
            if settings.database:
                _take_over(Path(folder) / "documents" / _DESK, Desk.of(settings))
            if documents.exists():
                documents.rmdir()
            disk.replace(Path(folder) / "documents", documents)
    return found


def _take_over(saved: Path, desk: Desk) -> None:
    if saved.exists():
        if not desk.take_over(saved):
            raise DeskNotEmpty
        for path in saved.parent.glob(f"{_DESK}*"):
            path.unlink()


# -- writing ---------------------------------------------------------------------------------------


def _written(
    documents: Path, archive: zipfile.ZipFile, aside: Path
) -> Iterator[tuple[str, _Entry]]:
    """Copy every file; yields its name and what proves it."""
    for path in sorted(documents.rglob("*")):
        name = path.relative_to(documents).as_posix()
        if path.name in _LEFT_OUT or path.name.endswith(".part") or path == aside:
            continue
        if path.is_symlink() or not path.is_file():
            continue
        try:
            yield name, _copied(path, name, archive)
        except FileNotFoundError:  # taken away meanwhile
            continue


def _saved(desk: Desk, archive: zipfile.ZipFile) -> _Entry:
    with tempfile.TemporaryDirectory() as folder:
        desk.save(Path(folder) / _DESK)
        return _copied(Path(folder) / _DESK, _DESK, archive)


def _copied(path: Path, name: str, archive: zipfile.ZipFile) -> _Entry:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(path, name)
    # a PDF is compressed already
    info.compress_type = zipfile.ZIP_STORED if path.suffix == ".pdf" else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return {"sha256": digest.hexdigest(), "size": size}


# -- reading ---------------------------------------------------------------------------------------


def _unpacked(source: Path, folder: Path) -> Backup:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest["format"] != _FORMAT:
                raise BadBackup(source, "it comes from a newer version of this program")
            folder.mkdir()
            for name, entry in manifest["files"].items():
                _unpack(archive, name, folder, entry["sha256"], source)
            made = datetime.fromisoformat(manifest["made"])
            sizes = [int(entry["size"]) for entry in manifest["files"].values()]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, EOFError) as error:
        raise BadBackup(source, "it is not a whole backup") from error
    except FileNotFoundError as error:
        raise BadBackup(source, "there is no such file") from error
    return Backup(made, len(sizes), sum(sizes))


def _unpack(archive: zipfile.ZipFile, name: str, folder: Path, sha256: str, source: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise BadBackup(source, "a file in it would be written elsewhere")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as packed, disk.whole(target) as file:
        while piece := packed.read(_PIECE):
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != sha256:
        raise BadBackup(source, f"{name} in it is damaged")
