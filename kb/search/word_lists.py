"""The vocabulary of what a reader may see: made once, kept beside the index, mapped from there."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from kb.disk import digest, writing_to
from kb.errors import FolderNotWritable
from kb.german import Analyzer
from kb.index.engine import Entry, Reader
from kb.model import Page
from kb.search.vocabulary import VERSION, PageVocabulary

_MADE_OF = "made-of.json"
_KEPT = 4  # newest: for the public and the team, of this generation and of the one before


class WordLists:
    """A folder of vocabularies, each named by what it was made of. Safe to share.

    They may be deleted at any time: what is missing or damaged is made again. Without a folder
    nothing is kept.
    """

    def __init__(self, folder: Path | None, analyzer: Analyzer) -> None:
        self._folder = folder
        self._analyzer = analyzer

    def of(self, reader: Reader) -> PageVocabulary:
        """The words of all pages of a reader; where they are not kept it takes a second for 5,000.

        Where they are kept of all but some editions, the pages of those are read only. A folder
        that cannot be written to is no reason to go without them.
        """
        if self._folder is None:
            return self._made(reader)
        place = self._folder / self._name(reader)
        with suppress(OSError, ValueError, EOFError):
            return PageVocabulary.load(place)
        made = self._grown(reader) or self._made(reader)
        with suppress(FolderNotWritable):
            _keep(made, place, self._made_of(reader.entries))
            return PageVocabulary.load(place)
        return made

    def _made(self, reader: Reader) -> PageVocabulary:
        return PageVocabulary.of(_pages(reader, reader.entries), self._analyzer)

    def _grown(self, reader: Reader) -> PageVocabulary | None:
        """From the lists of the most of its editions, and of no other; None without any."""
        wanted = set(self._made_of(reader.entries))
        kept = [(path, set(_said(path))) for path in _folders(self._folder)]
        usable = [(path, made_of) for path, made_of in kept if made_of and made_of <= wanted]
        for path, made_of in sorted(usable, key=lambda one: -len(one[1])):
            new = [entry for entry in reader.entries if _line(entry) not in made_of]
            with suppress(OSError, ValueError, EOFError):
                _prove(path)
                held = PageVocabulary.load(path)
                return held.grown(_pages(reader, new), self._analyzer)
        return None

    def _made_of(self, entries: Iterable[Entry]) -> list[str]:
        """Lines that are others for other pages, another analyzer and other lists."""
        return [f"{VERSION} {self._analyzer.fingerprint}", *map(_line, entries)]

    def _name(self, reader: Reader) -> str:
        return hashlib.sha256("\n".join(self._made_of(reader.entries)).encode()).hexdigest()[:32]


def _line(entry: Entry) -> str:
    return f"{entry.publication}.{entry.edition} {entry.digest}"


def _pages(reader: Reader, entries: Iterable[Entry]) -> Iterator[Page]:
    for entry in entries:
        yield from reader.pages(entry.publication, entry.edition)


def _folders(folder: Path | None) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.is_dir()] if folder else []
    return []


def _said(place: Path) -> Sequence[str]:
    """What lists were made of; nothing of those that do not say it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return [str(line) for line in json.loads((place / _MADE_OF).read_bytes())["made_of"]]
    return ()


def _prove(place: Path) -> None:
    """Whoever only reads them may be wrong once: lists that grow would be for good.

    Raises OSError or ValueError unless they are what was written.
    """
    if json.loads((place / _MADE_OF).read_bytes())["files"] != _digests(place):
        raise ValueError(f"{place}: not what was written")


def _digests(place: Path) -> dict[str, str]:
    return {path.name: digest(path) for path in place.iterdir() if path.name != _MADE_OF}


def _keep(made: PageVocabulary, place: Path, made_of: Sequence[str]) -> None:
    """Write it whole or not at all, and remove old ones. Raises FolderNotWritable."""
    with writing_to(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(dir=place.parent, prefix="making-"))
        try:
            made.save(aside)
            said = {"made_of": made_of, "files": _digests(aside)}
            (aside / _MADE_OF).write_text(json.dumps(said), "utf-8")
            shutil.rmtree(place, ignore_errors=True)  # damaged
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        kept = sorted(place.parent.iterdir(), key=lambda path: -path.stat().st_mtime_ns)
        for old in kept[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)  # whoever has mapped it keeps it
