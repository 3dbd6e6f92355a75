"""Middleware around Streamlit: security headers, refused uploads, closed doors, real 404s."""

import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kb.errors import KbError
from kb.texts import Texts, texts_in
from kb.ui import assets, home, session, signing_in
from kb.ui.markup import render
from kb.ui.places import PAGES
from kb.ui.shell import inline_script_hash

_UPLOAD = "/_stcore/upload_file"
_STORE = "/media/"
_CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
# what the page for signing in needs, and what tells a monitor that the server is up
_WAY_IN = re.compile(r"/anmelden(/.*)?|/health|/ready|/kb/.*|/sprache/.*")
_LONGEST_PATH = 1000  # ours have up to 200 characters
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# a PDF viewer inside the browser brings styles of its own, which the app's policy would forbid
_PDF_POLICY = "frame-ancestors 'self'"


class Guard:
    """Everything that passes gets our headers; what Streamlit should not do, it is not asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and (_is_foreign(scope) or await _is_barred(scope)):
            await WebSocketClose(1008)(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _with_headers(scope, send)
        with session.of_request(_cookies(scope)):
            try:
                refusal = _refusal(scope) or await _sign_in_first(scope)
                if refusal is None:
                    passing = await _without_exports(scope, _without_shell(scope, send))
                    await self._app(scope, receive, passing)
                    return
            except KbError as error:  # of a route of ours, which answer only when all is done
                refusal = PlainTextResponse(_texts(scope).error(error), status_code=503)
            await refusal(scope, receive, send)


def policy(host: str) -> str:
    """The content security policy: nothing from, and nothing to, any other host.

    Styles must be allowed inline because Streamlit writes them so. Older Safari does not count a
    web socket of the same host as 'self', so the host is named.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            f"script-src 'self' {inline_script_hash()}",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def _refusal(scope: Scope) -> Response | None:
    if _is_garbled(scope):
        return PlainTextResponse(_texts(scope).trouble, status_code=400)
    path = _inner_path(scope)
    if path.startswith(_UPLOAD):
        # Streamlit takes uploads of any visitor into memory, whatever is on the page; the staff's
        # go through a route of ours
        return PlainTextResponse(_texts(scope).no_uploads, status_code=403)
    if path.startswith(_CLOSED):
        return _unknown_place(scope)
    return None


def _is_garbled(scope: Scope) -> bool:
    """Whether its address is none: everything below takes it apart, in ways of its own."""
    host: str = Headers(scope=scope).get("host", "localhost")
    query: bytes = scope["query_string"]
    try:
        urlsplit(f"//{host}")
    except ValueError:
        return True
    too_long = len(scope["path"]) > _LONGEST_PATH
    return too_long or not (query.isascii() and _HOST.fullmatch(host))


async def _sign_in_first(scope: Scope) -> Response | None:
    """Where reading is for people with an account, nobody else gets anything but the way in."""
    path = _inner_path(scope)
    if _WAY_IN.fullmatch(path) or not await _is_closed_to(scope):
        return None
    if scope["method"] == "GET" and path.lstrip("/") in PAGES:
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(signing_in.address(f"{path.lstrip('/')}?{query}"), 303)
    return PlainTextResponse(_texts(scope).signing_in.needed, status_code=401)


async def _is_barred(scope: Scope) -> bool:
    """The same, also while it cannot be found out who the sender is."""
    try:
        return await _is_closed_to(scope)
    except KbError:
        return True


async def _is_closed_to(scope: Scope) -> bool:
    """Whether the sender may see nothing at all."""
    if not session.is_reading_closed():
        return False
    return await to_thread.run_sync(session.account_of, _cookies(scope)) is None


def _is_foreign(scope: Scope) -> bool:
    """Whether a page of another host opens a web socket.

    Streamlit would let in what calls itself localhost, and asks a server on the internet for this
    machine's address before it refuses the others.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host", "")


def _inner_path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(home.settings().base_path)


def _without_shell(scope: Scope, send: Send) -> Send:
    """Streamlit answers every unknown path with its start document and 200; make that a 404."""
    replaced = False

    async def checked(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start":
            replaced = _is_streamlit_document(scope, message)
            if replaced:
                response = _unknown_place(scope)
                await send({**message, "status": 404, "headers": response.raw_headers})
                body = b"" if scope["method"] == "HEAD" else bytes(response.body)
                await send({"type": "http.response.body", "body": body})
                return
        if not replaced:
            await send(message)

    return checked


async def _without_exports(scope: Scope, send: Send) -> Send:
    """Streamlit sends what a screen offers for download to whoever has its address.

    Only staff's screens do; the one thing of Streamlit's store that everyone gets is the icon.
    """
    if not _inner_path(scope).startswith(_STORE):
        return send
    account = await to_thread.run_sync(session.account_of, _cookies(scope))
    if account is not None and account.role.is_staff:
        return send
    replaced = False

    async def checked(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            replaced = message["status"] < 400 and not kind.startswith("image/")
            if replaced:
                refusal = PlainTextResponse(_texts(scope).signing_in.needed, status_code=401)
                await refusal(scope, _nothing, send)
        if not replaced:
            await send(message)

    return checked


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _is_streamlit_document(scope: Scope, message: MutableMapping[str, Any]) -> bool:
    html = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
    ours = _inner_path(scope).lstrip("/") in (*PAGES, *signing_in.PATHS)
    return html and message["status"] in (200, 304) and scope["method"] != "POST" and not ours


def _unknown_place(scope: Scope) -> Response:
    base = home.settings().base_path
    body = render("unknown.html", _texts(scope), asset=assets.url, base=base)
    return HTMLResponse(body, status_code=404)


def _texts(scope: Scope) -> Texts:
    return texts_in(home.language(_cookies(scope)))


def _cookies(scope: Scope) -> dict[str, str]:
    return cookie_parser(Headers(scope=scope).get("cookie", ""))


def _with_headers(scope: Scope, send: Send) -> Send:
    host = Headers(scope=scope).get("host", "")

    async def added(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(_ALWAYS)
            is_pdf = headers.get("content-type") == "application/pdf"
            headers["Content-Security-Policy"] = _PDF_POLICY if is_pdf else policy(host)
        await send(message)

    return added
