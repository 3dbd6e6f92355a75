"""Speed and weight as a reader meets them: `python -m tests.felt`, by hand, prints a table.

Measured inside the page on the demonstration publications: from the last key to the first card of
the new question, from the press on a card to the picture that can be read, both without and with
everything in memory; what the first visit loads; the first answer on a slow phone; and from
`kb start` to the first answer. The server and the browser share the machine.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, CDPSession, Page

from tests.accessibility import violations
from tests.chromium import Visit, running
from tests.furnished import Team, furnish
from tests.screens import GUISES, SCREENS, TEAM_SCREENS, chromium, demonstration, show, visit

QUESTIONS = (
    *("taschengeld", "wer unterschreibt beim arzt", "jahresbericht", "anhörung bamf", "ferienjob"),
    *("konto eröffnen", "umzug", "schulanmeldung", "was passiert mit 18", "hilfeplangespräch"),
    *("dolmetscher", "familiennachzug", "§ 42 sgb viii", "trauma", "aufwandspauschale"),
    *("bestellungsurkunde", "clearing", "duldung", "ausbildung", "impfung", "kindergeld"),
    *("wohngruppe", "beteiligung", "careleaver", "netzwerk", "mündel besuchen", "asylantrag"),
    *("protokoll fehler", "jugendamt", "inobhutnahme", "barbetrag", "pflegefamilie", "schulden"),
    *("steuer id", "krankenkasse", "op einwilligung", "vermögen", "passpflicht", "einbürgerung"),
    *("chancen-aufenthaltsrecht", "alpträume", "rassismus", "beschwerde", "verteilung", "18"),
    *("mentor", "notfall", "religion", "führungszeugnis", "vormundschaftsreform"),
)
# 1.6 Mbit/s down, 0.75 up
_SLOW_PHONE = {
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 94_000,
}  # 1.6 Mbit

# When the first card of a question stands in the page, by the clock that stamped the last key.
_ANSWER = """question => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(question)), 20000);
  const look = () => {
    const link = document.querySelector(".kb-hit a[data-drawer]");
    const asked = link && new URL(link.href).searchParams.get("q");
    if (asked === question) done(performance.now() - window.lastKey);
    else requestAnimationFrame(look);
  };
  look();
})"""
_WATCH_KEYS = """addEventListener("keydown", () => { window.lastKey = performance.now(); }, true)"""
# From a press on the link to its page's picture, loaded.
_PICTURE = """number => new Promise((done, fail) => {
  const link = document.querySelectorAll(".kb-hit a[data-drawer]")[number];
  setTimeout(() => fail(new Error(link.href)), 20000);
  const start = performance.now();
  link.click();
  const key = new URL(link.href).searchParams.get("f");
  const look = () => {
    const image = document.querySelector(".kb-image img");
    const shown = image?.complete && image.naturalWidth && image.currentSrc.includes(`/${key}?`);
    if (shown) done(performance.now() - start);
    else requestAnimationFrame(look);
  };
  look();
})"""


def _row(name: str, milliseconds: Sequence[float]) -> str:
    cuts = quantiles(milliseconds, n=20)
    middle, most = cuts[9], cuts[18]
    return f"{name:<44} n={len(milliseconds):<3} p50 {middle:6.0f} ms   p95 {most:6.0f} ms"


def _typing(reader: Visit) -> list[float]:
    page = reader.page
    reader.open()
    page.evaluate(_WATCH_KEYS)
    field = page.get_by_role("searchbox")
    times = []
    for question in QUESTIONS:
        field.fill("")
        page.wait_for_timeout(500)
        field.press_sequentially(question, delay=40)
        times.append(float(page.evaluate(_ANSWER, question)))
    return times


def _pictures(reader: Visit) -> list[float]:
    """Ten cards of each of five questions."""
    times = []
    for question in QUESTIONS[:10:2]:
        reader.open(f"?q={question}")
        links = reader.page.locator(".kb-hit a[data-drawer]")
        for number in range(min(10, links.count())):
            times.append(float(reader.page.evaluate(_PICTURE, number)))
            reader.page.wait_for_timeout(300)
            reader.page.keyboard.press("Escape")
            reader.page.locator(".kb-reading").wait_for(state="detached")
    return times


# -- what comes over the wire ----------------------------------------------------------------------


def _weights(page: Page) -> tuple[CDPSession, list[int], list[int], list[str]]:
    """Bytes as sent and as unpacked, and the addresses, of everything loaded from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sent: list[int] = []
    bare: list[int] = []
    addresses: list[str] = []
    session.on("Network.loadingFinished", lambda e: sent.append(int(e["encodedDataLength"])))
    session.on("Network.dataReceived", lambda e: bare.append(int(e["dataLength"])))
    session.on("Network.requestWillBeSent", lambda e: addresses.append(e["request"]["url"]))
    return session, sent, bare, addresses


