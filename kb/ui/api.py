"""The app's answers for other programs: search, publications and pages as JSON.

What may be seen is what the sender's cookies may see on the screens. Who sends none gets what is
open to everyone, also a page of another host, if the settings name it: the association's website.
"""

import json
from collections.abc import Callable, Mapping
from importlib import resources
from math import ceil

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb import exchange
from kb.errors import KbError, PageNotFound, TooManyRequests
from kb.model import Filters, PageKey
from kb.texts import texts_in
from kb.ui import home, state
from kb.ui.address import FACETS, MAX_QUERY, SPOKEN
from kb.ui.limits import Rate

MOST_HITS = 50
MOST_OFFSET = 1000
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Origin"}
_STATUS: dict[type[KbError], int] = {PageNotFound: 404, TooManyRequests: 429}


_RATE = Rate(most=120)  # a minute; the description says so too


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
    return JSONResponse(described, headers=_headers(request))


async def _answer(request: Request, work: Callable[[], exchange.Json]) -> Response:
    """The work's answer; what goes wrong is {"error": its code, "message": a sentence}."""
    wait = ceil(_RATE.wait(request.client.host if request.client else ""))
    if wait:
        return _refusal(request, TooManyRequests(wait), {"Retry-After": str(wait)})
    try:
        return JSONResponse(await to_thread.run_sync(work), headers=_headers(request))
    except KbError as error:
        return _refusal(request, error)


def _refusal(request: Request, error: KbError, more: Mapping[str, str] = _PRIVATE) -> Response:
    sentence = texts_in(home.language(request.cookies)).error(error)
    return JSONResponse(
        {"error": error.code, "message": sentence},
        status_code=_STATUS.get(type(error), 503),
        headers={**_headers(request), **more},
    )


def _headers(request: Request) -> Mapping[str, str]:
    """Browsers show an answer to pages of another host only where it is named; never cookies'."""
    origin = request.headers.get("origin", "")
    if origin not in home.settings().websites:
        return _PRIVATE
    return {**_PRIVATE, "Access-Control-Allow-Origin": origin}


def _number(text: str, default: int, most: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(int(text), most) if is_number else default
