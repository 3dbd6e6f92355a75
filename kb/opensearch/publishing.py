"""Building the next generation: an index aside, made current by moving one alias."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from kb import disk
from kb.errors import DamagedIndex, KbError
from kb.german import Analyzer
from kb.index.engine import Changes, Document, Entry
from kb.model import PageKey
from kb.opensearch.manifest import Held, Manifest, Name
from kb.opensearch.schema import (
    FINISHED,
    UNFINISHED,
    Streams,
    index_body,
    page_ids,
    similarities,
    streams,
    written,
)
from kb.opensearch.server import Body, Server
from kb.settings import OpenSearch

_KEEP_SECONDS = 300.0  # a reader that opened an older generation finishes long before
_COPIES_SECONDS = 60  # to wait for the copies on other servers: one of them may be down


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in the cluster: everything begins with the prefix."""

    prefix: str

    @property
    def alias(self) -> str:
        """What means the generation that serves."""
        return f"{self.prefix}-current"

    @property
    def manifests(self) -> str:
        """The index that holds what generations hold."""
        return f"{self.prefix}-manifests"

    def index(self, generation: str) -> str:
        """The index of a generation."""
        return f"{self.prefix}-{generation}"

    def generation(self, index: str) -> str:
        """The generation of an index, "" if it is none."""
        name = index.removeprefix(f"{self.prefix}-")
        return name if re.fullmatch(r"g\d{6,}", name) else ""


