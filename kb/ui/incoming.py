"""The way in for files: `POST eingang`, one file a request, streamed to disk and kept for good."""

from collections.abc import Callable
from functools import cache

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kb.errors import FileTooLarge, KbError
from kb.intake import LARGEST, Intake, Keeper, is_id
from kb.model import Account, Role
from kb.texts import texts_in
from kb.ui import home, session

PATH = "eingang"
FINISHED = "fertige"  # in place of an id: all that need nobody any more
_TOKEN = "x-kb-token"  # noqa: S105 - the name of a header
_LONGEST_NAME = 1000
_FULL = 507


def routes() -> list[Route]:
    """The routes, under the base path."""
    base = home.settings().base_path
    return [
        Route(f"{base}/{PATH}", token, methods=["GET"]),
        Route(f"{base}/{PATH}", receive, methods=["POST"]),
        Route(f"{base}/{PATH}/{{id}}", again, methods=["POST"]),
        Route(f"{base}/{PATH}/{{id}}", forget, methods=["DELETE"]),
    ]


@cache
def intake() -> Intake:
    """What has arrived in this home."""
    return Intake(home.settings())


@cache
def keeper() -> Keeper:
    """Whoever has files taken in; started once by the server."""
    return Keeper(intake())


async def token(request: Request) -> Response:
    """The token to send files with, for a window in which somebody signed in anew."""
    account = await session.required(request, Role.STAFF)
    if isinstance(account, Response):
        return account
    with session.of_request(request.cookies):
        answer = {"token": session.form_token()}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def receive(request: Request) -> Response:
    """Take in one file: `id` is 32 hexadecimal digits that the sender chose, `name` its name.

    201: it is on disk, and nothing loses it any more. Whoever hears nothing sends it again under
    the same id. Nobody but staff gets as far as having a byte read.
    """
    account = await session.required(request, Role.STAFF)
    if isinstance(account, Response):
        return account
    refusal = _refused(request)
    if refusal is not None:
        return refusal
    try:
        await _keep(request, account)
    except KbError as error:
        return _told(request, error)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody hears it
    keeper().call()
    return JSONResponse({"id": request.query_params["id"]}, status_code=201)


async def again(request: Request) -> Response:
    """Have a refused file read once more."""
    return await _change(request, intake().try_again)


async def forget(request: Request) -> Response:
    """Take a finished file off the list, or all of them; refused ones go from the disk, too."""
    return await _change(request, _forget)


def _forget(job_id: str) -> None:
    intake().forget(intake().finished() if job_id == FINISHED else [job_id])


async def _keep(request: Request, account: Account) -> None:
    sender_id, name = request.query_params["id"], request.query_params.get("name", "")
    with intake().inbox.receiving(sender_id, name[:_LONGEST_NAME]) as arrival:
        async for piece in request.stream():
            if piece:
                await to_thread.run_sync(arrival.write, piece)
        delivery = await to_thread.run_sync(arrival.accept)
    await to_thread.run_sync(intake().accepted, delivery, account.id)


async def _change(request: Request, change: Callable[[str], None]) -> Response:
    account = await session.required(request, Role.STAFF)
    if isinstance(account, Response):
        return account
    if not _is_ours(request):
        return _text(request, 403)
    try:
        await to_thread.run_sync(change, request.path_params["id"])
    except KbError as error:
        return _told(request, error)
    keeper().call()
    return Response(status_code=204)


def _refused(request: Request) -> Response | None:
    """The answer to what need not be read at all."""
    if not _is_ours(request) or not is_id(request.query_params.get("id", "")):
        return _text(request, 403)
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > LARGEST:
        return _told(request, FileTooLarge(request.query_params.get("name", "")[:100], LARGEST))
    return None


def _is_ours(request: Request) -> bool:
    return session.checks(request, request.headers.get(_TOKEN, ""))


def _text(request: Request, status: int) -> Response:
    texts = texts_in(home.language(request.cookies))
    return PlainTextResponse(texts.signing_in.form_too_old, status_code=status)


def _told(request: Request, error: KbError) -> Response:
    texts = texts_in(home.language(request.cookies))
    status = 413 if isinstance(error, FileTooLarge) else _FULL
    return PlainTextResponse(texts.error(error), status_code=status)
