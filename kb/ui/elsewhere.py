"""The way to the association's own server and back, for people who have an account there."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kb.desk import accounts
from kb.errors import KbError
from kb.model import Account
from kb.settings import OpenId
from kb.texts import texts_in
from kb.ui import home, openid, session, signing_in
from kb.ui.places import within

_TRIP_COOKIE = "kb_unterwegs"
_LONGEST_TRIP = 15 * 60  # seconds


def routes() -> list[Route]:
    """The routes, under the base path."""
    base = home.settings().base_path
    return [
        Route(f"{base}/anmelden/verein", leave),
        Route(f"{base}/anmelden/zurueck", come_back),
    ]


async def leave(request: Request) -> Response:
    """Off to the association's server; `weiter` is where to go in the end."""
    onward = within(request.query_params.get("weiter", ""))
    back = str(request.url.replace(path=f"{home.settings().base_path}/anmelden/zurueck", query=""))
    try:
        address, trip = await to_thread.run_sync(openid.begin, _provider(), back, onward)
    except KbError as error:
        return await _told(request, error, onward)
    response = RedirectResponse(address, 303, signing_in.HEADERS)
    signing_in.set_cookie(request, response, _TRIP_COOKIE, session.sealed(trip))
    return response


async def come_back(request: Request) -> Response:
    """In, if that server vouches for them; the cookie shows that they set out from here."""
    trip = session.unsealed(request.cookies.get(_TRIP_COOKIE, ""), _LONGEST_TRIP)
    if not trip:
        return RedirectResponse(f"{home.settings().base_path}/anmelden", 303, signing_in.HEADERS)
    try:
        account = await to_thread.run_sync(_account, trip, dict(request.query_params))
    except KbError as error:
        response = await _told(request, error, trip["onward"])
    else:
        response = await signing_in.entered(request, account, trip["onward"])
    signing_in.drop_cookie(request, response, _TRIP_COOKIE)
    return response


def _account(trip: openid.Trip, sent: dict[str, str]) -> Account:
    person = openid.finish(_provider(), trip, sent)
    return accounts.from_elsewhere(home.desk(), person.subject, person.name, person.role)


def _provider() -> OpenId:
    provider = home.settings().openid
    assert provider is not None  # else there are no such routes
    return provider


async def _told(request: Request, error: KbError, onward: str) -> Response:
    problem = texts_in(home.language(request.cookies)).error(error)
    return await signing_in.form(request, onward, problem, status=403)
