"""A home folder to which a test brings files, and the worker that takes them in."""

import secrets
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kb.intake import Intake, Job
from kb.intake.worker import Worker
from kb.library import Library
from kb.model import Visibility
from kb.settings import Settings
from tests.small_pdf import Words, pdf, sheet


class Brought:
    """What a test does with such a folder."""

    def __init__(self, home: Path) -> None:
        (home / "documents").mkdir(parents=True, exist_ok=True)
        self.settings = Settings(home=home, meaning=False)
        self.documents = home / "documents"
        self.intake = Intake(self.settings)
        self.library = Library(self.settings).seen_by(Visibility.TEAM)

    def bring(self, name: str, content: bytes, sender_id: str = "") -> str:
        """A file arrives as from a browser; returns its id."""
        sender_id = sender_id or secrets.token_hex(16)
        with self.intake.inbox.receiving(sender_id, name) as arrival:
            arrival.write(content)
            self.intake.accepted(arrival.accept(), None)
        return sender_id

    def work(self) -> None:
        """The worker does all there is to do."""
        Worker(self.settings).run(linger=0)

    def job(self, sender_id: str) -> Job:
        """What became of a file."""
        return next(job for job in self.intake.jobs.latest() if job.id == sender_id)

    def hits(self, query: str, sees: Visibility = Visibility.TEAM) -> int:
        """How many pages somebody finds."""
        return self.library.seen_by(sees).search(query).total


def letter(subject: str, *, year: int = 2024) -> bytes:
    """A small PDF that only this subject makes: two pages, a title, an imprint."""
    return pdf(
        sheet(
            Words(f"Merkblatt {subject}", 70, 780, 18),
            f"Was der Vormund über {subject} wissen muss und warum.",
        ),
        sheet(f"Herausgeber: Verein {subject} e.V.", f"Stand: März {year}", f"Ende zu {subject}."),
    )


def kill_workers(home: Path) -> None:
    """Those that work for a home folder, in the middle of whatever they do."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            is_ours = process.environ().get("KB_HOME") == str(home)
            if is_ours and "kb.intake.worker" in process.cmdline():
                process.kill()
                process.wait()


@pytest.fixture
def brought(tmp_path: Path) -> Brought:
    """An empty home folder."""
    return Brought(tmp_path)
