"""The trash `documents/trash/`: withdrawn publications, whole, until they are deleted for good.

A publication is in the library or in the trash at every moment, also if the process is killed in
the middle: one renaming decides, and while files still move, the catalogue leaves the record out.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from kb import disk
from kb.catalogue import files, record
from kb.errors import BadRecord, NotInTrash
from kb.model import Publication

FOLDER = "trash"
_LEAVING, _COMING, _GOING = ".withdrawing", ".restoring", ".deleting"
# not all of tomlkit's are ValueErrors: a name that is there twice is none
_NOT_PARSED = (ValueError, TOMLKitError, RecursionError)
_ABOUT = "about"  # no suffix: neither a record nor a PDF


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A publication in the trash under `name`, its id unless that was taken there.

    `publication` is None where its record cannot be read. `successor` is the id of the publication
    that stands in its place, or "". `files` are its PDFs with their sizes in bytes. Who withdrew
    it stands in the log alone, where their name goes with their account.
    """

    name: str
    id: str
    title: str
    publication: Publication | None
    at: date
    successor: str
    files: tuple[tuple[str, int], ...]


class Trash:
    """The trash of one folder `documents/`.

    What changes files must be called by one process at a time; it raises FolderNotWritable.
    """

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._folder = documents / FOLDER

    def contents(self) -> Sequence[Withdrawn]:
        """What is in it, the latest first."""
        found = [_read(path) for path in _folders(self._folder) if not path.suffix]
        return sorted(found, key=lambda one: (one.at, one.name), reverse=True)

    def withdraw(self, publication: Publication, *, successor: str = "") -> str:
        """Move a record with the files of its editions; returns its name in the trash."""
        with disk.writing_to(self._folder):
            name = _free(publication.id, lambda name: (self._folder / name).exists())
            aside = self._folder / f".{name}.part"
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            for file in (f"{publication.id}.toml", *_files(publication)):
                with suppress(FileNotFoundError):
                    disk.link(self._documents / file, aside / file)
            about = {"successor": successor, "at": date.today()}
            disk.write(aside / _ABOUT, tomlkit.dumps(about).encode())
            leaving = self._moved(aside, f"{name}{_LEAVING}")  # from here on it is withdrawn
            self._finish_leaving(leaving)
        return name

    def restore(self, name: str) -> str:
        """Move a publication back; returns its id. Raises NotInTrash.

        An id, or the name of a file, that is taken by now gets a number.
        """
        with disk.writing_to(self._folder):
            folder = self._found(name)
            self._prepare(folder)
            return self._finish_coming(self._moved(folder, f"{name}{_COMING}"))

    def delete(self, name: str) -> None:
        """Remove a publication for good, with its files. Raises NotInTrash."""
        with disk.writing_to(self._folder):
            shutil.rmtree(self._moved(self._found(name), f"{name}{_GOING}"))

    def settle(self) -> None:
        """Finish what a process that died had begun."""
        with disk.writing_to(self._folder):
            for path in _folders(self._folder):
                if path.suffix == _LEAVING:
                    self._finish_leaving(path)
                elif path.suffix == _COMING:
                    self._finish_coming(path)
                elif path.suffix == _GOING:
                    shutil.rmtree(path)

    def _found(self, name: str) -> Path:
        """`name` comes from a form: it is only ever compared."""
        found = next((p for p in _folders(self._folder) if p.name == name and not p.suffix), None)
        if found is None:
            raise NotInTrash(name)
        return found

    def _moved(self, path: Path, name: str) -> Path:
        moved = path.rename(self._folder / name)
        disk.sync(self._folder)
        return moved

    def _finish_leaving(self, leaving: Path) -> None:
        # the record last: without its files it harms nothing, but they would look like new ones
        for file in sorted(leaving.iterdir(), key=lambda path: path.suffix == ".toml"):
            here = self._documents / file.name
            if file.name != _ABOUT and here.exists() and disk.same(file, here):
                here.unlink()
        disk.sync(self._documents)
        self._moved(leaving, leaving.stem)

    def _prepare(self, folder: Path) -> None:
        """See that id and names of files are free; the folder is whole at every moment."""
        for pdf in _pdfs(folder):
            name = self._free(pdf.stem, pdf.suffix)
            if name != pdf.name:
                _rename(folder, pdf, name)
        if path := _record(folder):
            path.rename(path.with_name(self._free(path.stem, path.suffix)))

    def _free(self, stem: str, suffix: str) -> str:
        """A name that nothing in `documents/` has."""
        return f"{_free(stem, lambda name: self._is_taken(f'{name}{suffix}'))}{suffix}"

    def _finish_coming(self, coming: Path) -> str:
        # the record first: its files do not look like new ones then
        files = sorted(coming.iterdir(), key=lambda path: path.suffix != ".toml")
        for file in files:
            if file.name != _ABOUT and not self._is_taken(file.name):
                disk.link(file, self._documents / file.name)
        disk.sync(self._documents)
        path = _record(coming)
        shutil.rmtree(self._moved(coming, f".{coming.stem}.part"))
        return path.stem if path else coming.stem

    def _is_taken(self, name: str) -> bool:
        return (self._documents / name).exists()


