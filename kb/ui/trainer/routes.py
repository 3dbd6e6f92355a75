"""What a collection's screen asks the server for: changes of it, and its handout as files."""

from collections.abc import Callable, Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kb.errors import CollectionNotFound, KbError, PageNotFound
from kb.model import Role
from kb.texts import Texts, texts_in
from kb.ui import colours, home, session, state
from kb.ui.forms import fields
from kb.ui.trainer import changes
from kb.ui.trainer.collections import of_reader, open_ones, pieces

_PRIVATE = {"Cache-Control": "private, no-store"}


def routes() -> list[Route]:
    """The routes, under the base path."""
    base = home.settings().base_path
    return [
        Route(f"{base}/sammlung", choices),
        Route(f"{base}/sammlung", change, methods=["POST"]),
        Route(f"{base}/sammlung/{{number:int}}", fragment),
        Route(f"{base}/wortliste", word_list),
        Route(f"{base}/handout/{{number:int}}.{{ending:path}}", download),
    ]


async def choices(request: Request) -> Response:
    """Where something can be kept: {"collections": [{"id", "title"}, …]}."""
    return await _for_team(
        request, lambda _: JSONResponse({"collections": open_ones()}, headers=_PRIVATE)
    )


async def fragment(request: Request) -> Response:
    """The pieces of a collection as they are now: {"html": …}."""
    return await _for_team(request, lambda texts: _pieces(request.path_params["number"], texts))


async def change(request: Request) -> Response:
    """One change, named by `do`: {"html": the pieces, "said": a sentence} or {"go": an address}."""
    refused = await session.required(request, Role.TRAINER)
    if isinstance(refused, Response):
        return refused
    sent = await fields(request)
    if not sent:
        return PlainTextResponse(_texts(request).collecting.trouble, status_code=403)
    return await _for_team(request, lambda texts: _changed(sent, texts))


async def download(request: Request) -> Response:
    """The handout of a collection as a file."""
    number, ending = request.path_params["number"], request.path_params["ending"]

    def made(texts: Texts) -> Response:
        from kb.ui.trainer import files  # a third of a second, which no start of the app waits for

        if ending not in files.KINDS:
            raise CollectionNotFound(number)
        collection = of_reader().open(number)
        content = files.handout(ending, collection, state.library(), accent=_accent())
        headers = {"Content-Disposition": f'attachment; filename="handout-{number}.{ending}"'}
        return Response(content, media_type=files.KINDS[ending], headers={**headers, **_PRIVATE})

    return await _for_team(request, made)


async def word_list(request: Request) -> Response:
    """The glossary's terms in the languages `l`, as a PDF."""
    languages = request.query_params.getlist("l")

    def made(_texts: Texts) -> Response:
        from kb.ui.trainer import files

        content = files.word_list(languages, state.library())
        headers = {"Content-Disposition": 'attachment; filename="wortliste.pdf"', **_PRIVATE}
        return Response(content, media_type="application/pdf", headers=headers)

    return await _for_team(request, made)


def _changed(sent: Mapping[str, str], texts: Texts) -> Response:
    answer = changes.apply(of_reader(), state.library(), sent, texts)
    if answer.collection is None:
        told = {"go": answer.go, "said": answer.said, "collection": answer.kept_in}
        return JSONResponse(told, headers=_PRIVATE)
    return _pieces(answer.collection, texts, answer.said)


def _pieces(number: int, texts: Texts, said: str = "") -> Response:
    html = pieces(of_reader().open(number), texts)
    return JSONResponse({"html": html, "said": said}, headers=_PRIVATE)


async def _for_team(request: Request, work: Callable[[Texts], Response]) -> Response:
    """The work in a thread, for people who signed in; what goes wrong is one sentence."""
    refused = await session.required(request, Role.TRAINER)
    if isinstance(refused, Response):
        return refused
    try:
        return await to_thread.run_sync(work, _texts(request))
    except KbError as error:
        return _refusal(request, error)


def _refusal(request: Request, error: KbError) -> Response:
    gone = isinstance(error, CollectionNotFound | PageNotFound)
    sentence = _texts(request).error(error)
    return PlainTextResponse(sentence, status_code=404 if gone else 422)


def _accent() -> str:
    """The association's colour, dark enough for paper; "" for ours."""
    colour = home.settings().accent
    return colours.light(colour).accent if colour else ""


def _texts(request: Request) -> Texts:
    return texts_in(home.language(request.cookies))
