"""The search box of docs/website.md in Chromium, on a page of another host."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.texts import ENGLISH, GERMAN
from tests.accessibility import violations
from tests.chromium import DESK, PHONE, ROOT, free_port, running

WORDS = GERMAN.website
APP = "https://kb.example.org/wissen/"
_POLICY = "default-src 'none'; script-src {host}; connect-src {host}; style-src 'unsafe-inline'"


class _Site(BaseHTTPRequestHandler):
    """The association's website: the page of the documentation, whatever is asked for."""

    def __init__(self, app: str, *arguments: object) -> None:
        self._app = app
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page; with ?en as an English one."""
        text = (ROOT / "docs" / "website.md").read_text("utf-8")
        match = re.search(r"```html\n(.*?)```", text, re.DOTALL)
        assert match
        page = match[1].replace(APP, self._app)
        if self.path.endswith("?en"):
            page = page.replace('lang="de"', 'lang="en-GB"')
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        host = "/".join(self._app.split("/")[:3])
        self.send_header("Content-Security-Policy", _POLICY.format(host=host))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(small_home: Path) -> Iterator[tuple[str, str]]:
    """The addresses of the website and of the app, which knows the first."""
    port = free_port()
    with running(small_home, KB_WEBSITES=f"http://localhost:{port}", KB_MEANING="off") as app:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Site, app))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{port}/", app
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor of the website."""
    context = browser.new_context(viewport=request.param)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def _ask(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name=WORDS.label).fill(words)
    page.get_by_role("button", name=WORDS.button).click()


def test_a_visitor_finds_pages_and_comes_to_them(page: Page, site: tuple[str, str]) -> None:
    """The first five with their words marked, the number of all, links into the app."""
    website, app = site
    page.goto(website)
    _ask(page, "arzt")
    said = page.get_by_role("status")
    expect(said).to_have_text(WORDS.found_more.format(total=13, shown=5), timeout=20_000)
    hits = page.get_by_role("listitem")
    expect(hits).to_have_count(5)
    expect(hits.first.locator("mark").first).to_have_text("Arzt")
    expect(page.get_by_role("link", name=WORDS.onward)).to_have_attribute("href", f"{app}?q=arzt")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = hits.first.get_by_role("link")
    assert re.fullmatch(
        re.escape(f"{app}?q=arzt&f=handbuch.2026.") + r"\d+", link.get_attribute("href") or ""
    )


def test_what_nobody_wrote_about_is_said(page: Page, site: tuple[str, str]) -> None:
    """And a title is text, whatever is in it."""
    page.goto(site[0])
    _ask(page, "zzqqxx")
    expect(page.get_by_role("status")).to_have_text(WORDS.none, timeout=20_000)
    _ask(page, "taschengeld jeden Monat")
    expect(page.get_by_role("listitem").filter(has_text="<img src=x").first).to_be_visible()
    assert page.locator("img").count() == 0


def test_an_english_page_has_an_english_box(page: Page, site: tuple[str, str]) -> None:
    """As its `lang` says."""
    page.goto(f"{site[0]}?en")
    words = ENGLISH.website
    page.get_by_role("searchbox", name=words.label).fill("arzt")
    page.get_by_role("button", name=words.button).click()
    expect(page.get_by_role("status")).to_have_text(words.found_more.format(total=13, shown=5))


def test_a_website_that_the_settings_do_not_name_is_led_to_the_app(
    page: Page, site: tuple[str, str]
) -> None:
    """The browser keeps the answer from it; the visitor still has a way on."""
    page.goto(site[0].replace("localhost", "127.0.0.1"))
    _ask(page, "arzt")
    expect(page.get_by_role("status")).to_have_text(WORDS.away)
    expect(page.get_by_role("link", name=WORDS.away_link)).to_be_visible()
