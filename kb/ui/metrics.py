"""Figures for a monitor such as Prometheus: counts and times, nothing about anybody.

They are served on a port of their own, for this machine only: no reverse proxy shows them to the
world by mistake.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kb.errors import BadSetting, KbError
from kb.ui import incoming, state, timing
from kb.ui.timing import Answered, Searched, Windows

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = ("GET", "HEAD", "POST")  # others are anybody's invention


class Figures:
    """A listener that counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Histogram(
            "kb_request_seconds",
            "Requests by what answered them, and how long that took",
            ("what", "method", "status"),
            buckets=_SECONDS,
            registry=registry,
        )
        self._searches = Histogram(
            "kb_search_seconds",
            "Searches, also those answered from memory",
            buckets=_SECONDS,
            registry=registry,
        )
        self._empty = Counter(
            "kb_searches_without_hits", "Of them without a hit", registry=registry
        )
        self._windows = Gauge("kb_windows", "Windows connected now", registry=registry)

    def __call__(self, event: Answered | Searched | Windows) -> None:
        """Count one event."""
        match event:
            case Answered(what, method, status, seconds):
                method = method if method in _METHODS else "other"
                self._requests.labels(what, method, str(status)).observe(seconds)
            case Searched(hits, seconds):
                self._searches.observe(seconds)
                self._empty.inc(not hits)
            case Windows(count):
                self._windows.set(count)


class Shelf(Collector):
    """What can be searched, looked up whenever the figures are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of this moment."""
        try:
            publications = state.shared_library().publications()
            found, is_ready = len(publications), 1
        except KbError:
            found, is_ready = 0, 0
        yield GaugeMetricFamily("kb_ready", "1 if a search can be answered", is_ready)
        yield GaugeMetricFamily("kb_publications", "Publications open to everyone", found)
        try:
            waiting = len(incoming.intake().jobs.open())
        except KbError:
            return
        yield GaugeMetricFamily("kb_files_waiting", "Uploads not searchable yet", waiting)


@contextmanager
def served(port: int) -> Iterator[None]:
    """Within it the figures are at http://127.0.0.1:port/metrics. Raises BadSetting."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    registry.register(Shelf())
    try:
        server, thread = start_http_server(port, "127.0.0.1", registry)
    except OSError as error:
        taken = f"this port cannot be used ({error.strerror})"
        raise BadSetting("KB_METRICS", str(port), taken) from error
    try:
        with timing.told_to(Figures(registry)):
            yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
