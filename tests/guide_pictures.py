"""The pictures in the guide: `python -m tests.guide_pictures`, of it those named as arguments.

By hand, whenever a screen that the guide shows looks otherwise; takes two minutes. What is to be
pressed has a ring around it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, Page

from kb.model import Role
from kb.texts import ALL_TEXTS
from kb.ui import assets
from kb.ui.guide import picture
from tests.chromium import Visit, running
from tests.furnished import COLLECTION, RELATIVE, furnish
from tests.screens import chromium, demonstration, fill_list, keep

PHONE = {"width": 390, "height": 540}  # as `static/guide.css` lays them out
DESK = {"width": 900, "height": 600}
_SHARPNESS = 1.5
_QUALITY = 36
_CALM = 900  # milliseconds for pictures of pages and fonts
_RING = "4px solid #c2410c"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: where, what to do there, what gets the ring, what is at the top of the picture.

    `ring` and `top` are selectors; "" for none, and for the top of the screen.
    """

    name: str
    link: str
    role: Role | None = None
    ring: str = ""
    top: str = ""
    act: Callable[[Page], None] = lambda page: None


def _open_today(page: Page) -> None:
    if page.locator(".kb-today").get_attribute("open") is None:
        page.locator(".kb-today summary").click()


_MONEY = "?q=taschengeld&f=handbuch.2026.18"
SHOTS = (
    Shot("results", "?q=wer+unterschreibt+beim+arzt", ring=".kb-hit:first-child h2"),
    Shot("reading", _MONEY),
    Shot("original", _MONEY, top=".kb-original", ring=".kb-zoom"),
    Shot("outdated", "?q=kostenheranziehung&f=handbuch.2018.7"),
    Shot("today", "?q=kostenheranziehung&f=handbuch.2018.7", top=".kb-today", act=_open_today),
    Shot("kept", "merkliste", top="[data-item] .kb-citation", act=fill_list),
    Shot("sharing", _MONEY, top=".kb-citation", ring="[data-copy-link]"),
    Shot("foreign", "?q=Who+pays+pocket+money%3F", ring=".kb-understood"),
    Shot("keeping", "?q=taschengeld", Role.TRAINER, act=keep),
    Shot(
        "collection",
        f"sammlungen?p={COLLECTION}",
        Role.TRAINER,
        top=".kb-pieces",
        ring=".kb-is-passage .kb-tools",
    ),
    Shot("handout", f"sammlungen?p={COLLECTION}", Role.TRAINER, top=".kb-handout"),
    Shot("adding", "hinzufuegen", Role.STAFF, top=".kb-drop", ring=".kb-to-do .kb-primary"),
    Shot(
        "confirming",
        "angaben?p=merkblatt-fahrrad",
        Role.STAFF,
        top=".kb-candidate",
        ring=".kb-source",
    ),
    Shot(
        "scan",
        "qualitaet?a=scan-woerter.2026",
        Role.STAFF,
        top=".kb-verdict",
        ring="button[data-testid=stBaseButton-primary]",
    ),
    Shot("relative", f"angaben?p={RELATIVE}", Role.STAFF, top=".kb-relative"),
    Shot("withdraw", "pflege?v=broschuere", Role.STAFF, top=".kb-withdraw"),
    Shot("unanswered", "arbeitslisten?liste=suchen", Role.STAFF),
    Shot("term", "glossar?wort=M%C3%BCndel", Role.STAFF),
    Shot("accounts", "konten", Role.STAFF),
)


def _take(visit: Visit, shot: Shot, language: str) -> None:
    visit.open(shot.link)
    shot.act(visit.page)
    visit.page.wait_for_timeout(_CALM)
    if shot.ring:
        ring = f"e => {{ e.style.outline = '{_RING}'; e.style.outlineOffset = '3px' }}"
        visit.page.locator(shot.ring).first.evaluate(ring)
    if shot.top:
        visit.page.locator(shot.top).first.evaluate(
            "e => { e.style.scrollMarginTop = '12px'; e.scrollIntoView({ block: 'start' }) }"
        )
        visit.page.wait_for_timeout(_CALM)
    path = assets.STATIC / picture(language, shot.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    taken = Image.open(BytesIO(visit.page.screenshot()))
    taken.save(path, "WEBP", quality=_QUALITY, method=6)


def _take_all(browser: Browser, names: list[str]) -> None:
    with demonstration() as home:
        team = furnish(home)
        with running(home) as address:
            states = team.sign_in(browser, address)
            for shot in [shot for shot in SHOTS if not names or shot.name in names]:
                for language in ALL_TEXTS:
                    context = browser.new_context(
                        viewport=DESK if shot.role else PHONE,  # type: ignore[arg-type]
                        device_scale_factor=_SHARPNESS,
                        locale="de-DE",
                        storage_state=states[shot.role] if shot.role else None,
                    )
                    cookie = {"name": "kb_sprache", "value": language, "url": address}
                    context.add_cookies([cookie])  # type: ignore[list-item]
                    _take(Visit(context.new_page(), address), shot, language)
                    context.close()


if __name__ == "__main__":
    with chromium() as browser:
        _take_all(browser, sys.argv[1:])
