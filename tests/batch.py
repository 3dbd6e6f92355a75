"""A folder of difficult files added in one go: `python -m tests.batch CASES`, by hand.

CASES holds `cases.tsv` (file, expected outcome) and the files. Prints what the screen says of each
file, what of that is not as expected, and how long a reader waits for an answer before and
meanwhile; then how long a brochure of 60 pages takes from the press on the button until it is
found, ten times. Server, worker and both browsers share the machine.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page
from pypdf import PdfReader, PdfWriter

from kb.intake import Intake, State
from kb.model import Role
from kb.settings import Settings
from tests.brought import kill_workers
from tests.chromium import DESK, running
from tests.screens import chromium, demonstration
from tests.signed_in import sign_in

_QUESTIONS = (
    "taschengeld",
    "arzt",
    "anhörung",
    "konto eröffnen",
    "schule",
    "umzug",
    "18",
    "clearing",
)
_CHOOSE = "[data-drop] input[type=file] >> nth=0"
_ASK = """question => new Promise(done => {
  const start = performance.now();
  window.kb.go("./?q=" + encodeURIComponent(question), {drawer: false});
  const look = () => {
    const link = document.querySelector(".kb-hit a[data-drawer]");
    if (link && new URL(link.href).searchParams.get("q") === question)
      done(performance.now() - start);
    else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass(frozen=True)
class Case:
    """A file and what should become of it."""

    path: Path
    expected: str

    def is_met(self, state: State, reason: str) -> bool:
        """Whether an outcome is one of those that the sets allow."""
        if state in (State.SEARCHABLE, State.HERE):
            return self.expected.startswith("text")
        if state is State.NEEDS_OCR:
            return self.expected == "needs_ocr"
        return any(reason.startswith(part) for part in self.expected.split("_or_"))


def main(folder: Path) -> None:
    """Measure and print."""
    with demonstration() as home, chromium() as browser, running(home) as address:
        staff, reader = _staff(browser, address, home), _page(browser, address)
        _tell("before", list(_asked(reader, 40)))
        _batch(staff, reader, home, list(_cases(folder)))
        _brochures(staff, home)
        kill_workers(home)


def _cases(folder: Path) -> Iterator[Case]:
    for line in (folder / "cases.tsv").read_text("utf-8").splitlines()[1:]:
        file, expected = line.split("\t")[:2]
        yield Case(folder / file, expected)


def _page(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="de-DE", viewport=DESK).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.locator(".kb-footer").wait_for()
    return page


def _staff(browser: Browser, address: str, home: Path) -> Page:
    page = _page(browser, address)
    sign_in(page, address, home, Role.STAFF)
    page.goto(f"{address}hinzufuegen")
    page.locator("[data-drop]").wait_for()
    return page


def _asked(reader: Page, times: int) -> Iterator[float]:
    """Milliseconds from a question to its first card; each differs, so none comes from memory."""
    for number in range(times):
        question = f"{_QUESTIONS[number % len(_QUESTIONS)]} {time.monotonic_ns() % 100_000}"
        yield float(reader.evaluate(_ASK, question))
        reader.wait_for_timeout(200)


def _batch(staff: Page, reader: Page, home: Path, cases: list[Case]) -> None:
    intake = Intake(Settings(home=home))
    started = time.monotonic()
    staff.set_input_files(_CHOOSE, [case.path for case in cases])
    meanwhile: list[float] = []
    while len(intake.jobs.latest()) < len(cases) or intake.jobs.open():
        meanwhile += _asked(reader, 5)
    _say(f"{len(cases)} files in {time.monotonic() - started:.0f} s")
    _tell("meanwhile", meanwhile)
    staff.wait_for_timeout(3000)
    jobs = {job.name: job for job in intake.jobs.latest()}
    for case in cases:
        job = jobs[case.path.name]
        said = staff.locator(f"[data-job='{job.id}']").inner_text().replace("\n", " | ")
        met = "as expected" if case.is_met(job.state, job.reason) else "NOT AS EXPECTED"
        _say(f"{case.path.name}\t{case.expected}\t{met}\t{said}")


def _brochures(staff: Page, home: Path) -> None:
    """Ten brochures of 60 pages, one after the other; each has its own last page."""
    intake, seconds = Intake(Settings(home=home)), []
    for number in range(10):
        content = _brochure(home / "documents", number)
        started = time.monotonic()
        file = {"name": f"broschuere{number}.pdf", "mimeType": "application/pdf", "buffer": content}
        staff.set_input_files(_CHOOSE, files=[file])  # type: ignore[arg-type]
        while not any(j.name == file["name"] and not j.state.is_open for j in intake.jobs.latest()):
            time.sleep(0.05)
        seconds.append(time.monotonic() - started)
        time.sleep(2)
    _say(f"60 pages until found: p50 {median(seconds):.1f} s, most {max(seconds):.1f} s")


def _brochure(documents: Path, number: int) -> bytes:
    handbook = PdfReader(documents / "handbuch-2026.pdf")
    pages = [*handbook.pages, *handbook.pages][number : number + 60]
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _tell(when: str, milliseconds: list[float]) -> None:
    cuts = quantiles(milliseconds, n=20)
    _say(f"{when}: n={len(milliseconds)} p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
