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
from kb.model import Role
from kb.settings import Settings
from tests.chromium import DESK, FLAGS, NAMES, PHONE, ROOT, Visit, running
from tests.furnished import COLLECTION, RELATIVE, furnish

SELECTION = ROOT / "docs" / "screens"
_KEPT = [("handbuch.2026.15", "Termin am Dienstag"), ("broschuere.2026.14", "")]
_QUALITY = 55
_CALM = 700  # milliseconds for pictures of pages and fonts


@dataclass(frozen=True)
class Screen:
    """A place in the app, what to do there, and in which guises besides a German phone it is kept.

    A guise is device, scheme and language: "desk-dark-en". `role` is what somebody must have signed
    in as to see it, None for everyone.
    """

    name: str
    link: str
    act: Callable[[Page], None] = lambda page: None
    kept: tuple[str, ...] = ()
    role: Role | None = None


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


def keep(page: Page) -> None:
    """Open the question where the first passage is to be kept."""
    page.locator("[data-collect]").first.click()
    page.locator("dialog[open]").wait_for()


def fill_list(page: Page) -> None:
    """Put passages into the list of this browser."""
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
    Screen("kept", "merkliste", fill_list, kept=("desk-light-de",)),
    Screen("kept-empty", "merkliste"),
    Screen("kept-sent", "merkliste#l=handbuch.2026.15@0,broschuere.2026.14@0"),
    Screen("unknown", "gibt-es-nicht"),
)
TEAM_SCREENS = (
    Screen("collections", "sammlungen", role=Role.TRAINER),
    Screen("collection", f"sammlungen?p={COLLECTION}", role=Role.TRAINER, kept=("desk-light-de",)),
    Screen("keeping", "?q=taschengeld", keep, role=Role.TRAINER),
    Screen("staff", "verwaltung", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("adding", "hinzufuegen", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("confirming", "angaben?p=merkblatt-fahrrad", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("relative", f"angaben?p={RELATIVE}", role=Role.STAFF),
    Screen("joining", f"angaben?p={RELATIVE}&wahl=ausgabe&mit=broschuere.2026", role=Role.STAFF),
    Screen("caring", "pflege", role=Role.STAFF),
    Screen("details", "pflege?v=broschuere", role=Role.STAFF),
    Screen("several", "pflege?mehrere=1", role=Role.STAFF),
    Screen("qualities", "qualitaet", role=Role.STAFF),
    Screen("quality", "qualitaet?a=handbuch.2026", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("quality-page", "qualitaet?a=handbuch.2026&s=18", role=Role.STAFF),
    Screen("scan", "qualitaet?a=scan-woerter.2026", role=Role.STAFF),
    Screen("worklists", "arbeitslisten", role=Role.STAFF),
    Screen("unanswered", "arbeitslisten?liste=suchen", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("outdated-law", "arbeitslisten?liste=recht", role=Role.STAFF),
    Screen("outdated-list", "arbeitslisten?liste=recht&v=handbuch.2018", role=Role.STAFF),
    Screen("contacts", "arbeitslisten?liste=kontakte&v=handbuch.2018", role=Role.STAFF),
    Screen("unfinished", "arbeitslisten?liste=unfertig", role=Role.STAFF),
    Screen("glossary", "glossar", role=Role.STAFF),
    Screen("term", "glossar?wort=M%C3%BCndel", role=Role.STAFF, kept=("desk-light-de",)),
    Screen("addition", "glossar?wort=M%C3%BCndel&dazu=Anvertrauter", role=Role.STAFF),
    Screen("import", "glossar?uebernehmen=1", role=Role.STAFF),
    Screen("trash", "papierkorb", role=Role.STAFF),
    Screen("history", "verlauf", role=Role.STAFF),
    Screen("accounts", "konten", role=Role.STAFF),
    Screen("compared", "vergleich?von=handbuch.2018&nach=handbuch.2026", kept=("desk-light-de",)),
    Screen("help", "hilfe"),
    Screen("help-topic", "hilfe?thema=suchen", kept=("desk-light-de",)),
    Screen("help-team", "hilfe", role=Role.STAFF),
    Screen("signing-in", "anmelden"),
    Screen("password", "passwort", role=Role.TRAINER),
)
PLAIN = ("unknown", "signing-in", "password")  # documents without Streamlit
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
    if screen.name not in PLAIN:
        visit.settle()
    screen.act(visit.page)
    visit.page.wait_for_timeout(_CALM)


def _picture(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(page.screenshot())).save(path, "WEBP", quality=_QUALITY, method=6)


def _take(
    browser: Browser, home: Path, folder: Path, wanted: Callable[[Screen, str], bool]
) -> None:
    team = furnish(home)
    with running(home) as address:
        states = team.sign_in(browser, address)
        for guise in GUISES:
            for screen in [s for s in (*SCREENS, *TEAM_SCREENS) if wanted(s, guise)]:
                state = states[screen.role] if screen.role else None
                with visit(browser, address, guise, storage_state=state) as reader:
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
