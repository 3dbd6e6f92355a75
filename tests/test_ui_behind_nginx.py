"""The app as docs/operation.md serves it: nginx with TLS and a base path in front of `kb start`."""

import http.client
import json
import os
import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from kb.model import Role
from kb.texts import GERMAN
from tests.brought import letter
from tests.chromium import DESK, ROOT, Visit, free_port, started
from tests.programs import program
from tests.signed_in import sign_in
from tests.small_library import build

_FRAME = """\
daemon off;
pid nginx.pid;
error_log error.log;
{user}
events {{}}
http {{
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
{block}
}}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library for this module alone."""
    folder = tmp_path_factory.mktemp("behind")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def front(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with the block of the documentation, names and ports replaced."""
    nginx = program("nginx", "nginx-light")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    _certificate(folder)
    with started(home, KB_PROXY="127.0.0.1") as app:
        behind = re.sub(r"/wissen/$", "", app)
        block = _documented()
        for old, new in (
            ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
            ("http://127.0.0.1:8501", behind),
            ("/etc/letsencrypt/live/kb.example.org", str(folder)),
        ):
            assert old in block
            block = block.replace(old, new)
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(_FRAME.format(user=user, block=block), "utf-8")
        server = subprocess.Popen([nginx, "-p", str(folder), "-c", "nginx.conf"])
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait()


def _documented() -> str:
    text = (ROOT / "docs" / "operation.md").read_text("utf-8")
    match = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)
    assert match
    return match[1]


def _certificate(folder: Path) -> None:
    openssl = program("openssl", "openssl")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _ask(port, "GET", "/wissen/ready")
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("nginx does not answer")


def _ask(port: int, method: str, path: str, **headers: str) -> tuple[int, str, bytes]:
    """Status, encoding and body of what comes back over TLS; the certificate is our own."""
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trusting)
    with closing(connection):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("content-encoding", ""), answer.read()


@pytest.fixture
def visit(browser: Browser, front: int) -> Iterator[Visit]:
    """A reader who comes through nginx."""
    context = browser.new_context(
        locale="de-DE",
        viewport=DESK,  # type: ignore[arg-type]
    )
    visit = Visit(context.new_page(), f"https://127.0.0.1:{front}/wissen/")
    visit.watch()
    yield visit
    context.close()
    assert visit.foreign == []
    assert visit.complaints == []


def test_a_reader_searches_and_reads(visit: Visit) -> None:
    """Typing, the web socket, the drawer, the picture of the page with its marks."""
    page = visit.page
    visit.open()
    visit.type("arzt")
    expect(page.get_by_text("13 Fundstellen").first).to_be_visible(timeout=20_000)
    page.locator(".kb-hit a[data-drawer]").first.click()
    picture = page.locator(".kb-reading img").first
    expect(picture).to_be_visible(timeout=20_000)
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 300


def test_staff_sign_in_upload_and_sign_out(visit: Visit, home: Path) -> None:
    """The cookie stays on https; a file goes through and can be searched."""
    page = visit.page
    sign_in(page, visit.home, home, Role.STAFF)
    cookies = {c["name"]: c for c in page.context.cookies()}
    assert cookies["kb_sitzung"]["secure"]
    page.goto(f"{visit.home}hinzufuegen")
    file = FilePayload(name="rad.pdf", mimeType="application/pdf", buffer=letter("Fahrrad"))
    page.set_input_files("[data-drop] input[type=file] >> nth=0", files=[file])
    row = page.locator("[data-job]", has_text="rad.pdf").first
    expect(row).to_contain_text(GERMAN.adding.states["searchable"], timeout=60_000)
    foot = page.locator(".kb-footer")
    foot.get_by_role("button", name=GERMAN.signing_in.leave).click()
    expect(foot.get_by_role("link", name=GERMAN.signing_in.title)).to_be_visible()
    assert "kb_sitzung" not in {c["name"] for c in page.context.cookies()}


def test_programs_ask_through_it(front: int) -> None:
    """The API, the monitor's question, compressed files; a body that is too long is refused."""
    status, _, body = _ask(front, "GET", "/wissen/api/search?q=arzt")
    assert (status, json.loads(body)["total"]) == (200, 13)
    assert _ask(front, "GET", "/wissen/ready")[0] == 200
    for path in ("bibliothek", "kb/kb.css", "kb/kb.js", "api/search?q=arzt"):
        _, encoding, _ = _ask(front, "GET", f"/wissen/{path}", **{"Accept-Encoding": "gzip"})
        assert (path, encoding) == (path, "gzip")
    status, *_ = _ask(front, "POST", "/wissen/eingang?id=1", **{"Content-Length": str(300 << 20)})
    assert status == 413
