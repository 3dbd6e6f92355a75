"""The search box for the association's own website: a script that the website names in one tag."""

import json
from dataclasses import asdict
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kb.texts import ALL_TEXTS
from kb.ui import assets, home

_AN_HOUR = "public, max-age=3600"  # its address has no digest: it stands in the website's pages


def routes() -> list[Route]:
    """The route, under the base path."""
    return [Route(f"{home.settings().base_path}/website.js", script)]


async def script(request: Request) -> Response:
    """The script with its words; it asks `/api/search` where the setting names the website."""
    headers = {"Cache-Control": _AN_HOUR}
    return Response(_script(), media_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> bytes:
    words = {language: asdict(texts.website) for language, texts in ALL_TEXTS.items()}
    source = (assets.STATIC / "website.js").read_text("utf-8")
    return source.replace("PHRASES", json.dumps(words, ensure_ascii=False), 1).encode()
