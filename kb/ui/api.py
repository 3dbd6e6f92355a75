"""The app's answers for other programs: search, publications and pages as JSON.

What may be seen is what the sender's cookies may see on the screens. Who sends none gets what is
open to everyone, also from a page of another host: the association's own website.
"""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from importlib import resources

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb import exchange
from kb.errors import KbError, PageNotFound
from kb.model import Filters, PageKey
from kb.texts import texts_in
from kb.ui import home, state
from kb.ui.address import FACETS, MAX_QUERY, SPOKEN

MOST_HITS = 50
MOST_OFFSET = 1000
_ANYONE = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
}
_STATUS: Mapping[type[KbError], int] = {PageNotFound: 404}


class Rate:
    """How often one address may ask: `most` requests in `seconds`. For one thread."""

    def __init__(self, most: int = 120, seconds: float = 60.0) -> None:
        self._most = most
        self._seconds = seconds
        self._asked: dict[str, deque[float]] = {}

    def wait(self, address: str, now: float | None = None) -> float:
        """Count a request; returns 0, or the seconds until the next one is answered."""
        now = time.monotonic() if now is None else now
        if len(self._asked) > 10_000:
            self._asked = {a: d for a, d in self._asked.items() if d[-1] > now - self._seconds}
        times = self._asked.setdefault(address, deque())
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + self._seconds - now
        times.append(now)
        return 0.0


_RATE = Rate()


def routes() -> list[Route]:
    """The routes, under the base path."""
    base = f"{home.settings().base_path}/api"
    return [
        Route(f"{base}/search", search),
        Route(f"{base}/publications", publications),
        Route(f"{base}/pages/{{key:path}}", page),
        Route(f"{base}/openapi.json", description),
    ]


async def search(request: Request) -> Response:
    """As the screen: `q`, `limit`, `offset`, `sprache` and the filters under their names there."""
    asked = request.query_params
    filters = Filters(
        {
            facet.value: frozenset(values[:20])
            for facet, name in FACETS.items()
            if (values := asked.getlist(name))
        }
    )

    def found() -> exchange.Json:
        return exchange.results(
            state.search(
                asked.get("q", "")[:MAX_QUERY],
                filters,
                limit=_number(asked.get("limit", ""), 10, MOST_HITS),
                offset=_number(asked.get("offset", ""), 0, MOST_OFFSET),
                language=asked.get(SPOKEN, ""),
            )
        )

    return await _answer(request, found)


async def publications(request: Request) -> Response:
    """What can be searched."""
    return await _answer(request, lambda: exchange.publications(state.publications()))


async def page(request: Request) -> Response:
    """One page with its text."""
    named = request.path_params["key"]

    def found() -> exchange.Json:
        key = PageKey.parse(named)
        if key is None:
            raise PageNotFound(named[:100])
        return exchange.page(state.library().page(key))

    return await _answer(request, found)


async def description(request: Request) -> Response:
    """All of this in the words of OpenAPI."""
    text = resources.files("kb.ui").joinpath("openapi.json").read_text("utf-8")
    described = json.loads(text)
    described["servers"] = [{"url": f"{home.settings().base_path}/api"}]
    return JSONResponse(described, headers=_ANYONE)


async def _answer(request: Request, work: Callable[[], exchange.Json]) -> Response:
    """The work's answer; what goes wrong is {"error": its code, "message": a sentence}."""
    wait = _RATE.wait(request.client.host if request.client else "")
    if wait:
        return _refusal(429, "too_many", "Too many requests.", {"Retry-After": f"{int(wait) + 1}"})
    try:
        return JSONResponse(await to_thread.run_sync(work), headers=_ANYONE)
    except KbError as error:
        sentence = texts_in(state.language(request.cookies)).error(error)
        return _refusal(_STATUS.get(type(error), 503), error.code, sentence)


def _refusal(
    status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    return JSONResponse(
        {"error": code, "message": sentence},
        status_code=status,
        headers={**_ANYONE, **(headers or {})},
    )


def _number(text: str, default: int, most: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(int(text), most) if is_number else default
