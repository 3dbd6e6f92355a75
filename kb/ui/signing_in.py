"""The plain pages around an account of one's own: signing in and out, a new password."""

import secrets
from collections.abc import Mapping
from functools import cache, partial
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kb.desk import accounts
from kb.errors import KbError, WeakPassword
from kb.model import Account
from kb.texts import Texts, texts_in
from kb.ui import assets, forms, home, session
from kb.ui.markup import render
from kb.ui.places import within
from kb.ui.tries import Tries

PATHS = ("anmelden", "abmelden", "passwort")
_AT_ONCE = 1  # a check needs 32 MiB and a core for a moment, which searches need too
_WAITING = 20
_TRIES = Tries()
HEADERS = {"Cache-Control": "no-store"}


def routes() -> list[Route]:
    """The routes, under the base path."""
    base = home.settings().base_path
    return [
        *_routes_elsewhere(),
        Route(f"{base}/anmelden", ask, methods=["GET"]),
        Route(f"{base}/anmelden", sign_in, methods=["POST"]),
        Route(f"{base}/abmelden", ask_to_leave, methods=["GET"]),
        Route(f"{base}/abmelden", leave, methods=["POST"]),
        Route(f"{base}/passwort", ask_for_password, methods=["GET"]),
        Route(f"{base}/passwort", change_password, methods=["POST"]),
    ]


def _routes_elsewhere() -> list[Route]:
    if home.settings().openid is None:
        return []
    from kb.ui import elsewhere  # needs packages that few have

    return elsewhere.routes()


def address(onward: str) -> str:
    """Where to sign in, to go on afterwards to path and query `onward`."""
    base = home.settings().base_path
    return f"{base}/anmelden?{urlencode({'weiter': onward.rstrip('?')})}"


# -- signing in ------------------------------------------------------------------------------------


async def ask(request: Request) -> Response:
    """The form; `weiter` is where to go afterwards."""
    return await form(request, within(request.query_params.get("weiter", "")))


async def sign_in(request: Request) -> Response:
    """Name and password: in, or the form again with a sentence."""
    texts = _texts(request)
    sent = await forms.fields(request)
    onward, name = within(sent.get("weiter", "")), sent.get("name", "")
    if not sent:
        return await form(request, onward, texts.signing_in.form_too_old, status=400)
    if wait := _wait(request, name):
        return await form(request, onward, _later(texts, wait), name, 429)
    account = await _slowly(name, sent.get("password", ""))
    if account is None:
        return await form(request, onward, texts.signing_in.wrong, name, 403)
    _TRIES.forgive(name, _address(request))
    return await entered(request, account, onward)


async def entered(request: Request, account: Account, onward: str) -> Response:
    """Signed in, and on the way to where they wanted to go."""
    response = RedirectResponse(_start_of(account, onward), 303, HEADERS)
    await _enter(request, response, account)
    return response


async def form(
    request: Request, onward: str, problem: str = "", name: str = "", status: int = 200
) -> Response:
    """The page for signing in, with what is wrong."""
    try:
        first = not await to_thread.run_sync(accounts.any_exist, home.desk())
    except KbError as error:
        first, problem = False, _texts(request).error(error)
    return _page(
        request,
        "account/signing_in.html",
        status,
        onward=onward,
        problem=problem,
        name=name,
        nobody_yet=first and home.settings().openid is None,
        elsewhere=home.settings().openid is not None,
        open_to_all=not session.is_reading_closed(),
    )


async def _slowly(name: str, password: str) -> Account | None:
    """Passwords are slow to check; no more at once than the machine can bear."""
    return await to_thread.run_sync(
        accounts.signed_in, home.desk(), name, password, limiter=_limiter()
    )


def _wait(request: Request, name: str) -> float:
    """Count a try; the seconds until there may be another, if it must not be made."""
    if _limiter().statistics().tasks_waiting >= _WAITING:
        return 1.0
    return _TRIES.take(name, _address(request))


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


