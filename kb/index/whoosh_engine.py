"""The engine: generations of a Whoosh index and the tables beside it, published and opened."""

import errno
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from threading import Lock

from kb.disk import writing_to
from kb.errors import DamagedIndex, KbError, NoIndex
from kb.index.engine import Changes, Document, Entry
from kb.index.generations import Draft, Generation, Generations
from kb.index.reader import GenerationReader
from kb.index.tables import Additions, Tables, name
from kb.index.views import is_view_file, write_views
from kb.index.whoosh_store import StoreWriter, is_store_file
from kb.model import Visibility

_PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES)
_LOOK_AGAIN = 60.0  # seconds; to read every byte of an index takes some
_DEAD_SHARE = 0.2  # above it, deleted pages cost more than writing all segments anew


class WhooshEngine:
    """Generations under one folder. Safe to share between threads; readers are not."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._opening = Lock()
        self._serving: Generation | None = None
        self._opened: dict[Visibility, Tables] = {}
        self._looking = Lock()
        self._looked: dict[str, float] = {}  # when at which generation

    @contextmanager
    def reader(self, sees: Visibility = Visibility.PUBLIC) -> Iterator[GenerationReader]:
        """Open what `sees` may see of the current generation. Raises NoIndex.

        Where something fails while it is read, and its files are not what was written, DamagedIndex
        is raised instead: whoever asks again asks an older one.
        """
        tables = self._open(sees)
        try:
            yield GenerationReader(tables)
        except KbError:
            raise
        except Exception as error:  # a bit that turned since it was opened raises anything
            if damage := self._found_damaged(tables.generation):
                raise damage from error
            raise

    def current(self) -> str:
        """The name of the generation that serves, "" if there is none."""
        with suppress(NoIndex):
            return self._generations.serving().name
        return ""

    def state(self) -> tuple[str, Sequence[Entry]]:
        """Fingerprint and entries of the generation that serves; ("", ()) if there is none."""
        with suppress(NoIndex):
            generation = self._generations.serving()
            return generation.fingerprint, generation.entries
        return "", ()

    def damage(self) -> DamagedIndex | None:
        """Why an older generation serves than was published last, None if all is well."""
        with suppress(NoIndex):
            return self._generations.damage()
        return None

    def verify(self) -> DamagedIndex | None:
        """Read every byte of the generation that serves; what `damage` says from now on."""
        with suppress(NoIndex):
            generation = self._generations.serving()
            try:
                generation.verify()
            except DamagedIndex as damage:
                self._generations.reject(damage, generation)
        return self.damage()

    def publish(self, changes: Changes, progress: Callable[[Entry], None] | None = None) -> str:
        """Build the next generation, verify it, make it the current one; returns its name."""
        with self._generations.draft() as draft, writing_to(draft.folder):
            base = None if changes.rebuild else self._base()
            entries = _build(draft, base, changes, progress or (lambda entry: None))
            write_views(draft.folder, entries, changes.publications)
            return draft.publish(changes.fingerprint, entries, changes.publications)

    def _found_damaged(self, read: Generation) -> DamagedIndex | None:
        """What is wrong with the files of a generation that could not be read to the end."""
        with self._looking:
            name, now = read.folder.name, time.monotonic()
            if self._is_serving(read) and now > self._looked.get(name, -_LOOK_AGAIN) + _LOOK_AGAIN:
                self._looked = {name: now}
                self.verify()
        return None if self._is_serving(read) else self.damage()

    def _is_serving(self, generation: Generation) -> bool:
        with suppress(NoIndex):
            return self._generations.serving().folder == generation.folder
        return False

    def _base(self) -> Tables | None:
        with suppress(NoIndex):
            return self._open(Visibility.TEAM)  # all of it
        return None

    def _open(self, sees: Visibility) -> Tables:
        with self._opening:
            while True:
                generation = self._generations.serving()
                if self._serving != generation:
                    self._serving, self._opened = generation, {}
                try:
                    if sees not in self._opened:
                        self._opened[sees] = self._load(generation.seen_by(sees))
                    return self._opened[sees]
                except Exception as error:  # damage has eight types in Whoosh alone
                    if _is_passing(error):
                        raise NoIndex(generation.folder.parent) from error
                    reason = f"it cannot be opened: {type(error).__name__}: {error}"
                    self._generations.reject(DamagedIndex(generation.folder, reason), generation)

    def _load(self, view: Generation) -> Tables:
        """Where nothing is hidden, all share the same tables."""
        opened = (tables for tables in self._opened.values() if tables.generation == view)
        return next(opened, None) or Tables.load(view)


def _is_passing(error: Exception) -> bool:
    """No fault of the files: too many are open, no memory, no right to read them."""
    return isinstance(error, MemoryError) or getattr(error, "errno", None) in _PASSING


def _build(
    draft: Draft, base: Tables | None, changes: Changes, progress: Callable[[Entry], None]
) -> Sequence[Entry]:
    """Make the tables and store of a generation; returns what it holds, in row order."""
    add = iter(changes.add)
    first = list(islice(add, 1))
    if base and not first and not changes.remove:  # only the records differ
        draft.link(base.generation, [n for n in base.generation.files if not is_view_file(n)])
        return base.generation.entries
    if base:
        draft.link(base.generation, [n for n in base.generation.files if is_store_file(n)])
    return _write(draft.folder, base, chain(first, add), changes.remove, progress)


def _write(
    folder: Path,
    base: Tables | None,
    add: Iterable[tuple[Entry, Sequence[Document]]],
    remove: Sequence[tuple[str, str]],
    progress: Callable[[Entry], None],
) -> Sequence[Entry]:
    added = Additions()
    store = StoreWriter(folder, new=base is None)
    try:
        for gone in remove:
            store.delete(".".join(gone))
        for entry, documents in add:
            store.delete(".".join(name(entry)))
            pages = sorted(documents, key=lambda document: document.page.key)
            added.add(entry, pages)
            for page in pages:
                store.add(".".join(name(entry)), page)
            progress(entry)
        kept = _kept(base, {*remove, *map(name, added.entries)})
        store.commit(optimize=_is_mostly_dead(base, kept))
    except BaseException:
        store.cancel()
        raise
    del store  # some hundred megabytes, and tables take as much
    return added.write(folder, base, kept)


def _kept(base: Tables | None, gone: set[tuple[str, str]]) -> list[Entry]:
    return [entry for entry in (base.generation.entries if base else ()) if name(entry) not in gone]


def _is_mostly_dead(base: Tables | None, kept: Sequence[Entry]) -> bool:
    alive = sum(entry.pages for entry in kept)
    return base is not None and alive < (1 - _DEAD_SHARE) * base.store.size()