def _first_visit(browser: Browser, address: str, link: str) -> str:
    with visit(browser, address, "desk-light-de") as reader:
        _, sent, bare, addresses = _weights(reader.page)
        reader.open(link)
        reader.page.wait_for_timeout(1500)
        size = f"{sum(sent) / 1e6:.2f} MB sent, {sum(bare) / 1e6:.2f} MB unpacked"
        return f"{'first visit, /' + link:<44} {size}, {len(addresses)} requests"


def _slow_phone(browser: Browser, address: str) -> str:
    times = []
    for _ in range(3):
        with visit(browser, address, "phone-light-de") as reader:
            session = reader.page.context.new_cdp_session(reader.page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", {"offline": False, **_SLOW_PHONE})
            start = time.perf_counter()
            reader.page.goto(address + "?q=taschengeld", wait_until="commit")
            reader.page.locator(".kb-hit").first.wait_for(timeout=60_000)
            times.append(time.perf_counter() - start)
    listed = ", ".join(f"{seconds:.1f}" for seconds in sorted(times))
    return f"{'phone, 1.6 Mbit/s, 150 ms: first card':<44} {listed} s"


def _start(browser: Browser, home: Path) -> str:
    """From the command to the first card, on publications that have not changed."""
    times = []
    for _ in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        environment = {**os.environ, "KB_HOME": str(home), "KB_PORT": port}
        start = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "kb", "start"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        page = browser.new_page()
        _until(lambda: page.goto(f"http://127.0.0.1:{port}/?q=taschengeld"))  # noqa: B023
        page.locator(".kb-hit").first.wait_for()
        times.append(time.perf_counter() - start)
        page.close()
        server.terminate()
        server.wait()
    listed = ", ".join(f"{seconds:.1f}" for seconds in sorted(times))
    return f"{'kb start to the first card':<44} {listed} s"


def _until(attempt: Callable[[], object]) -> None:
    for _ in range(600):
        try:
            attempt()
            return
        except Exception:  # the server does not listen yet
            time.sleep(0.05)
    raise TimeoutError


# -- what must not be there at all -----------------------------------------------------------------


def _faults(browser: Browser, address: str, team: Team) -> Iterator[str]:
    """Per screen, over all guises: violations, requests to other hosts, console errors."""
    states = team.sign_in(browser, address)
    for screen in (*SCREENS, *TEAM_SCREENS):
        state = states[screen.role] if screen.role else None
        against, foreign, complaints = list[str](), 0, 0
        for guise in GUISES:
            with visit(browser, address, guise, storage_state=state, bypass_csp=True) as reader:
                show(reader, screen)
                against += [f"{guise}: {one}" for one in violations(reader.page)]
                foreign += len(reader.foreign)
                complaints += len([c for c in reader.complaints if "404" not in c])
        counts = f"axe {len(against)}   foreign {foreign}   console {complaints}"
        yield f"{screen.name:<14} {counts}   {', '.join(against)}"


def main(arguments: Sequence[str]) -> None:
    """Print the table; with `--faults` the screens too, which takes half an hour."""
    say = sys.stdout.write
    with demonstration() as home, chromium() as browser:
        team = furnish(home) if "--faults" in arguments else None
        with running(home) as address:
            say(_first_visit(browser, address, "") + "\n")
            say(_first_visit(browser, address, "?q=taschengeld") + "\n")
            with visit(browser, address, "desk-light-de") as reader:
                say(_row("last key to first card, never asked before", _typing(reader)) + "\n")
                say(_row("last key to first card, asked before", _typing(reader)) + "\n")
                say(_row("press to picture, never drawn before", _pictures(reader)) + "\n")
                say(_row("press to picture, drawn before", _pictures(reader)) + "\n")
            say(_slow_phone(browser, address) + "\n")
            for row in _faults(browser, address, team) if team else ():
                say(row + "\n")
        say(_start(browser, home) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
