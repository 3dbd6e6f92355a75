"""What the app serves beside Streamlit: documents, page images, PDFs, its own files."""

import re
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from kb.errors import KbError, PageNotDrawn, PageNotFound
from kb.model import PageKey
from kb.texts import ALL_TEXTS, texts_in
from kb.ui import (
    api,
    assets,
    health,
    home,
    incoming,
    kept,
    session,
    signing_in,
    similar,
    staff,
    state,
    trainer,
    website,
)
from kb.ui.address import MAX_QUERY, SPOKEN, Address
from kb.ui.places import PAGES, name_of, within
from kb.ui.shell import shell
from kb.ui.staff import accounts
from kb.ui.trainer import routes as collecting

_DEFAULT_WIDTH = 1100
_EDITION = re.compile(r"([a-z0-9-]{1,80})\.([a-z0-9-]{1,40})")
_LONGEST_PASSAGE = 8000  # bytes
_FOREVER = "public, max-age=31536000, immutable"
# pages may come from publications that are not for everyone, so no shared cache may keep them
_ASK_AGAIN = "private, no-cache"


def routes() -> list[Route]:
    """All routes, under the base path. Raises BadSetting."""
    base = home.settings().base_path
    pages = [Route(f"{base}/{name}", document) for name in PAGES]
    return [
        *pages,
        *signing_in.routes(),
        *incoming.routes(),
        *accounts.routes(),
        *collecting.routes(),
        *api.routes(),
        *health.routes(),
        *website.routes(),
        Route(f"{base}/seite/{{key:path}}", page_image),
        Route(f"{base}/stellen", kept_cards),
        Route(f"{base}/{similar.PATH}", similar_pages, methods=["GET", "POST"]),
        Route(f"{base}/pdf/{{name:path}}", pdf),
        Route(f"{base}/kb/{{name:path}}", own_file),
        Route(f"{base}/sprache/{{language:path}}", choose_language),
    ]


async def document(request: Request) -> Response:
    """The app itself; the team's screens lead those who are not signed in to signing in."""
    nobody = await _nobody()
    if nobody and name_of(request.url.path) in (*trainer.PATHS, *staff.PATHS):
        await to_thread.run_sync(session.found_out)  # accounts that cannot be read are said to be
        onward = f"{name_of(request.url.path)}?{request.url.query}"
        return RedirectResponse(signing_in.address(onward), 303)
    content = shell(home.language(request.cookies), team=not nobody)
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie"}
    return HTMLResponse(content, headers=headers)


async def page_image(request: Request) -> Response:
    """A page as WebP: `b` is the width in pixels, `q` the query whose words are marked."""
    key = PageKey.parse(request.path_params["key"])
    query = request.query_params.get("q", "")[:MAX_QUERY]
    width = _width(request.query_params.get("b", ""))
    language = request.query_params.get(SPOKEN, "")
    if key is None:
        return _answer(request, PageNotFound(request.path_params["key"][:100]))
    try:
        image = await to_thread.run_sync(state.library().image, key, query, width, language)
    except KbError as error:
        return _answer(request, error)
    tag = f'"{sha256(image).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": _ASK_AGAIN}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(image, media_type="image/webp", headers=headers)


async def pdf(request: Request) -> Response:
    """The file of an edition, in the browser's own viewer; `#page=N` in a link opens it there."""
    name = request.path_params["name"]
    match = _EDITION.fullmatch(name)
    try:
        if match is None:
            raise PageNotFound(name[:100])
        path = await to_thread.run_sync(state.library().pdf, match[1], match[2])
    except KbError as error:
        return _answer(request, error)
    return FileResponse(
        path,
        media_type="application/pdf",
        filename=f"{match[1]}-{match[2]}.pdf",  # never the name the file came with
        content_disposition_type="inline",
        headers={"Cache-Control": _ASK_AGAIN},
    )


async def kept_cards(request: Request) -> Response:
    """The cards of the places `k`, as JSON: for lists that only the asking browser has."""
    texts = texts_in(home.language(request.cookies))
    try:
        cards = await to_thread.run_sync(kept.cards, request.query_params.getlist("k"), texts)
    except KbError as error:
        return _answer(request, error)
    return JSONResponse({"cards": cards}, headers={"Cache-Control": _ASK_AGAIN})


async def similar_pages(request: Request) -> Response:
    """Pages like the one read, or by POST like the passage in the body, as JSON.

    The query is that of the page the reader is on: the links lead on from there.
    """
    texts = texts_in(home.language(request.cookies))
    address = Address.read(request.query_params.getlist)
    try:
        if request.method == "POST":
            passage = (await _beginning(request, _LONGEST_PASSAGE)).decode(errors="ignore")
            html = await to_thread.run_sync(similar.of_passage, passage, address, texts)
        else:
            html = await to_thread.run_sync(similar.of_page, address, texts)
    except KbError as error:
        return _answer(request, error)
    return JSONResponse({"html": html}, headers={"Cache-Control": _ASK_AGAIN})


async def own_file(request: Request) -> Response:
    """Style, script, font, icon."""
    name = request.path_params["name"]
    if name not in assets.TYPES:
        return _answer(request, PageNotFound(name[:100]))
    headers = {"Cache-Control": _FOREVER}
    return Response(assets.content(name), media_type=assets.media_type(name), headers=headers)


async def choose_language(request: Request) -> Response:
    """Remember the language and go back to where the reader was."""
    language = request.path_params["language"]
    back = within(_here(request.headers.get("referer", "")))
    response = RedirectResponse(back, status_code=303)
    if language in ALL_TEXTS:
        response.set_cookie(
            home.LANGUAGE_COOKIE,
            language,
            max_age=365 * 24 * 3600,
            path=f"{home.settings().base_path}/",
            samesite="lax",
            httponly=True,
            secure=request.url.scheme == "https",
        )
    return response


async def _beginning(request: Request, length: int) -> bytes:
    """The first bytes of the body; the rest is not waited for."""
    body = b""
    async for piece in request.stream():
        body += piece[: length - len(body)]
        if len(body) >= length:
            break
    return body


def _here(address: str) -> str:
    """The path and query of an address; "" for nonsense."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, ""))


def _width(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else _DEFAULT_WIDTH


async def _nobody() -> bool:
    return await to_thread.run_sync(session.account) is None


_STATUS: dict[type[KbError], int] = {PageNotFound: 404, PageNotDrawn: 422}


def _answer(request: Request, error: KbError) -> Response:
    """One sentence in the reader's language."""
    texts = texts_in(home.language(request.cookies))
    return PlainTextResponse(texts.error(error), status_code=_STATUS.get(type(error), 503))
