"""What the app serves beside Streamlit, over its real middleware, on a small real library."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message
from streamlit.web.server.app_discovery import discover_asgi_app
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from kb.ui import assets, home, routes, shell
from kb.ui.compression import Compressed
from kb.ui.guard import Guard

ROOT = Path(__file__).parent.parent


@pytest.fixture
def client(app_home: Path) -> TestClient:
    """A client of the whole app; Streamlit's runtime is running behind it."""
    return _client()


@pytest.fixture
def client_below(app_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The app under a path of a reverse proxy."""
    monkeypatch.setenv("KB_BASE_PATH", "wissen")
    home.settings.cache_clear()
    return _client()


def _app() -> ASGIApp:
    """Our routes and middleware around Streamlit's static files.

    Streamlit allows one runtime in a process, and AppTest may hold it; test_ui_browser drives all.
    """
    for cached in (assets.content, shell.shell):
        cached.cache_clear()
    base = home.settings().base_path
    files = create_streamlit_static_handler(str(shell.STREAMLIT_FILES), base)
    return Starlette(
        routes=[*routes.routes(), Mount(base or "/", files)],
        middleware=[Middleware(Guard), Middleware(Compressed)],
    )


def _client() -> TestClient:
    return TestClient(_app(), base_url="http://kb.example")


def test_the_document_speaks_the_language_of_the_reader(client: TestClient) -> None:
    """Language, title and loading text; German unless the reader chose otherwise."""
    german, english = (
        client.get("/").text,
        client.get("/", headers={"Cookie": "kb_sprache=en"}).text,
    )
    assert '<html lang="de">' in german
    assert "Die Wissensbasis wird geladen" in german
    assert '<html lang="en">' in english
    assert "<title>Streamlit</title>" not in german + english


def test_no_document_allows_another_host(client: TestClient) -> None:
    """The policy names this host only, no matter what the request claims to be for."""
    policy = client.get("/").headers["content-security-policy"]
    assert "ws://kb.example" in policy
    assert "script-src 'self' 'sha256-" in policy
    forged = client.get("/", headers={"host": "a b; script-src *"})
    assert "script-src *" not in forged.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/ready", "/seite/nix", "/unbekannt", "/static/x.js"])
def test_every_answer_has_the_safety_headers(client: TestClient, path: str) -> None:
    """Errors too."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "content-security-policy" in headers


def test_a_page_is_an_image_that_is_asked_for_again(client: TestClient) -> None:
    """WebP, kept by the browser only, and not sent twice."""
    first = client.get("/seite/handbuch.2026.3?q=arzt&b=360")
    assert first.content[8:12] == b"WEBP"
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_marks_change_the_image(client: TestClient) -> None:
    """The same page with and without a query."""
    bare, marked = (client.get(f"/seite/handbuch.2026.3?b=360&q={q}") for q in ("", "arzt"))
    assert bare.content != marked.content


@pytest.mark.parametrize(
    "path",
    [
        "/seite/",
        "/seite/handbuch.2026.999",
        "/seite/handbuch.2026.0",
        "/seite/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/seite/handbuch.2026.3/x",
        "/seite/<script>",
        "/pdf/",
        "/pdf/handbuch",
        "/pdf/handbuch.1999",
        "/pdf/..%2f..%2fetc%2fpasswd",
        "/pdf/handbuch.2026.pdf",
        "/kb/../server.py",
        "/kb/kb.css.map",
        "/gibt/es/nicht",
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
    ],
)
def test_what_does_not_exist_is_a_clean_404(client: TestClient, path: str) -> None:
    """Nonsense keys, other files, Streamlit's back doors."""
    answer = client.get(path)
    assert answer.status_code == 404
    is_plain = answer.headers["content-type"].startswith("text/plain")
    assert is_plain or "<script>" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("parameters", ["b=-1", "b=abc", "b=999999999", "q=" + "x" * 9000, "b=٣"])
def test_no_parameter_breaks_a_page(client: TestClient, parameters: str) -> None:
    """Widths and queries of any kind give an image of a sane size."""
    answer = client.get(f"/seite/handbuch.2026.3?{parameters}")
    assert answer.status_code == 200
    assert len(answer.content) < 300_000


def test_a_pdf_opens_in_the_browser_under_a_safe_name(client: TestClient) -> None:
    """Inline, with the name of the publication and not of the file."""
    answer = client.get("/pdf/handbuch.2026")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'inline; filename="handbuch-2026.pdf"'


def test_a_pdf_is_sent_in_parts(client: TestClient) -> None:
    """A viewer fetches the page it shows first."""
    answer = client.get("/pdf/handbuch.2026", headers={"Range": "bytes=0-7"})
    assert answer.status_code == 206
    assert answer.content.startswith(b"%PDF-1.")


@pytest.mark.usefixtures("app_home")
@pytest.mark.parametrize("method", ["PUT", "POST", "GET", "DELETE"])
def test_uploads_are_refused_before_they_are_read(method: str) -> None:
    """Nobody has an account, so nobody may fill the memory of the server."""
    sent: list[Message] = []

    async def receive() -> Message:
        pytest.fail("the body was asked for")

    async def send(message: Message) -> None:
        sent.append(message)

    path = "/_stcore/upload_file/session/file"
    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
    with ThreadPoolExecutor(1) as thread:  # the browser of other tests runs a loop in this one
        thread.submit(anyio.run, _app(), scope, receive, send).result()
    assert sent[0]["status"] == 403


def test_the_bundle_comes_compressed(client: TestClient) -> None:
    """A third of the bytes or less, kept forever; as it is for a browser that cannot."""
    script = max(shell.STREAMLIT_FILES.glob("static/js/index.*.js"), key=lambda f: f.stat().st_size)
    path = f"/static/js/{script.name}"
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) * 3 < script.stat().st_size
    assert packed.content == plain.content == script.read_bytes()


