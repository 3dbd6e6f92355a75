"""What a monitor and the log learn of requests and searches: how long, never what."""

import json
import logging
import socket
import urllib.request
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from kb.errors import BadSetting
from kb.ui import metrics, routes, timing
from kb.ui.guard import Guard
from kb.ui.timing import Answered, Measured, Searched, Windows
from tests.chromium import free_port

QUESTION = "darf mein Mündel Amina allein zum Arzt"


@pytest.fixture
def client(app_home: Path) -> TestClient:
    """The routes behind the middleware that times them."""
    app = Starlette(routes=routes.routes(), middleware=[Middleware(Measured), Middleware(Guard)])
    return TestClient(app, base_url="http://kb.example", client=("203.0.113.77", 5000))


def test_a_request_is_told_by_the_name_of_what_answered(client: TestClient) -> None:
    """Not by its address, which holds the question."""
    heard: list[Answered | Searched | Windows] = []
    with timing.told_to(heard.append):
        client.get("/api/search", params={"q": QUESTION})
        client.get("/seite/handbuch.2026.999")
        client.get("/gibt-es-nicht")
    answered = [e for e in heard if isinstance(e, Answered)]
    assert [(e.what, e.status) for e in answered] == [
        ("api.search", 200),
        ("routes.page_image", 404),
        ("streamlit", 404),
    ]
    (searched,) = (e for e in heard if isinstance(e, Searched))
    assert searched.hits > 0
    assert 0 < searched.seconds < answered[0].seconds


def test_nobody_hears_of_anything_afterwards(client: TestClient) -> None:
    """A listener is told only while it listens."""
    heard: list[Answered | Searched | Windows] = []
    with timing.told_to(heard.append):
        pass
    client.get("/health")
    assert heard == []


def test_an_answer_that_failed_counts_as_one_that_failed() -> None:
    """The exception goes on to the server."""

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError

    heard: list[Answered | Searched | Windows] = []
    asking = TestClient(Measured(failing), raise_server_exceptions=False)
    with timing.told_to(heard.append):
        assert asking.get("/").status_code == 500
    assert [e.status for e in heard if isinstance(e, Answered)] == [500]


def test_neither_figures_nor_log_tell_what_was_asked_or_by_whom(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever of a request is personal stays out of both."""
    port = free_port()
    with (
        caplog.at_level(logging.INFO, "kb"),
        metrics.served(port),
        timing.told_to(timing.logged),
    ):
        client.get("/api/search", params={"q": QUESTION})
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            figures = answer.read().decode()
    log = json.dumps([vars(record) for record in caplog.records], default=str)
    for told in (figures, log):
        assert "api.search" in told
        for part in ("Amina", "Arzt", "203.0.113.77"):
            assert part not in told
    assert "kb_search_seconds_count 1.0" in figures
    assert "kb_ready 1.0" in figures
    assert "kb_publications 2.0" in figures
    assert 'kb_request_seconds_count{method="GET",status="200",what="api.search"} 1.0' in figures


def test_figures_are_for_this_machine_and_end_with_the_app(app_home: Path) -> None:
    """A port that is taken is one sentence."""
    port = free_port()
    with (
        metrics.served(port),
        pytest.raises(BadSetting, match=f"KB_METRICS='{port}'"),
        metrics.served(port),
    ):
        pass
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