def underway(documents: Path) -> Mapping[str, Path]:
    """The ids on their way to or from the trash, each with a copy of its record."""
    moving = (p for p in _folders(documents / FOLDER) if p.suffix in (_LEAVING, _COMING))
    return {found.stem: found for path in moving if (found := _record(path))}


def _folders(trash: Path) -> list[Path]:
    """Not those that are still being filled, nor links that lead elsewhere."""
    if not trash.is_dir():
        return []
    found = (path for path in trash.iterdir() if not path.name.startswith("."))
    return sorted(path for path in found if path.is_dir() and not path.is_symlink())


def _record(folder: Path) -> Path | None:
    return min(folder.glob("*.toml"), default=None)


def _files(publication: Publication) -> Iterator[str]:
    """Its PDFs, copies with recognised text included."""
    for edition in publication.editions:
        yield from filter(None, (edition.file, edition.recognised))


def _pdfs(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if files.is_publication(path)]


def _read(folder: Path) -> Withdrawn:
    path, about, publication = _record(folder), _about(folder / _ABOUT), None
    if path:
        with suppress(BadRecord):
            publication, _ = record.read(path)
    at = about.get("at")
    return Withdrawn(
        name=folder.name,
        id=path.stem if path else folder.name,
        title=publication.title if publication else folder.name,
        publication=publication,
        at=at if isinstance(at, date) else date.fromtimestamp(folder.stat().st_mtime),
        successor=str(about.get("successor", "")),
        files=tuple((pdf.name, pdf.stat().st_size) for pdf in sorted(_pdfs(folder))),
    )


def _about(path: Path) -> Mapping[str, object]:
    try:
        return tomlkit.parse(path.read_text("utf-8")).unwrap()
    except (OSError, *_NOT_PARSED):  # a publication that somebody put there by hand
        return {}


def _free(name: str, taken: Callable[[str], bool]) -> str:
    """The name, or the first of name-2, name-3, … that is not taken."""
    numbered = (f"{name}-{number}" for number in count(2))
    return name if not taken(name) else next(n for n in numbered if not taken(n))


def _rename(folder: Path, pdf: Path, name: str) -> None:
    """Give a file another name, and the record too; all else in it stays as people wrote it.

    A record that cannot be parsed stays as it is: whoever mends it sees what it names.
    """
    disk.link(pdf, folder / name)
    if path := _record(folder):
        with suppress(*_NOT_PARSED):
            document = tomlkit.parse(path.read_text("utf-8-sig"))
            for edition in _editions(document):
                for field in ("file", "recognised"):
                    if edition.get(field) == pdf.name:
                        edition[field] = name
            disk.write(path, tomlkit.dumps(document).encode())
    pdf.unlink()


def _editions(document: tomlkit.TOMLDocument) -> list[MutableMapping[str, object]]:
    held = document.get("editions")
    return (
        [one for one in held if isinstance(one, MutableMapping)] if isinstance(held, list) else []
    )