def test_choosing_a_language_leads_back(client: TestClient) -> None:
    """To the page the reader came from, and nowhere else."""
    came = {"Referer": "http://kb.example/bibliothek?p=handbuch"}
    answer = client.get("/sprache/en", headers=came, follow_redirects=False)
    assert answer.headers["location"] == "/bibliothek?p=handbuch"
    assert "kb_sprache=en" in answer.headers["set-cookie"]
    for elsewhere in ("https://evil.example/x", "https://evil.example//evil.example", ""):
        answer = client.get("/sprache/xx", headers={"Referer": elsewhere}, follow_redirects=False)
        assert answer.headers["location"] == "/"
        assert "set-cookie" not in answer.headers


def test_everything_moves_below_the_base_path(client_below: TestClient) -> None:
    """Routes, own files and Streamlit's; outside it there is nothing."""
    document = client_below.get("/wissen/").text
    assert 'href="/wissen/kb/kb.css?v=' in document
    assert client_below.get("/wissen/seite/handbuch.2026.3?b=360").status_code == 200
    assert client_below.get("/wissen/kb/kb.css").status_code == 200
    assert client_below.get("/seite/handbuch.2026.3").status_code == 404


def test_streamlit_finds_the_app_in_app_py() -> None:
    """Streamlit reads the file without running it; an app it misses is served unguarded."""
    assert discover_asgi_app(ROOT / "app.py").is_asgi_app


def test_similar_pages_are_asked_for_by_address_or_by_passage(client: TestClient) -> None:
    """The passage is in the body, since addresses end up in logs; of an endless one a piece."""
    page = "/aehnlich?q=arzt&f=handbuch.2026.5"
    assert "?q=arzt&amp;f=" in client.get(page).json()["html"]
    found = client.post(page, content="Das Taschengeld zahlt das Jugendamt. " * 100_000)
    assert "f=blatt.2025.1" in found.json()["html"]
    assert client.get("/aehnlich?f=handbuch.2026.99").json() == {"html": ""}
    assert client.get("/aehnlich").json() == {"html": ""}
    assert client.post("/aehnlich", content=b"\xff\xfe\x00").status_code == 200
