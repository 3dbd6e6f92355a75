"""Pictures of every screen and state on the demonstration publications: `python -m tests.screens`.

By hand, not by pytest: it writes the selection that lies in `docs/screens/`, of it the screens that
are named as arguments, or with `--all FOLDER` every screen in every guise. Takes a few minutes.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kb.library import Library
from kb.settings import Settings
from tests.chromium import DESK, FLAGS, NAMES, PHONE, ROOT, Visit, running

SELECTION = ROOT / "docs" / "screens"
_KEPT = [("handbuch.2026.15", "Termin am Dienstag"), ("broschuere.2026.14", "")]
_QUALITY = 55
_CALM = 700  # milliseconds for pictures of pages and fonts


@dataclass(frozen=True)
class Screen:
    """A place in the app, what to do there, and in which guises besides a German phone it is kept.

    A guise is device, scheme and language: "desk-dark-en".
    """

    name: str
    link: str
    act: Callable[[Page], None] = lambda page: None
    kept: tuple[str, ...] = ()


def _open_filters(page: Page) -> None:
    details = page.locator("details[data-wide]")
    if not details.get_attribute("open") and page.viewport_size == PHONE:
        details.locator("summary").click()


def _enlarge(page: Page) -> None:
    page.locator("[data-enlarge]").click()
    image = page.locator("dialog.kb-large img")
    expect(image).to_have_js_property("complete", True, timeout=30_000)


def _mark(page: Page) -> None:
    page.locator("[data-similar] li").first.wait_for(state="attached")
    page.locator(".kb-passage p").nth(1).select_text()


def _to_similar(page: Page) -> None:
    page.locator("[data-similar] li").last.scroll_into_view_if_needed()


def _fill_list(page: Page) -> None:
    items = [{"key": key, "at": 0, "note": note} for key, note in _KEPT]
    page.evaluate("list => localStorage.setItem('kb-merkliste', list)", json.dumps(items))
    page.reload()
    page.locator("[data-item]").first.wait_for()


SCREENS = (
    Screen("start", "", kept=("desk-light-de", "phone-dark-en", "phone-light-en")),
    Screen("results", "?q=wer+unterschreibt+beim+arzt", kept=("desk-light-de", "desk-dark-en")),
    Screen("definition", "?q=taschengeld", kept=("phone-dark-de",)),
    Screen("filters", "?q=vormund", _open_filters),
    Screen("grouped", "?q=kostenheranziehung&ansicht=gruppen", kept=("desk-light-de",)),
    Screen("typo", "?q=anhorung+bamf"),
    Screen("law", "?q=%C2%A7+1835a+BGB"),
    Screen("foreign", "?q=Who+signs+at+the+doctor%27s%3F", kept=("phone-light-en",)),
    Screen("nothing", "?q=%22Nachtflugverbot%22", kept=("desk-light-en",)),
    Screen("reading", "?q=taschengeld&f=handbuch.2026.18", kept=("desk-light-de", "phone-dark-en")),
    Screen("marked", "?q=taschengeld&f=handbuch.2026.18", _mark),
    Screen("similar", "?q=taschengeld&f=handbuch.2026.18", _to_similar, kept=("desk-light-de",)),
    Screen("large", "?q=taschengeld&f=handbuch.2026.18", _enlarge, kept=("desk-light-de",)),
    Screen("outdated", "?q=kostenheranziehung&f=handbuch.2018.7", kept=("desk-light-de",)),
    Screen("gone", "?f=fort.2026.1"),
    Screen("library", "bibliothek", kept=("desk-light-de",)),
    Screen("contents", "bibliothek?p=handbuch", kept=("desk-dark-de",)),
    Screen("kept", "merkliste", _fill_list, kept=("desk-light-de",)),
    Screen("kept-empty", "merkliste"),
    Screen("kept-sent", "merkliste#l=handbuch.2026.15@0,broschuere.2026.14@0"),
    Screen("unknown", "gibt-es-nicht"),
)
GUISES = [
    f"{device}-{scheme}-{language}"
    for device in ("phone", "desk")
    for scheme in ("light", "dark")
    for language in ("de", "en")
]


@contextmanager
def demonstration() -> Iterator[Path]:
    """A home folder with the demonstration publications, taken in."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "documents").mkdir()
        for file in (ROOT / "documents").iterdir():
            if file.suffix in (".pdf", ".toml", ".tsv"):
                shutil.copy(file, home / "documents")
        Library(Settings(home=home)).ingest()
        yield home


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system."""
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, address: str, guise: str, **options: object) -> Iterator[Visit]:
    """A reader in a guise, with a browser of their own."""
    device, scheme, language = guise.split("-")
    context = browser.new_context(
        viewport=PHONE if device == "phone" else DESK,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="de-DE",
        has_touch=device == "phone",
        **options,  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": "kb_sprache", "value": language, "url": address}])
    visit = Visit(context.new_page(), address)
    visit.watch()
    yield visit
    context.close()


def show(visit: Visit, screen: Screen) -> None:
    """Bring a screen up, complete."""
    visit.page.goto(visit.home + screen.link)
    if screen.name != "unknown":
        visit.settle()
    screen.act(visit.page)
    visit.page.wait_for_timeout(_CALM)


def _picture(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(page.screenshot())).save(path, "WEBP", quality=_QUALITY, method=6)


def _take(
    browser: Browser, home: Path, folder: Path, wanted: Callable[[Screen, str], bool]
) -> None:
    with running(home) as address:
        for guise in GUISES:
            screens = [screen for screen in SCREENS if wanted(screen, guise)]
            for screen in screens:
                with visit(browser, address, guise) as reader:
                    show(reader, screen)
                    _picture(reader.page, folder / f"{screen.name}-{guise}.webp")


def _take_offline(browser: Browser, home: Path, folder: Path) -> None:
    """What a reader sees whose server has stopped."""
    server = running(home)
    with visit(browser, server.__enter__(), GUISES[0]) as reader:
        show(reader, SCREENS[1])
        server.__exit__(None, None, None)
        expect(reader.page.get_by_role("dialog")).to_be_visible(timeout=60_000)
        _picture(reader.page, folder / f"offline-{GUISES[0]}.webp")


def main(arguments: list[str]) -> None:
    """Take the selection, or of it the screens that are named; with `--all FOLDER` everything."""
    is_all = arguments[:1] == ["--all"]
    folder = Path(arguments[1]) if is_all else SELECTION
    named = () if is_all else tuple(arguments)

    def wanted(screen: Screen, guise: str) -> bool:
        is_named = not named or screen.name in named
        return is_named and (is_all or guise in (GUISES[0], *screen.kept))

    with demonstration() as home, chromium() as browser:
        _take(browser, home, folder, wanted)
        if not named or "offline" in named:
            _take_offline(browser, home, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
