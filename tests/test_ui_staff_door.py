"""Whatever runs for the team asks first who it runs for: screens, parts of screens, routes."""

import ast
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from starlette.routing import Route
from starlette.types import Message, Scope

from kb.model import Role
from kb.ui import routes, staff, trainer
from tests.signed_in import SignedIn
from tests.test_ui_routes import _app

ROOMS = [Path(staff.__file__).parent, Path(trainer.__file__).parent]
DOORS = {"for_staff", "for_team"}
# Streamlit calls these without the screen they stand on
ALONE = {"on_click", "on_change", "on_submit", "on_select", "on_dismiss"}

# what everyone may ask for, by the functions that answer; what the first two show is what
# the asker may see
OPEN_GET = {
    "kb.ui.routes": "document page_image pdf kept_cards similar_pages own_file choose_language",
    "kb.ui.health": "health ready",
    "kb.ui.website": "script",
    "kb.ui.api": "search publications page description",
    "kb.ui.signing_in": "ask ask_to_leave ask_for_password",
}
OPEN_POST = {
    "kb.ui.routes": "similar_pages",
    "kb.ui.signing_in": "sign_in leave change_password",
}


def _modules() -> Iterator[ast.Module]:
    files = [file for room in ROOMS for file in room.glob("*.py") if file.name != "door.py"]
    assert len(files) > 5
    for file in files:
        yield _parsed(file)


def _parsed(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text("utf-8"), str(file))
    except SystemError:  # before Python 3.12, where another thread builds a tree just then
        return ast.parse(file.read_text("utf-8"), str(file))


def _name(node: ast.AST) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _guarded(module: ast.Module) -> set[str]:
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    return {f.name for f in functions if DOORS & {_name(d) for d in f.decorator_list}}


def test_every_screen_has_a_door() -> None:
    """The functions under the team's addresses are doors."""
    screens = [*staff.PATHS.values(), *trainer.PATHS.values()]
    assert all(hasattr(screen, "__wrapped__") for screen in screens)


def test_what_streamlit_calls_alone_has_a_door_of_its_own() -> None:
    """Fragments, dialogs and callbacks, which run without the screen that they are part of."""
    open_ones = []
    for module in _modules():
        guarded = _guarded(module)
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                names = {_name(d) for d in node.decorator_list}
                if names & {"fragment", "dialog"} and node.name not in guarded:
                    open_ones.append(node.name)
            if isinstance(node, ast.Call) and _name(node) in ("fragment", "dialog"):
                open_ones += [_name(a) for a in node.args[:1] if _name(a) not in guarded]
            if isinstance(node, ast.keyword) and node.arg in ALONE:
                is_word = isinstance(node.value, ast.Constant)  # "ignore", "rerun"
                if not is_word and _name(node.value) not in guarded | DOORS:
                    open_ones.append(ast.unparse(node))
    assert open_ones == []


def _is_open(method: str, route: Route) -> bool:
    named = {"GET": OPEN_GET, "POST": OPEN_POST}.get(method, {})
    return route.endpoint.__name__ in named.get(route.endpoint.__module__, "").split()


def _closed_routes() -> list[tuple[str, Route]]:
    closed = [
        (method, route)
        for route in routes.routes()
        for method in sorted((route.methods or set()) - {"HEAD"})
        if not _is_open(method, route)
    ]
    assert len(closed) > 5
    return closed


def _ask(method: str, route: Route, cookies: dict[str, str], token: str = "") -> tuple[int, bool]:
    """Status of the answer, and whether a byte of the body was asked for."""
    sent: list[Message] = []
    was_read = False

    async def receive() -> Message:
        nonlocal was_read
        was_read = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    path = route.path.replace("{number:int}", "1").replace("{ending:path}", "docx")
    for part in ("{id}", "{number}", "{path:path}"):
        path = path.replace(part, "1" * 32)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = [(b"cookie", cookie.encode()), (b"x-kb-token", token.encode())]
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": headers,
        "query_string": b"id=" + b"1" * 32 + b"&name=a.pdf",
    }
    with ThreadPoolExecutor(1) as thread:  # the browser of other tests runs a loop in this one
        thread.submit(anyio.run, _app(), scope, receive, send).result()
    return sent[0]["status"], was_read


@pytest.mark.usefixtures("app_home")
def test_a_route_is_closed_unless_it_is_for_everyone() -> None:
    """Nobody's request is refused before a byte of it is read; so is that of a new route."""
    answers = {
        f"{method} {route.path}": _ask(method, route, {}) for method, route in _closed_routes()
    }
    assert {ask: answer for ask, answer in answers.items() if answer != (401, False)} == {}


def test_trainers_cannot_change_what_is_the_staffs(
    signed_in: Callable[[Role], SignedIn],
) -> None:
    """Uploads, accounts, whatever comes next in their room: refused before a byte is read."""
    trainer_ = signed_in(Role.TRAINER)
    of_staff = [
        (method, route)
        for method, route in _closed_routes()
        if not route.endpoint.__module__.startswith("kb.ui.trainer")
    ]
    assert len(of_staff) > 3
    answers = {
        f"{method} {route.path}": _ask(method, route, trainer_.cookies, trainer_.form_token)
        for method, route in of_staff
    }
    assert {ask: answer for ask, answer in answers.items() if answer != (403, False)} == {}
