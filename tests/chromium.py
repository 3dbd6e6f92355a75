"""The whole app in Chromium: a real server below a base path, a real index, a reader at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parent.parent
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",  # of the one that test_ui_behind_nginx makes itself
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def address(small_home: Path) -> Iterator[str]:
    """A running app below a base path, as behind a reverse proxy."""
    with running(small_home) as base:
        yield base


@contextmanager
def running(home: Path, **settings: str) -> Iterator[str]:
    """The app on a home folder, below the base path "wissen"; its address."""
    port = free_port()
    command = [
        *("-m", "streamlit", "run", "app.py"),
        *("--server.address=127.0.0.1", f"--server.port={port}"),
        *("--server.headless=true", "--server.baseUrlPath=wissen"),
    ]
    with _answering(command, port, {"KB_HOME": str(home), **settings}) as base:
        yield base


@contextmanager
def started(home: Path, **settings: str) -> Iterator[str]:
    """The same by `kb start`, as on a server."""
    port = free_port()
    settings = {"KB_HOME": str(home), "KB_PORT": str(port), "KB_MEANING": "off", **settings}
    with _answering(["-m", "kb", "start"], port, settings) as base:
        yield base


@contextmanager
def _answering(arguments: list[str], port: int, settings: dict[str, str]) -> Iterator[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KB_")}
    server = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**environment, "KB_BASE_PATH": "wissen", **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}/wissen/"
    try:
        wait_for(base + "ready", server)
        yield base
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Until the server answers."""
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "Chromium is missing: install the package 'chromium' of your system"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page, and what went on behind it."""

    page: Page
    home: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every request to another host and everything the console complains about."""
        host = re.compile(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:")

        def request(request: Request) -> None:
            if not host.match(request.url):
                self.foreign.append(request.url)

        self.page.on("request", request)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )

    def open(self, link: str = "") -> None:
        self.page.goto(self.home + link)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and its screen stands."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=20_000)
        expect(self.page.locator(".kb-footer")).to_be_visible()

    def type(self, query: str) -> None:
        self.page.get_by_role("searchbox").press_sequentially(query, delay=20)


def _visit(browser: Browser, address: str, **options: object) -> Iterator[Visit]:
    # axe is put into the page as a script, which the policy of the app would refuse
    context: BrowserContext = browser.new_context(locale="de-DE", **options)  # type: ignore[arg-type]
    visit = Visit(context.new_page(), address)
    visit.watch()
    yield visit
    context.close()
    assert visit.foreign == []
    assert visit.complaints == []


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """A reader at a desk; ends with: no foreign request, no complaint in the console."""
    yield from _visit(browser, address, viewport=DESK)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    """A reader on a phone; ends as `desk` does."""
    yield from _visit(browser, address, viewport=PHONE, has_touch=True, is_mobile=True)
