"""What is in `documents/` right now, and the digests by which a difference is seen."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from kb.catalogue import Catalogue
from kb.clean import CLEANING
from kb.disk import digest
from kb.errors import DuplicateFile, KbError, UnreadablePdf
from kb.extract import READER_VERSION
from kb.german import Analyzer
from kb.model import Edition, Publication

# Names the way from a file to the text of its pages: vectors of other text are of no use.
MADE_FROM = hashlib.sha256(f"{READER_VERSION} {CLEANING}".encode()).hexdigest()[:12]

# What records say of publications and editions that leaves their pages in the index as they are.
NOT_IN_PAGES = frozenset(
    {
        "editions",
        "publisher",
        "language",
        "visibility",  # readers look at the record
        "confirmed",
        "demonstration",
        "file",
        "law_as_of",
        "added",
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """An edition with the file its pages are read from; `edition.sha256` is that file's, now."""

    publication: Publication
    edition: Edition
    path: Path

    @property
    def name(self) -> tuple[str, str]:
        """Publication and edition."""
        return self.publication.id, self.edition.label

    @property
    def digest(self) -> str:
        """Covers whatever the pages in the index are made from: the file and what is said of it."""
        said = asdict(self.publication), asdict(self.edition)
        counted = [{n: v for n, v in one.items() if n not in NOT_IN_PAGES} for one in said]
        return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Inventory:
    """`items` are the editions with a usable record, `strays` the PDFs without a record."""

    items: Sequence[Item]
    strays: Sequence[tuple[Path, str]]
    problems: Sequence[KbError]


def take_stock(catalogue: Catalogue, last: Sequence[Publication]) -> Inventory:
    """Look at every record and every PDF; a PDF that cannot be opened is a problem, no item.

    Where a record cannot be read, its `last` usable version stands in, so that a slip in a text
    editor takes nothing out of the search. A PDF without a record is no stray if its content is
    here under another name.
    """
    publications, wrong = catalogue.publications()
    unusable = catalogue.unusable()
    publications += [publication for publication in last if publication.id in unusable]
    problems: list[KbError] = list(wrong)
    items: list[Item] = []
    strays: list[tuple[Path, str]] = []
    for publication in publications:
        for edition in publication.editions:
            path = catalogue.source(edition)
            if sha256 := _digest(path, problems):
                items.append(Item(publication, replace(edition, sha256=sha256), path))
    held = {item.edition.sha256: item.path for item in items}
    recorded = {item.path for item in items}
    for path in catalogue.unrecorded():
        if path in recorded:
            continue
        sha256 = _digest(path, problems)
        if sha256 in held:
            problems.append(DuplicateFile(path, held[sha256]))
        elif sha256:
            held[sha256] = path
            strays.append((path, sha256))
    return Inventory(items, strays, problems)


def fingerprint(analyzer: Analyzer) -> str:
    """Changes with everything but the documents that decides what a generation holds."""
    code = hashlib.sha256()
    for file in sorted(resources.files("kb.index").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py"):
            code.update(file.read_bytes())
    parts = {
        "analyzer": analyzer.fingerprint,
        "cleaning": CLEANING,
        "reader": READER_VERSION,
        "index": code.hexdigest()[:16],
        "whoosh": version("whoosh"),
    }
    return " ".join(f"{name}={part}" for name, part in parts.items())


def _digest(path: Path, problems: list[KbError]) -> str:
    try:
        path.name.encode()
    except UnicodeEncodeError:
        problems.append(UnreadablePdf(path, "its name is not UTF-8", "Rename it."))
        return ""
    try:
        return digest(path)
    except OSError as error:
        problems.append(UnreadablePdf(path, f"it cannot be opened: {error.strerror}"))
        return ""
