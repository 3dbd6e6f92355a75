"""A running server, spoken to by what is no browser: it answers in order, and goes on answering."""

import http.client
import random
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Origin, Subprotocol

from kb.bench.window import window
from kb.ui.guard import _is_foreign
from tests.hostile import EXAMPLES


@pytest.fixture
def server(address: str) -> Iterator[tuple[str, int]]:
    """Host and port; whatever was sent, the next reader is answered."""
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    yield parts.hostname, parts.port
    with window(address, {}) as shown:
        assert "kb-header" in shown.run()


def _connected(address: str, origin: Origin | None = None) -> Connection:
    stream = address.replace("http", "ws", 1) + "_stcore/stream"
    return connect(stream, origin=origin, subprotocols=[Subprotocol("streamlit")])


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.invalid",
        "http://localhost:3000",  # Streamlit alone would let this one in
        "http://127.0.0.1",
        "null",
        "",
        "file://",
        "http://[::1",
    ],
)
def test_no_page_of_another_host_opens_a_web_socket(address: str, origin: str) -> None:
    """It is refused before Streamlit sees it, which would ask the internet who this machine is."""
    with pytest.raises(InvalidStatus) as refused, _connected(address, Origin(origin)):
        pytest.fail("it was let in")
    assert refused.value.response.status_code == 403


def test_our_own_pages_and_programs_open_one(address: str) -> None:
    """A browser names our host, a program none."""
    own = Origin(f"http://{urlsplit(address).netloc}")
    for origin in (own, None):
        with _connected(address, origin):
            pass


@pytest.mark.parametrize(
    ("origin", "host", "is_foreign"),
    [
        (b"https://kb.example.org", b"kb.example.org", False),
        (b"https://kb.example.org:8443", b"kb.example.org:8443", False),
        (b"https://kb.example.org.evil.example", b"kb.example.org", True),
        (b"https://kb.example.org@evil.example", b"kb.example.org", True),
        (b"kb.example.org", b"kb.example.org", True),
    ],
)
def test_whose_page_it_is(origin: bytes, host: bytes, is_foreign: bool) -> None:
    """The name behind the scheme must be ours, to the letter."""
    scope = {"type": "websocket", "headers": [(b"origin", origin), (b"host", host)]}
    assert _is_foreign(scope) is is_foreign


def test_nonsense_on_the_web_socket_closes_it_alone(address: str, server: tuple[str, int]) -> None:
    """Text, noise, half a message, a megabyte: other readers notice nothing."""
    randomly = random.Random(5)
    noise = [randomly.randbytes(n) for n in (0, 1, 7, 60, 1000, 1_000_000)]
    everything: list[bytes | str] = [*noise, "text", "{}", b"\x0a\xff\xff\xff\xff\x0f"]
    for sent in everything:
        with _connected(address) as socket_:
            try:
                socket_.send(sent)
                socket_.recv(timeout=0.2)
            except (ConnectionClosed, TimeoutError):
                pass


RAW = [
    b"GET /wissen/\0 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/pdf/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen//etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/?q=\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/ HTTP/1.1\r\nHost: [::1\r\n\r\n",
    b"GET /wissen/ HTTP/1.1\r\n\r\n",
    b"GET /wissen/ HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    b"GET /wissen/?q=" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /wissen/ HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET /wissen/ HTTP/1.1\r\nHost: a\r\nCookie: kb_sitzung=" + b"\xff" * 50 + b"\r\n\r\n",
    b"GET /wissen/sprache/en HTTP/1.1\r\nHost: a\r\nReferer: http://[::1\r\n\r\n",
    b"BREW /wissen/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT example.invalid:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://example.invalid/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /wissen/eingang?id=1 HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"POST /wissen/eingang?id=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999\r\n\r\n",
    b"POST /wissen/aehnlich HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\0" * 1000,
]


@pytest.mark.parametrize("request_", RAW, ids=range(len(RAW)))
def test_no_request_is_answered_with_an_error_of_ours(
    server: tuple[str, int], request_: bytes
) -> None:
    """Refused, not found, or hung up on; never 500, never a file."""
    status, text = _said(server, request_)
    assert status < 500
    assert "root:x:0" not in text
    assert "Traceback" not in text


def test_noise_on_the_port(server: tuple[str, int]) -> None:
    """As many pieces of a request, torn and mixed up, as KB_FUZZ says."""
    randomly = random.Random(6)
    for _ in range(EXAMPLES):
        pieces = b"".join(randomly.choices(RAW, k=2))
        at = randomly.randrange(len(pieces))
        sent = pieces[:at] + randomly.randbytes(3) + pieces[at + randomly.randrange(9) :]
        assert _said(server, sent)[0] < 500


def _said(server: tuple[str, int], request: bytes) -> tuple[int, str]:
    """Status and text of the answer; 0 where the connection was closed without one."""
    with socket.create_connection(server, timeout=20) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return answer.status, answer.read(100_000).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, ""
