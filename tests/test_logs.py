"""The log tells what happened, as text or JSON, and nothing that anybody typed."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kb import logs
from tests.chromium import free_port

SECRET = "darf mein Mündel Amina allein reisen"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Afterwards logging is as pytest set it up."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("kb").setLevel(logging.NOTSET)


def _fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"cannot read {SECRET}") from error


def _noted() -> None:
    try:
        _fail()
    except ValueError:
        logging.getLogger("kb.ui.server").exception("a screen failed")


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the values of an event beside its name."""
    logs.begin("json")
    logs.event("searched", hits=13, ms=4.2)
    entry = json.loads(capsys.readouterr().err)
    assert (entry["message"], entry["hits"], entry["ms"]) == ("searched", 13, 4.2)
    assert (entry["level"], entry["logger"]) == ("info", "kb")


def test_text_tells_no_events(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads it wants to know what is wrong."""
    logs.begin("text")
    logs.event("searched", hits=13)
    logging.getLogger("kb.ui.unanswered").warning("a search could not be counted: %s", "disk full")
    line = capsys.readouterr().err
    assert line.endswith("WARNING kb.ui.unanswered: a search could not be counted: disk full\n")
    assert "searched" not in line


@pytest.mark.parametrize("how", ["text", "json"])
def test_an_exception_is_told_without_its_message(
    how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its message may quote what somebody typed; kinds and places say enough to find the fault."""
    logs.begin(how)
    _noted()
    told = capsys.readouterr().err
    assert SECRET not in told
    assert "Amina" not in told
    for part in ("a screen failed", "ValueError", "KeyError", "test_logs.py", "_fail"):
        assert part in told


def test_what_stands_below_the_first_line_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """There asyncio writes the exception of a task that nobody waited for."""
    logs.begin("text")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %r", SECRET)
    told = capsys.readouterr().err
    assert "never retrieved" in told
    assert "Amina" not in told


@pytest.mark.parametrize("how", ["text", "json"])
def test_a_server_logs_neither_question_nor_address(
    how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A real one, set up as Streamlit does it, asked over a real socket."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/fails":
            raise ValueError(SECRET)
        await PlainTextResponse("here")(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), access_log=False, lifespan="off"))
    logs.begin(how)
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{server.config.port}"
        with urlopen(f"{address}/api/search?q=Amina") as answer:
            assert answer.read() == b"here"
        with pytest.raises(HTTPError) as failure:
            urlopen(f"{address}/fails?q=Amina")
        failure.value.close()
    finally:
        server.should_exit = True
        thread.join()
    told = capsys.readouterr().err
    assert "ValueError" in told
    for part in ("Amina", "/api/search", "127.0.0.1:"):
        assert part not in told.replace(f"running on {address}", "")


def test_the_server_logs_through_the_same_door(capsys: pytest.CaptureFixture[str]) -> None:
    """What it brought of its own would write messages of exceptions in full."""
    foreign = logging.getLogger("uvicorn.error")
    foreign.addHandler(logging.StreamHandler())
    foreign.propagate = False
    logs.begin("json")
    try:
        _fail()
    except ValueError:
        foreign.exception("Exception in ASGI application")
    assert [json.loads(line)["logger"] for line in capsys.readouterr().err.splitlines()] == [
        "uvicorn.error"
    ]


def test_a_window_that_opens_leaves_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    """A real web socket: the server would note whose it is."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close"})

    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, lifespan="off", ws="websockets-sansio", log_level="info")
    )
    logs.begin("text")
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with connect(f"ws://127.0.0.1:{port}/?q=Amina") as socket, suppress(ConnectionClosed):
        socket.recv(timeout=5)
    server.should_exit = True
    thread.join(10)
    told = capsys.readouterr().err
    assert "Amina" not in told
    assert '"WebSocket' not in told
