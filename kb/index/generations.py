"""Immutable index folders g000001, g000002, …: built aside, checked, made current by one rename."""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from kb import disk
from kb.errors import DamagedIndex, NoIndex
from kb.index.engine import Entry
from kb.index.written import publication_as_json, publication_from_json
from kb.model import Publication, Visibility

_NAME = re.compile(r"g\d{6,}")
_MANIFEST = "MANIFEST.json"
_PROOF = "MANIFEST.sha256"  # as `sha256sum --check` reads it
_CURRENT = "CURRENT"
_KEEP_SECONDS = 300.0  # a reader that opened an older generation finishes long before


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size in bytes and SHA-256 of a file of a generation."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation as its manifest describes it; `folder` is its place on disk.

    `view` is "" for all of it, "public" for what everyone may see where that is less.
    """

    folder: Path
    fingerprint: str
    entries: tuple[Entry, ...]
    publications: tuple[Publication, ...]
    files: Mapping[str, Stamp]
    view: str = ""

    @property
    def name(self) -> str:
        """Its name, "g000123", with a view "g000123-public"."""
        return f"{self.folder.name}-{self.view}" if self.view else self.folder.name

    def seen_by(self, sees: Visibility) -> "Generation":
        """Without what `sees` may not see; the generation itself where that is nothing."""
        shown = visible(self.entries, self.publications, sees)
        if shown == (self.entries, self.publications):
            return self
        return replace(self, entries=shown[0], publications=shown[1], view=sees.value)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a manifest and compare the files' sizes. Raises DamagedIndex with what is wrong."""
        try:
            manifest = json.loads(_proven(folder))
            generation = cls(
                folder=folder,
                fingerprint=str(manifest["fingerprint"]),
                entries=tuple(Entry(**entry) for entry in manifest["entries"]),
                publications=tuple(map(publication_from_json, manifest["publications"])),
                files={name: Stamp(**stamp) for name, stamp in manifest["files"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedIndex(folder, f"{_MANIFEST} cannot be read") from error
        generation._compare_sizes()
        return generation

    def verify(self) -> None:
        """Compare the content of every file. Raises DamagedIndex naming the first that differs."""
        for name, stamp in self.files.items():
            try:
                same = disk.digest(self.folder / name) == stamp.sha256
            except OSError:
                same = False
            if not same:
                raise DamagedIndex(self.folder, f"{name} is not what was written")

    def _compare_sizes(self) -> None:
        for name, stamp in self.files.items():
            path = self.folder / name
            if not path.is_file() or path.stat().st_size != stamp.size:
                raise DamagedIndex(self.folder, f"{name} is missing or cut")


class Generations:
    """The generations in a folder. Reading never creates, changes or deletes anything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served: tuple[str, Generation, DamagedIndex | None] | None = None
        self._rejected: dict[str, DamagedIndex] = {}

    def current(self) -> str:
        """What CURRENT says, "" if there is none or it is damaged; one small read."""
        try:
            text = (self._folder / _CURRENT).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return text if _NAME.fullmatch(text) else ""

    def serving(self) -> Generation:
        """The current generation, or the newest whole one where that is damaged.

        Raises NoIndex where no generation can be read.
        """
        return self._serve()[0]

    def damage(self) -> DamagedIndex | None:
        """Why an older generation serves, None where the current one does."""
        return self._serve()[1]

    def reject(self, damage: DamagedIndex, generation: Generation) -> None:
        """Serve an older one from now on: this one has the right sizes but cannot be used."""
        self._rejected[generation.name] = damage
        self._served = None

    @contextmanager
    def draft(self) -> Iterator["Draft"]:
        """Build the next generation; nothing of it remains unless `Draft.publish` was reached.

        Raises IngestRunning where another process is building, FolderNotWritable where the
        folder or the disk refuses.
        """
        with disk.lock(self._folder / "publish.lock"):
            self._sweep()
            draft = Draft(self._folder, self._next_name())
            try:
                yield draft
            finally:
                if not draft.published:
                    shutil.rmtree(draft.folder, ignore_errors=True)
            self._prune()

    def _serve(self) -> tuple[Generation, DamagedIndex | None]:
        current = self.current()
        if self._served is None or self._served[0] != current or not current:
            self._served = (current, *self._choose(current))
        return self._served[1:]

    def _choose(self, current: str) -> tuple[Generation, DamagedIndex | None]:
        damage = None if current else DamagedIndex(self._folder / _CURRENT, "it cannot be read")
        for name in [current] * bool(current) + [n for n in self._names() if n != current]:
            try:
                return self._load(name), damage
            except DamagedIndex as error:
                damage = damage or error
        raise NoIndex(self._folder) from damage

    def _load(self, name: str) -> Generation:
        if name in self._rejected:
            raise self._rejected[name]
        return Generation.load(self._folder / name)

    def _names(self) -> list[str]:
        """All generation folders, newest first."""
        with suppress(OSError):
            found = [path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]
            return sorted(found, key=_number, reverse=True)
        return []

    def _next_name(self) -> str:
        # never a name used before: readers remember generations by name, also those of a folder
        # that was deleted under them
        known = [*self._names(), *filter(None, [self.current()])]
        return f"g{max(map(_number, known), default=_first()) + 1:06d}"

    def _sweep(self) -> None:
        """Remove what a killed publish left: newer than the pointer, or without a manifest."""
        current = self.current()
        for name in self._names():
            unfinished = not (self._folder / name / _MANIFEST).exists()
            if name != current and (unfinished or (current and _number(name) > _number(current))):
                shutil.rmtree(self._folder / name, ignore_errors=True)

    def _prune(self) -> None:
        """Keep the two newest generations and all younger than some minutes."""
        for name in self._names()[2:]:
            with suppress(OSError):
                made = (self._folder / name / _MANIFEST).stat().st_mtime
                if time.time() - made > _KEEP_SECONDS:
                    shutil.rmtree(self._folder / name, ignore_errors=True)


class Draft:
    """A generation being built in its final folder; only the pointer moves when it is done."""

    def __init__(self, home: Path, name: str) -> None:
        self.folder = home / name
        self.published = False
        self._stamps: dict[str, Stamp] = {}
        with disk.writing_to(home):
            self.folder.mkdir()

    def link(self, base: Generation, names: Sequence[str]) -> None:
        """Take over files of an older generation that nobody will ever write to."""
        with disk.writing_to(self.folder):
            for name in names:
                try:
                    os.link(base.folder / name, self.folder / name)
                except OSError:  # no hard links here: FAT, some network and container mounts
                    shutil.copyfile(base.folder / name, self.folder / name)
                self._stamps[name] = base.files[name]

    def publish(
        self, fingerprint: str, entries: Sequence[Entry], publications: Sequence[Publication]
    ) -> str:
        """Stamp and sync every file, then make this the current generation; returns its name."""
        with disk.writing_to(self.folder):
            for path in sorted(self.folder.rglob("*")):
                name = path.relative_to(self.folder).as_posix()
                if name not in self._stamps:
                    if path.is_file():
                        self._stamps[name] = Stamp(path.stat().st_size, disk.digest(path))
                    disk.sync(path)
            self._drop_vanished()
            manifest = {
                "fingerprint": fingerprint,
                "pages": sum(entry.pages for entry in entries),
                "entries": [asdict(entry) for entry in entries],
                "publications": list(map(publication_as_json, publications)),
                "files": {name: asdict(stamp) for name, stamp in sorted(self._stamps.items())},
            }
            text = json.dumps(manifest, ensure_ascii=False, indent=1)
            proof = f"{hashlib.sha256(text.encode()).hexdigest()}  {_MANIFEST}\n"
            disk.write(self.folder / _PROOF, proof.encode())
            disk.write(self.folder / _MANIFEST, text.encode())
            disk.sync(self.folder)
            disk.sync(self.folder.parent)
            disk.write(self.folder.parent / _CURRENT, f"{self.folder.name}\n".encode())
            self.published = True
            disk.sync(self.folder.parent)
        return self.folder.name

    def _drop_vanished(self) -> None:
        # merging segments deletes the links to the old ones
        self._stamps = {n: s for n, s in self._stamps.items() if (self.folder / n).is_file()}


def _proven(folder: Path) -> bytes:
    """The manifest, which alone proves all else. Raises OSError, ValueError if it was changed."""
    text, proof = (folder / _MANIFEST).read_bytes(), folder / _PROOF
    # those made before there was a proof serve until the next ingest
    if proof.exists() and not proof.read_bytes().startswith(_sha256(text)):
        raise ValueError(f"{_MANIFEST} is not what was written")
    return text


def _sha256(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _first() -> int:
    return secrets.randbelow(900_000)


def visible(
    entries: Sequence[Entry], publications: Sequence[Publication], sees: Visibility
) -> tuple[tuple[Entry, ...], tuple[Publication, ...]]:
    """What of a generation may be seen; what has no record is for the team."""
    marked = {publication.id: publication.visibility for publication in publications}
    return (
        tuple(e for e in entries if sees.sees(marked.get(e.publication, Visibility.TEAM))),
        tuple(p for p in publications if sees.sees(p.visibility)),
    )


def _number(name: str) -> int:
    return int(name[1:])
