"""How long answers take, told to whoever wants to know; never what was asked, or by whom."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb import logs


@dataclass(frozen=True, slots=True)
class Answered:
    """A request was answered. `what` names the function that did, "streamlit" for its own files."""

    what: str
    method: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Searched:
    """A search found `hits` pages."""

    hits: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Windows:
    """So many windows of browsers are connected now."""

    open: int


Listener = Callable[[Answered | Searched | Windows], None]
_listeners: list[Listener] = []


@contextmanager
def told_to(*listeners: Listener) -> Iterator[None]:
    """Within it these hear of everything, from several threads."""
    _listeners.extend(listeners)
    try:
        yield
    finally:
        for listener in listeners:
            _listeners.remove(listener)


def tell(event: Answered | Searched | Windows) -> None:
    """Tell the listeners."""
    for listener in tuple(_listeners):
        listener(event)


def logged(event: Answered | Searched | Windows) -> None:
    """A listener that writes the log."""
    match event:
        case Answered(what, method, status, seconds):
            logs.event("answered", what=what, method=method, status=status, ms=_ms(seconds))
        case Searched(hits, seconds):
            logs.event("searched", hits=hits, ms=_ms(seconds))
        case Windows(count):
            logs.event("windows", open=count)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


class Measured:
    """Middleware around everything else: times requests and counts windows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._windows = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await self._window(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _window(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._windows += 1
        tell(Windows(self._windows))
        try:
            await self._app(scope, receive, send)
        finally:
            self._windows -= 1
            tell(Windows(self._windows))

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - started
            tell(Answered(_what(scope), scope["method"], status, seconds))


def _what(scope: Scope) -> str:
    """Known once the request has found its route; few names, whatever people ask for."""
    endpoint = scope.get("endpoint")
    module = getattr(endpoint, "__module__", "")
    if not module.startswith("kb."):
        return "streamlit"
    return f"{module.removeprefix('kb.ui.')}.{getattr(endpoint, '__name__', '')}"
