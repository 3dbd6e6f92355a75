"""Every route, asked with what no browser sends: a clean answer, and nothing that is not theirs."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

import anyio
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import ASGIApp, Message, Scope

from kb.model import Role
from kb.ui import api, incoming, routes, session, signing_in, state
from kb.ui.home import settings
from kb.ui.limits import Rate
from tests.hostile import PIECES, fuzzed, texts
from tests.signed_in import SignedIn
from tests.test_ui_routes import _app

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "GE T"]
NAMES = [
    "q",
    "b",
    "f",
    "p",
    "k",
    "l",
    "id",
    "name",
    "weiter",
    "sprache",
    "limit",
    "offset",
    "seite",
    "sort",
    "stelle",
    "pub",
    "kapitel",
    "thema",
    "fuer",
    "art",
    "jahr",
    "ohne",
    "ansicht",
    "darin",
    "ab",
    "von",
    "nach",
    "abschnitt",
    "do",
    "account",
    "rank",
    "sure",
    "password",
    "new",
    "again",
    "state",
    "code",
    "collection",
    "piece",
    "title",
    "text",
    "key",
    "at",
    "to",
]
HEADERS = [
    "host",
    "referer",
    "origin",
    "cookie",
    "accept-encoding",
    "accept-language",
    "range",
    "if-none-match",
    "content-type",
    "content-length",
    "sec-fetch-site",
    "x-kb-token",
    "x-forwarded-for",
    "x-forwarded-proto",
    "user-agent",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request; `body` as text, whatever it is."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Sends requests that no browser and no client library would let through."""

    app: ASGIApp

    def ask(
        self,
        method: str,
        path: str,
        query: bytes = b"",
        headers: list[tuple[bytes, bytes]] | None = None,
        body: bytes = b"",
    ) -> Answer:
        sent: list[Message] = []
        pieces = [body]

        async def receive() -> Message:
            if not pieces:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": pieces.pop(), "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": query,
            "headers": headers or [(b"host", b"kb.example")],
            "client": ("192.0.2.1", 5),
            "server": ("kb.example", 80),
        }
        with ThreadPoolExecutor(1) as thread:  # the browser of other tests runs a loop in this one
            thread.submit(anyio.run, self.app, scope, receive, send).result()
        start, *rest = sent
        content = b"".join(message.get("body", b"") for message in rest)
        names = {k.decode("latin-1"): v.decode("latin-1") for k, v in start["headers"]}
        return Answer(start["status"], names, content.decode("utf-8", "replace"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_home: Path) -> Iterator[Path]:
    """A library of its own, since these tests write; limits that the clock sets are off."""
    shutil.copytree(app_home, tmp_path, dirs_exist_ok=True)
    (tmp_path / "secret.txt").write_text("GEHEIM-7")
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_MEANING", "off")
    monkeypatch.setattr(api, "_RATE", Rate(most=1_000_000_000))
    monkeypatch.setattr(signing_in._TRIES, "take", lambda *_: 0.0)
    caches = (settings, state.shared_library, incoming.intake, incoming.keeper)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def asker(home: Path) -> Asker:
    return Asker(_app())


@cache
def _paths() -> list[str]:
    """Every address, with its parts still to be filled in, and those of Streamlit."""
    own = [route.path for route in routes.routes()]
    assert len(own) > 30
    whole = ["/seite/handbuch.2026.3{key}", "/pdf/handbuch.2026{name}", "/handout/1.{ending}"]
    return [*own, *whole, "/static/{path}", "/_stcore/{path}", "/media/{path}", "/{path}"]


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes, list[tuple[bytes, bytes]], bytes]:
    """Method, path, query, headers and body."""
    part = st.one_of(st.integers(-2, 10**20).map(str), st.sampled_from(PIECES), texts)
    path = re.sub(
        r"\{[^}]*\}", lambda _: draw(part), draw(st.deferred(lambda: st.sampled_from(_paths())))
    )
    pairs = st.lists(st.tuples(st.sampled_from(NAMES), part), max_size=6)
    query = draw(st.one_of(pairs.map(lambda p: urlencode(p).encode()), st.binary(max_size=50)))
    values = st.one_of(texts.map(lambda t: t.encode("utf-8", "replace")), st.binary(max_size=40))
    headers = [
        (name.encode(), value.replace(b"\n", b"").replace(b"\r", b""))
        for name, value in draw(
            st.dictionaries(st.sampled_from(HEADERS), values, max_size=5)
        ).items()
    ]
    body = draw(st.one_of(pairs.map(lambda p: urlencode(p).encode()), st.binary(max_size=200)))
    return draw(st.sampled_from(METHODS)), path, query, headers, body


def clean(asker: Asker, request: tuple[str, str, bytes, list[tuple[bytes, bytes]], bytes]) -> None:
    """The answer says no more than it may, and is guarded."""
    answer = asker.ask(*request)
    assert answer.status < 500, answer
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in answer.headers
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    assert "GEHEIM-7" not in answer.body
    assert "root:x:0" not in answer.body
    assert "Traceback" not in answer.body
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        assert "<script>alert" not in answer.body
        assert "<img src=x" not in answer.body
    if kind.startswith("application/json"):
        json.loads(answer.body or "null")
    onward = answer.headers.get("location", "/")
    assert urlsplit(urljoin("http://kb.example/eingang/", onward)).netloc == "kb.example"
    assert not onward.startswith("/\\")


@fuzzed
@given(request=requests())
@example(request=("GET", "/", b"\x80", [], b""))
@example(request=("GET", "/", b"", [(b"host", b"[::1")], b""))
@example(request=("GET", "/sprache/en", b"", [(b"referer", b"http://[::1")], b""))
def test_any_request_gets_a_clean_answer(
    asker: Asker, request: tuple[str, str, bytes, list[tuple[bytes, bytes]], bytes]
) -> None:
    """From nobody: no error of ours, no file of others, no script, no way to another host."""
    clean(asker, request)


@fuzzed
@given(request=requests())
@example(request=("POST", "/eingang", b"id=" + b"1" * 32, [(b"content-length", b"\xb2")], b""))
@example(request=("GET", "/sammlung/99999999999999999999", b"", [], b""))
@example(request=("GET", "/sammlung/" + "9" * 5000, b"", [], b""))
def test_any_request_of_staff_gets_a_clean_answer(
    home: Path,
    asker: Asker,
    request: tuple[str, str, bytes, list[tuple[bytes, bytes]], bytes],
    signed_in: Callable[[Role], SignedIn],
) -> None:
    """With a session and the token of its forms nothing breaks either, and nothing is lost."""
    staff = signed_in(Role.STAFF)
    method, path, query, headers, body = request
    cookie = f"{session.COOKIE}={staff.cookies[session.COOKIE]}".encode()
    held = [(name, value) for name, value in headers if name not in (b"cookie", b"x-kb-token")]
    held = [(n, v) for n, v in held if n != b"sec-fetch-site"]
    held += [(b"cookie", cookie), (b"x-kb-token", staff.form_token.encode())]
    if path == "/abmelden":
        return  # it would end the session of those that follow
    signed = urlencode({"token": staff.form_token}).encode() + b"&" + body
    clean(asker, (method, path, query, held, signed))
    assert (home / "documents" / "handbuch.pdf").is_file()
