"""The engine: which generation serves, opened once for everybody who sees the same of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from kb.errors import DamagedIndex, NoIndex
from kb.index.engine import Changes, Entry
from kb.model import Visibility
from kb.opensearch.manifest import Manifest, Rows
from kb.opensearch.publishing import Names, Publisher
from kb.opensearch.reader import OpenSearchReader, View
from kb.opensearch.server import Server
from kb.opensearch.statistics import Statistics
from kb.settings import OpenSearch

_FRESH_SECONDS = 0.5  # so long a generation that another process published is not looked for


class OpenSearchEngine:
    """Generations in a cluster, see `kb.index.engine.Engine`. Safe to share between threads.

    Everything raises SearchAway while the servers do not answer, and works again once they do.
    `folder` holds the lock of whoever publishes: the same for all processes, on one machine.
    """

    def __init__(self, settings: OpenSearch, folder: Path) -> None:
        self._server = Server(settings)
        self._publisher = Publisher(self._server, settings, folder)
        self._names = Names(settings.prefix)
        self._folder = folder
        self._opening = Lock()
        self._asked = 0.0
        self._current = ""
        self._serving: Manifest | None = None
        self._views: dict[Visibility, View] = {}
        self._damage: DamagedIndex | None = None

    @contextmanager
    def reader(self, sees: Visibility = Visibility.PUBLIC) -> Iterator[OpenSearchReader]:
        """Open what `sees` may see of the current generation. Raises NoIndex."""
        yield OpenSearchReader(self._server, self._view(sees))

    def current(self) -> str:
        """The name of the generation that serves, "" if there is none."""
        with self._opening:
            return self._look()

    def state(self) -> tuple[str, Sequence[Entry]]:
        """Fingerprint and entries of the generation that serves; ("", ()) if there is none."""
        with suppress(NoIndex):
            manifest = self._manifest()
            return manifest.fingerprint, manifest.entries
        return "", ()

    def damage(self) -> DamagedIndex | None:
        """Why the generation that serves has to be built anew, None if all is well."""
        return self._damage

    def verify(self) -> DamagedIndex | None:
        """Count the pages of the generation that serves; the servers check their own files."""
        self._damage = None
        with suppress(NoIndex):
            manifest = self._manifest()
            pages = self._server.size(self._names.index(manifest.generation))
            if pages != manifest.size:
                reason = f"it holds {pages} pages instead of {manifest.size}"
                self._damage = DamagedIndex(Path(manifest.generation), reason)
        return self._damage

    def publish(self, changes: Changes, progress: Callable[[Entry], None] | None = None) -> str:
        """See `kb.index.engine.Engine.publish`; raises SearchAway and SearchRefused too."""
        name = self._publisher.publish(changes, self._base, progress or (lambda _: None))
        with self._opening:
            self._asked, self._damage = 0.0, None
        return name

    def destroy(self) -> None:
        """Delete everything under the prefix, what serves too."""
        self._publisher.destroy()

    def _base(self) -> Manifest | None:
        with self._opening:
            self._asked = 0.0
        with suppress(NoIndex):
            return self._manifest()
        return None

    def _manifest(self) -> Manifest:
        with self._opening:
            return self._open()

    def _view(self, sees: Visibility) -> View:
        with self._opening:
            manifest = self._open()
            if sees not in self._views:
                self._views[sees] = self._shared(manifest.seen_by(sees))
            return self._views[sees]

    def _shared(self, seen: Manifest) -> View:
        """Where nothing is hidden, all share the same view."""
        opened = (view for view in self._views.values() if view.manifest == seen)
        return next(opened, None) or self._make(seen)

    def _make(self, seen: Manifest) -> View:
        index = self._names.index(seen.generation)
        statistics = Statistics(self._server, index, seen.hidden, seen.size)
        return View(index, seen, Rows(seen.editions), statistics)

    def _open(self) -> Manifest:
        """The manifest of what serves, read when another generation does. Raises NoIndex."""
        name = self._look()
        if self._serving is None or self._serving.generation != name:
            found = self._server.documents(self._names.manifests, [name]) if name else {}
            if name not in found:
                raise NoIndex(self._folder)
            self._serving, self._views = Manifest.from_json(name, found[name]), {}
        return self._serving

    def _look(self) -> str:
        if time.monotonic() - self._asked > _FRESH_SECONDS:
            self._current = self._names.generation(self._server.aliased(self._names.alias))
            self._asked = time.monotonic()
        return self._current
