"""How long PDFs take until they can be searched, beside what reading them costs at least."""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from shutil import copyfile

from kb.bench.processes import Cost, cost
from kb.disk import digest
from kb.errors import NotRead
from kb.extract import RawDocument, RawStore
from kb.model import Outcome

_ADDED = 60  # pages, about: a brochure


@dataclass(frozen=True, slots=True)
class Ingested:
    """What each step cost; `large` is how many pages the large library had.

    `bare` is both libraries reading every page in one process and nothing else, `fresh` a first
    ingest of the same files without vectors, `rebuild` one from kept pages in the large library,
    `add` one publication of `added` pages more in it, `unchanged` one with nothing to do.
    """

    pages: int
    bare: Cost
    fresh: Cost
    large: int
    rebuild: Cost
    added: int
    add: Cost
    unchanged: Cost

    def as_json(self) -> dict[str, object]:
        """The keys that `kb bench ingest --json` promises."""
        return asdict(self)

    def as_text(self) -> str:
        """The same for people."""
        rate, share = self.large / self.rebuild.wall, self.fresh.wall / self.bare.wall
        return "\n".join(
            [
                f"{'':36} {'wall s':>8} {'work s':>8} {'MB':>6}",
                _row(f"{self.pages} pages, read by both libraries", self.bare),
                f"{_row(f'{self.pages} pages, PDF to searchable', self.fresh)}   {share:.2f} times",
                f"{_row(f'{self.large} pages from kept ones', self.rebuild)}   {rate:.0f} pages/s",
                _row(f"{self.added} pages more", self.add),
                _row("nothing to do", self.unchanged),
            ]
        )


def measure(files: Sequence[Path], large: int) -> Ingested:
    """Take `files` in, then as many copies of them as make `large` pages, then one more.

    In a temporary folder. Raises NotRead where none of the files has text.
    """
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        originals = [_copy(path, home / "documents", 0) for path in files]
        bare, printed = cost(["-m", "kb.extract.bare", *map(str, originals)])
        fresh = _ingest(home)
        store = RawStore(home / "index" / "pages")
        found = {path: raw for path in originals if (raw := _read(store, path))}
        if not found:
            raise NotRead(files[0])
        count = _multiply(found, store, home / "documents", large)
        _ingest(home)  # writes the records
        rebuild = _rebuild(home)
        chosen = min(found, key=lambda path: abs(len(found[path].pages) - _ADDED))
        _copy(chosen, home / "documents", count + 1)
        add = _ingest(home)
        return Ingested(
            pages=int(printed),
            bare=bare,
            fresh=fresh,
            large=sum(len(raw.pages) for raw in found.values()) * count,
            rebuild=rebuild,
            added=len(found[chosen].pages),
            add=add,
            unchanged=_ingest(home),
        )


def _ingest(home: Path) -> Cost:
    command = ["-m", "kb", "ingest", "--meaning", "off"]
    return cost(command, home, expected=(0, 1))[0]  # 1: some file has no text, say


def _rebuild(home: Path) -> Cost:
    """Every page that is kept, cleaned and indexed anew."""
    for path in (home / "index").iterdir():
        if path.name == "CURRENT":
            path.unlink()
        elif path.is_dir() and path.name != "pages":
            path.rename(home / f"before-{path.name}")
    return _ingest(home)


def _read(store: RawStore, path: Path) -> RawDocument | None:
    raw = store.load(digest(path))
    return raw if raw and raw.outcome is Outcome.TEXT else None


def _multiply(found: dict[Path, RawDocument], store: RawStore, folder: Path, pages: int) -> int:
    """Copies of each file, as if read, until there are that many pages; how many of each."""
    each = sum(len(raw.pages) for raw in found.values())
    count = max(1, -(-pages // each))
    for number in range(1, count):
        for path, raw in found.items():
            made = _copy(path, folder, number)
            store.save(replace(raw, sha256=digest(made)))
    return count


def _copy(path: Path, folder: Path, number: int) -> Path:
    """The same file under another name and, behind its end, with another content."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{path.stem}-{number}.pdf"
    copyfile(path, made)
    if number:
        with made.open("ab") as file:
            file.write(b"\n%% copy %d\n" % number)
    return made


def _row(name: str, of: Cost) -> str:
    return f"{name:36} {of.wall:8.1f} {of.work:8.1f} {of.megabytes:6}"
