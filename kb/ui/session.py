"""Who is using the app: the account behind the running script or request, if any."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st
from anyio import to_thread
from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kb.desk import sessions
from kb.desk.key import signing_key
from kb.errors import KbError, SignInNeeded
from kb.model import Account, Role, Visibility
from kb.texts import texts_in
from kb.ui import home

COOKIE = "kb_sitzung"
FORM_COOKIE = "kb_formular"  # of a browser in which nobody is signed in yet

_cookies_of_request: ContextVar[Mapping[str, str] | None] = ContextVar("cookies", default=None)


def account() -> Account | None:
    """Whoever the running script draws for or sent the running request; None: nobody signed in.

    Asked anew each time, so a session that ends in one window has ended in all of them. Where that
    cannot be found out, nobody is: readers go on searching, and `found_out` says why.
    """
    try:
        return found_out()
    except KbError:
        return None


def found_out() -> Account | None:
    """The same for the doors of the team. Raises what a desk does."""
    return account_of(_cookies())


def account_of(cookies: Mapping[str, str]) -> Account | None:
    """Whoever sent these cookies."""
    token = _token(cookies)
    return _holder(token, int(time.monotonic())) if token else None


def sees() -> Visibility:
    """How much the reader of the running script or request may see.

    Raises SignInNeeded for nobody where reading is for people with an account only.
    """
    if account() is not None:
        return Visibility.TEAM
    if is_reading_closed():
        raise SignInNeeded
    return Visibility.PUBLIC


def is_reading_closed() -> bool:
    """Whether nobody reads without an account."""
    return home.settings().reading != "open"


async def required(request: Request, role: Role) -> Account | Response:
    """Whoever sent the request, if they may do what `role` may; else the answer that refuses.

    To be asked before the body is read: who is refused, of whom no byte is kept.
    """
    texts = texts_in(home.language(request.cookies))
    try:
        found = await to_thread.run_sync(account_of, request.cookies)
    except KbError as error:
        return PlainTextResponse(texts.error(error), status_code=503)
    if found is None:
        return PlainTextResponse(texts.signing_in.needed, status_code=401)
    if role.is_staff and not found.role.is_staff:
        return PlainTextResponse(texts.staff_only, status_code=403)
    return found


# -- forms -----------------------------------------------------------------------------------------


def form_token() -> str:
    """What a form of ours sends back as `token`, to show that no other site made it; "" for nobody.

    For the running script or request; belongs to its session, or before signing in to its browser.
    """
    cookies = _cookies()
    holder = _token(cookies) or cookies.get(FORM_COOKIE, "")
    return _signer("form").get_signature(holder).decode() if holder else ""


def checks(request: Request, token: str) -> bool:
    """Whether a request that changes something comes from a form of ours in the same browser."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    holder = _token(request.cookies) or request.cookies.get(FORM_COOKIE, "")
    return bool(holder) and _signer("form").verify_signature(holder, token)


# -- the cookie ------------------------------------------------------------------------------------


def begin(account: Account) -> str:
    """Sign in: a new session; returns what the cookie holds."""
    token = sessions.begin(home.desk(), account.id, _now())
    return _signer("session").sign(token).decode()


def end(cookies: Mapping[str, str]) -> None:
    """Sign out, in every window of the browser and for whoever has a copy of the cookie."""
    if token := _token(cookies):
        sessions.end(home.desk(), token)
    forget()


def sealed(values: Mapping[str, str]) -> str:
    """Values for a cookie that nobody else can have made."""
    return _sealer().dumps(dict(values))


def unsealed(text: str, max_age: int) -> Mapping[str, str]:
    """The values again, if it was sealed at most `max_age` seconds ago; else none."""
    try:
        found: Mapping[str, str] = _sealer().loads(text, max_age=max_age)
    except BadSignature:
        return {}
    return found


def forget() -> None:
    """Look again who is who: after a change of accounts or sessions."""
    _holder.cache_clear()


@contextmanager
def of_request(cookies: Mapping[str, str]) -> Iterator[None]:
    """Within it `account` and `sees` speak of the sender of these cookies."""
    before = _cookies_of_request.set(cookies)
    try:
        yield
    finally:
        _cookies_of_request.reset(before)


def _cookies() -> Mapping[str, str]:
    cookies = _cookies_of_request.get()
    return _cookies_of_script() if cookies is None else cookies


def _cookies_of_script() -> Mapping[str, str]:
    """Those that came with the connection of the window, so signing in or out loads it anew."""
    return dict(st.context.cookies)


def _token(cookies: Mapping[str, str]) -> str:
    """The token of a cookie that we signed; "" for any other."""
    try:
        return _signer("session").unsign(cookies.get(COOKIE, "")).decode()
    except BadSignature:
        return ""


@lru_cache(maxsize=256)
def _holder(token: str, _second: int) -> Account | None:
    """Asked many times while a screen is drawn, looked up once a second."""
    return sessions.holder(home.desk(), token, _now())


def _signer(purpose: str) -> Signer:
    return Signer(_key(), salt=f"kb.{purpose}", key_derivation="hmac", digest_method=sha256)


def _sealer() -> URLSafeTimedSerializer:
    how = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeTimedSerializer(_key(), salt="kb.sealed", signer_kwargs=how)


def _key() -> bytes:
    settings = home.settings()
    return _key_in(settings.documents, settings.secret)


@lru_cache(maxsize=8)
def _key_in(documents: Path, given: str) -> bytes:
    return signing_key(documents, given)


def _now() -> datetime:
    return datetime.now(UTC)
