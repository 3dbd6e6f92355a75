"""What monitors ask: does the process live, and can a search be answered?"""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb.errors import KbError
from kb.ui import home, state

_NOW = {"Cache-Control": "no-store"}


def routes() -> list[Route]:
    """The routes, under the base path; open to everyone also where reading is not."""
    base = home.settings().base_path
    return [Route(f"{base}/health", health), Route(f"{base}/ready", ready)]


async def health(request: Request) -> Response:
    """200 as long as the process answers at all: to be started again if it does not."""
    return JSONResponse({"alive": True}, headers=_NOW)


async def ready(request: Request) -> Response:
    """200 when a search can be answered, 503 while nothing is indexed or the index is damaged."""
    try:
        await to_thread.run_sync(state.shared_library().publications)
    except KbError as error:
        return JSONResponse({"ready": False, "reason": error.code}, status_code=503, headers=_NOW)
    return JSONResponse({"ready": True}, headers=_NOW)