class Publisher:
    """Builds generations. Whoever does holds a lock in `folder`, which dies with its process."""

    def __init__(self, server: Server, settings: OpenSearch, folder: Path) -> None:
        self._server = server
        self._settings = settings
        self._names = Names(settings.prefix)
        self._folder = folder
        self._analyzer = Analyzer()

    def publish(
        self,
        changes: Changes,
        base: Callable[[], Manifest | None],
        progress: Callable[[Entry], None],
    ) -> str:
        """Build, check and switch; returns the name. `base` is asked for once nobody else builds.

        Raises IngestRunning, FolderNotWritable, SearchAway, SearchRefused.
        """
        with disk.lock(self._folder / "publish.lock"):
            served = base()
            with self._draft(served) as name:
                start = None if changes.rebuild else served
                made = self._build(name, start, changes, progress)
                self._server.put(self._names.manifests, name, made.as_json())
                self._server.move_alias(self._names.alias, self._names.index(name))
            with suppress(KbError):  # the next one tidies up too
                self._prune()
        return name

    def destroy(self) -> None:
        """Delete all generations. Other prefixes may begin with this one."""
        for name in self._generations():
            self._server.delete(self._names.index(name))
        self._server.delete(self._names.manifests)

    # -- one generation --

    def _build(
        self,
        name: str,
        base: Manifest | None,
        changes: Changes,
        progress: Callable[[Entry], None],
    ) -> Manifest:
        index, add = self._names.index(name), iter(changes.add)
        first = list(islice(add, 1))
        kept = base.editions if base else ()
        made = Manifest(name, changes.fingerprint, kept, tuple(changes.publications))
        if base and not first and not changes.remove:  # only the records differ
            self._copy(base, index, self._finished(made))
        else:
            self._begin(base, index)
            editions = self._write(index, kept, chain(first, add), changes.remove, progress)
            made = replace(made, editions=editions)
            self._finish(index, made, deleted=base is not None)
        self._check(index, made)
        return made

    def _begin(self, base: Manifest | None, index: str) -> None:
        if base:
            self._copy(base, index, UNFINISHED)
        else:
            self._server.create(index, index_body(self._settings))
        self._server.wait(index, "yellow", _COPIES_SECONDS)

    def _copy(self, base: Manifest, index: str, settings: Body) -> None:
        self._server.clone(self._names.index(base.generation), index, settings)

    def _finished(self, made: Manifest) -> Body:
        """Lengths are known once all of it was read; then it is copied to other servers."""
        copies = {"index.number_of_replicas": self._settings.replicas}
        return {**similarities(made.means()), **copies, **FINISHED}

    def _write(
        self,
        index: str,
        kept: Sequence[Held],
        add: Iterator[tuple[Entry, Sequence[Document]]],
        remove: Sequence[Name],
        progress: Callable[[Entry], None],
    ) -> tuple[Held, ...]:
        """Send what is new and delete what is gone; returns the editions in the order of rows."""
        editions = {held.name: held for held in kept}
        added: set[Name] = set()

        def actions() -> Iterator[Body]:
            for name in remove:
                yield from _deleted(editions.pop(name, None))
            for entry, documents in add:
                yield from _deleted(editions.pop((entry.publication, entry.edition), None))
                pages = sorted(documents, key=lambda document: document.page.key)
                taken = [streams(page, self._analyzer) for page in pages]
                held = _held(entry, pages, taken)
                if held.name in added:
                    raise ValueError(f"{entry.publication}.{entry.edition} is added twice")
                added.add(held.name)
                editions[held.name] = held
                yield from _sent(entry, pages, taken)
                progress(entry)

        self._server.bulk(index, actions())
        return tuple(editions[name] for name in sorted(editions))

    def _finish(self, index: str, made: Manifest, *, deleted: bool) -> None:
        self._server.refresh(index)
        if deleted:
            self._server.merge_deleted(index)
        # similarities are no setting of an open index
        self._server.change_closed(index, self._finished(made))

    def _check(self, index: str, made: Manifest) -> None:
        """Whether all of it is there, and where it can be, twice."""
        if not self._server.wait(index, "green", _COPIES_SECONDS):
            self._server.wait(index, "yellow", _COPIES_SECONDS)
        pages = self._server.size(index)
        if pages != made.size:
            raise DamagedIndex(Path(index), f"it holds {pages} pages instead of {made.size}")

    # -- all generations --

    @contextmanager
    def _draft(self, served: Manifest | None) -> Iterator[str]:
        """The name of the next generation; nothing of it remains unless it serves in the end."""
        current = served.generation if served else ""
        self._sweep(current)
        newest = max(map(_number, [*self._generations(), current or "g0"]))
        name = f"g{newest + 1:06d}"
        try:
            yield name
        except BaseException:
            with suppress(KbError):  # no server answers: the next publish sweeps
                self._server.delete(self._names.index(name))
            raise

    def _sweep(self, current: str) -> None:
        """Remove what was never finished: all that is newer than what serves."""
        self._server.create(self._names.manifests, _manifests_body(self._settings))
        for name in self._generations():
            if not current or _number(name) > _number(current):
                self._remove(name)

    def _prune(self) -> None:
        """Keep the two newest generations and all younger than some minutes."""
        made = self._generations()
        for name in sorted(made, key=_number)[:-2]:
            if time.time() - made[name] > _KEEP_SECONDS:
                self._remove(name)

    def _remove(self, name: str) -> None:
        self._server.delete(self._names.index(name))
        self._server.forget(self._names.manifests, name)

    def _generations(self) -> dict[str, int]:
        found = self._server.indices(f"{self._names.prefix}-g*")
        names = {self._names.generation(index): made for index, made in found.items()}
        return {name: made for name, made in names.items() if name}


def _held(entry: Entry, pages: Sequence[Document], taken: Sequence[Streams]) -> Held:
    totals: dict[str, int] = {}
    for of_page in taken:
        for stream, tokens in of_page.items():
            totals[stream] = totals.get(stream, 0) + len(tokens)
    keys = [page.page.key for page in pages]
    numbers = tuple(f"{key.pdf_page}{key.half}" for key in keys)
    return Held(replace(entry, pages=len(pages)), numbers, totals)


def _sent(entry: Entry, pages: Sequence[Document], taken: Sequence[Streams]) -> Iterator[Body]:
    for ordinal, (page, of_page) in enumerate(zip(pages, taken, strict=True)):
        source = written(page, of_page, entry, ordinal)
        yield {"_op_type": "index", "_id": str(page.page.key), "_source": source}


def _deleted(held: Held | None) -> Iterator[Body]:
    keys: Sequence[PageKey] = held.keys if held else ()
    for id in page_ids(keys):
        yield {"_op_type": "delete", "_id": id}


def _manifests_body(settings: OpenSearch) -> Body:
    copies = {"index.number_of_shards": 1, "index.number_of_replicas": settings.replicas}
    return {"settings": copies, "mappings": {"dynamic": False}}


def _number(name: str) -> int:
    return int(name[1:])