async def _enter(request: Request, response: Response, account: Account) -> None:
    """A session of its own for every sign-in; one that somebody put there before ends."""
    await to_thread.run_sync(session.end, request.cookies)
    value = await to_thread.run_sync(session.begin, account)
    set_cookie(request, response, session.COOKIE, value)
    drop_cookie(request, response, session.FORM_COOKIE)


def _start_of(account: Account, onward: str) -> str:
    base = home.settings().base_path
    return f"{base}/verwaltung" if account.role.is_staff and onward == f"{base}/" else onward


def _later(texts: Texts, wait: float) -> str:
    return texts.signing_in.too_many.format(minutes=int(wait // 60) + 2)  # never "1 minutes"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


# -- signing out -----------------------------------------------------------------------------------


async def ask_to_leave(request: Request) -> Response:
    """A button; a link alone signs nobody out, since any page could hold it."""
    return _page(request, "account/signing_out.html")


async def leave(request: Request) -> Response:
    """End the session, in all windows."""
    if not await forms.fields(request):
        return await ask_to_leave(request)
    await to_thread.run_sync(session.end, request.cookies)
    # pictures and files that were for the team go from the browser's own store too
    headers = {**HEADERS, "Clear-Site-Data": '"cache"'}
    response = RedirectResponse(within(""), 303, headers)
    drop_cookie(request, response, session.COOKIE)
    return response


# -- one's own password ----------------------------------------------------------------------------


async def ask_for_password(request: Request, problem: str = "", status: int = 200) -> Response:
    """The form for a new password, for whoever is signed in."""
    account = await to_thread.run_sync(session.account)
    if account is None:
        return RedirectResponse(f"{home.settings().base_path}/anmelden", 303, HEADERS)
    return _page(request, "account/password.html", status, account=account, problem=problem)


async def change_password(request: Request) -> Response:
    """The new password holds, and every other session of the account has ended."""
    texts = _texts(request)
    account = await to_thread.run_sync(session.account)
    sent = await forms.fields(request)
    if account is None or not sent:
        return await ask_for_password(request, texts.signing_in.form_too_old, 400)
    if wait := _wait(request, account.name):
        return await ask_for_password(request, _later(texts, wait), 429)
    if await _slowly(account.name, sent.get("password", "")) != account:
        return await ask_for_password(request, texts.signing_in.wrong_password, 403)
    _TRIES.forgive(account.name, _address(request))
    if problem := await _renew(account, sent, texts):
        return await ask_for_password(request, problem, 422)
    response = _page(request, "account/password_changed.html")
    await _enter(request, response, account)
    return response


async def _renew(account: Account, sent: Mapping[str, str], texts: Texts) -> str:
    """Set the new password; returns what is wrong with it."""
    if sent.get("new") != sent.get("again"):
        return texts.signing_in.not_the_same
    new = sent.get("new", "")
    try:
        change = partial(accounts.set_password, home.desk(), account, new, by=account)
        await to_thread.run_sync(change)
    except WeakPassword as error:
        return texts.error(error)
    return ""


# -- their parts -----------------------------------------------------------------------------------


def _page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page without Streamlit, with a form token for this browser."""
    fresh = "" if session.form_token() else secrets.token_urlsafe(32)
    with session.of_request(
        {**request.cookies, session.FORM_COOKIE: fresh} if fresh else request.cookies
    ):
        token = session.form_token()
    base = home.settings().base_path
    body = render(template, _texts(request), asset=assets.url, base=base, token=token, **values)
    response = HTMLResponse(body, status, HEADERS)
    if fresh:
        set_cookie(request, response, session.FORM_COOKIE, fresh)
    return response


def _texts(request: Request) -> Texts:
    return texts_in(home.language(request.cookies))


def set_cookie(
    request: Request, response: Response, name: str, value: str, max_age: int | None = None
) -> None:
    """Until the browser is closed; the server ends a session earlier."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=f"{home.settings().base_path}/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Take it from the browser."""
    set_cookie(request, response, name, "", max_age=0)
