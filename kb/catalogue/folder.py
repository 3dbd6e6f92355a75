"""The folder `documents/`: its records, its PDFs, and which of the two belong together."""

import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from kb import disk
from kb.catalogue import files, proposal, record, trash, writing
from kb.catalogue.proposal import FirstLook
from kb.errors import BadRecord, FileTaken, PageNotFound
from kb.model import Edition, Publication

_LONGEST_ID = 80


class Catalogue:
    """The publications of one folder. Every call looks at the disk again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publications(self) -> tuple[list[Publication], list[BadRecord]]:
        """All usable records by id, and what is wrong with the others.

        An edition whose file is missing, elsewhere or somebody else's is left out and named; a
        publication without a usable edition is left out. Editions are newest first; `file` is
        the name as the disk spells it.
        """
        found: list[Publication] = []
        problems: list[BadRecord] = []
        claimed: dict[str, str] = {}
        files = self._pdfs()
        for path in self._records():
            try:
                publication, wrong = record.read(path)
            except BadRecord as error:
                problems.append(error)
                continue
            editions = []
            for edition in publication.editions:
                try:
                    editions.append(_claim(path, edition, files, claimed))
                except BadRecord as error:
                    wrong.append(error)
            if editions:
                found.append(replace(publication, editions=tuple(editions)))
            problems += wrong
        return found, problems

    def edition(self, id: str, label: str) -> tuple[Publication, Edition]:
        """An edition that has a usable record, searched or not. Raises PageNotFound."""
        for publication in self.publications()[0]:
            edition = publication.edition(label) if publication.id == id else None
            if edition:
                return publication, edition
        raise PageNotFound(f"{id}.{label}")

    def unusable(self) -> frozenset[str]:
        """The ids of the records that cannot be read at all."""
        return frozenset(path.stem for path in self._records() if not _readable(path))

    def unrecorded(self) -> list[Path]:
        """The PDFs that no record names, not even one that cannot be read or is on the move."""
        pdfs = self._pdfs()  # first: of a file that comes meanwhile the record was there before it
        moving = trash.underway(self.folder).values()
        named = [record.names(path) for path in (*self._tables(), *moving)]
        return [path for name, path in pdfs.items() if not any(name in n for n in named)]

    def pdfs(self) -> list[Path]:
        """All PDFs of the folder, with and without a record."""
        return list(self._pdfs().values())

    def recorded(self, sha256: str) -> Publication | None:
        """The publication whose record names a file of that digest, be the file there or not."""
        for path in self._records():
            with suppress(BadRecord):
                publication, _ = record.read(path)
                if any(edition.sha256 == sha256 for edition in publication.editions):
                    return publication
        return None

    def doubles(self) -> list[Publication]:
        """Unconfirmed publications of one file that another record names too, with its digest."""
        read = [record.read(path)[0] for path in self._records() if _readable(path)]
        named = Counter((record.nfc(e.file), e.sha256) for p in read for e in p.editions)
        return [
            p
            for p in read
            if not p.confirmed
            and len(p.editions) == 1
            and named[record.nfc(p.editions[0].file), p.editions[0].sha256] > 1
        ]

    def without_edition(self, id: str, label: str) -> None:
        """Take an edition out of a record; see `writing`. Raises FolderNotWritable."""
        writing.without_edition(self.folder / f"{id}.toml", label)

    def relabel(self, id: str, old: str, new: str) -> None:
        """Give an edition another label, also where others name it. Raises FolderNotWritable."""
        writing.relabel(self.folder / f"{id}.toml", old, new)

    def drop(self, id: str) -> None:
        """Take a record away, and leave its files to another one. Raises FolderNotWritable."""
        with disk.writing_to(self.folder):
            (self.folder / f"{id}.toml").unlink(missing_ok=True)
            disk.sync(self.folder)

    def free_id(self, wanted: str) -> str:
        """An id like `wanted` that no record has."""
        taken = {path.stem for path in self._records()}
        short = wanted[:_LONGEST_ID].rstrip("-")
        return next(
            free for n in count(1) if (free := short if n == 1 else f"{short}-{n}") not in taken
        )

    def free_file(self, name: str) -> str:
        """A name for a new PDF: `name`, with a number if a file or a record has that already."""
        stem = files.stem(name)
        taken = {nfc.casefold() for nfc in self._pdfs()}
        for path in self._records():
            with suppress(BadRecord):
                taken |= {record.nfc(e.file).casefold() for e in record.read(path)[0].editions}
        names = (f"{stem}{'' if n == 1 else f'-{n}'}{files.SUFFIX}" for n in count(1))
        return next(
            name
            for name in names
            if name.casefold() not in taken and not (self.folder / name).exists()
        )

    def propose(self, file: Path, look: FirstLook, taken: Collection[str] = ()) -> Publication:
        """A record for a PDF without one, unconfirmed and under an id that is still free.

        Taken are those in the folder and `taken`.
        """
        taken = {path.stem for path in self._tables()} | set(taken)
        return proposal.propose(file.name, look, taken).publication

    def save(self, publication: Publication) -> None:
        """Write a record in one step; what people wrote in it besides the values stays.

        Raises FolderNotWritable.
        """
        writing.save(publication, self.folder / f"{publication.id}.toml")

    def bring(self, path: Path) -> Path:
        """Copy a PDF into the folder; a file that is there by content is simply returned.

        Raises FileTaken where another content has that name, FolderNotWritable, OSError where
        the file itself cannot be read.
        """
        size, sha256 = path.stat().st_size, disk.digest(path)
        for held in self._pdfs().values():
            if held.stat().st_size == size and disk.digest(held) == sha256:
                return held
        target = self.folder / record.nfc(path.name)
        if record.nfc(path.name) in self._pdfs() or target.exists():
            raise FileTaken(path)
        _copy(path, target)
        return target

    def file(self, edition: Edition) -> Path:
        """Where the PDF of an edition is, as it came."""
        return self.folder / edition.file

    def source(self, edition: Edition) -> Path:
        """Where the PDF is that its pages are read from: of a scan the copy with its text."""
        return self.folder / edition.source

    def _records(self) -> list[Path]:
        """Without those on their way to or from the trash."""
        moving = trash.underway(self.folder)
        return [path for path in self._tables() if path.stem not in moving]

    def _tables(self) -> list[Path]:
        return sorted(p for p in self._files() if p.suffix == ".toml")

    def _pdfs(self) -> dict[str, Path]:
        """The PDFs by name. NFC: "ü" in a name is one letter to people, two on some disks."""
        found = [p for p in self._files() if files.is_publication(p)]
        return {record.nfc(path.name): path for path in sorted(found)}

    def _files(self) -> list[Path]:
        """Regular files of this folder itself; links that lead out of it are not."""
        if not self.folder.is_dir():
            return []
        home = self.folder.resolve()
        return [
            path
            for path in self.folder.iterdir()
            if not path.name.startswith((".", "~$"))
            and path.is_file()
            and (not path.is_symlink() or path.resolve().parent == home)
        ]


def _readable(path: Path) -> bool:
    try:
        record.read(path)
    except BadRecord:
        return False
    return True


def _claim(
    path: Path, edition: Edition, files: Mapping[str, Path], claimed: dict[str, str]
) -> Edition:
    """The edition with its file as the disk spells it. Raises BadRecord if it cannot have it."""
    name = record.nfc(edition.file)
    if name not in files:
        raise BadRecord(path, "editions.file", f"there is no PDF '{edition.file}' in documents/")
    if name in claimed:
        raise BadRecord(path, "editions.file", f"'{edition.file}' is also in {claimed[name]}")
    claimed[name] = path.name
    copy = files.get(record.nfc(edition.recognised))  # one that is gone can be made again
    return replace(edition, file=files[name].name, recognised=copy.name if copy else "")


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all. Raises FolderNotWritable."""
    with disk.writing_to(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old, disk.whole(target) as new:
            shutil.copyfileobj(old, new)
