"""The process that takes files in, one after the other: `python -m kb.intake.worker`."""

import logging
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kb.catalogue import Catalogue
from kb.catalogue.joining import Joining
from kb.desk import Desk
from kb.desk.log import Deed, note
from kb.disk import lock
from kb.errors import DamagedDesk, DeskAway, IngestRunning, KbError, NewerDesk
from kb.extract import prepare
from kb.ingest import Event, Stage
from kb.intake.admission import Admission, Admitted, Known, Refused, is_hopeless
from kb.intake.intake import Intake
from kb.intake.jobs import Job, State
from kb.intake.likeness import Likeness
from kb.library import Library
from kb.model import Edition, Outcome, Publication, Visibility
from kb.settings import Settings

_LINGER = 20.0  # seconds it waits for the next file: starting again takes two
_LOOK_EVERY = 0.3
_PUBLISH_EVERY = 10.0  # seconds that a file which has been read waits at most for those behind it
_TELL_EVERY = 0.25
_NO_DESK = (
    DamagedDesk,
    NewerDesk,
    DeskAway,
)  # the files themselves need it no more than readers do
_TOO_LONG = (Outcome.LIMIT, Outcome.LIMIT_ON_PAGE)  # perhaps because the machine was busy


class Worker:
    """Does whatever waits; ends when nothing has for a while. Only one per home, by its lock."""

    def __init__(self, settings: Settings) -> None:
        self._intake = Intake(settings)
        self._library = Library(settings).seen_by(Visibility.TEAM)
        self._catalogue = Catalogue(settings.documents)
        self._admission = Admission(settings)
        self._desk = Desk.of(settings)
        self._joining = Joining(settings.documents, self._desk)
        self._likeness = Likeness(settings.index / "likeness", self._library)
        self._told = 0.0
        self._published = time.monotonic()
        self._understood = False

    def run(self, linger: float = _LINGER) -> None:
        """Work until there was nothing to do for `linger` seconds."""
        self._intake.recover()
        with suppress(*_NO_DESK):
            self._joining.settle()
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < linger or self._intake.has_work():
            if self._step():
                idle_since = time.monotonic()
            else:
                self._intake.adopt()
                time.sleep(_LOOK_EVERY)

    def _step(self) -> bool:
        """Do one thing, the most urgent; whether there was one."""
        job = self._intake.jobs.next()
        admitted = [j for j in self._intake.jobs.open() if j.state is State.INDEXING]
        overdue = time.monotonic() - self._published > _PUBLISH_EVERY
        if job and not (admitted and overdue):
            self._take(job)
        elif admitted or self._intake.jobs.wished():
            self._publish(admitted)
        elif not self._understood:
            self._understand()
        else:
            return False
        return True

    def _take(self, job: Job) -> None:
        jobs = self._intake.jobs
        path = self._intake.inbox.find(job.id)
        if path is None:
            self._follow(job)
        elif is_hopeless(job.tries):
            jobs.move_on(job, State.REFUSED, reason=Outcome.LIMIT)
        else:
            jobs.begin(job)
            self._admit(job, path)

    def _admit(self, job: Job, path: Path) -> None:
        try:
            self._note(job, self._admission.admit(path, job.name, job.sha256, self._at(job)))
        except KbError:  # a full disk, a reader that does not start: not about this file
            raise
        except Exception:  # whatever it is, those behind it go on
            logging.getLogger(__name__).exception("a file could not be taken in")
            self._intake.jobs.take_up()

    def _note(self, job: Job, found: Admitted | Known | Refused | None) -> None:
        jobs = self._intake.jobs
        match found:
            case None:
                self._follow(job)
            case Admitted(publication, edition, Outcome.TEXT):
                jobs.move_on(job, State.INDEXING, publication, edition)
            case Admitted(publication, edition):
                jobs.move_on(job, State.NEEDS_OCR, publication, edition)
            case Known(held):
                jobs.move_on(job, State.HERE, *self._named(held))
            case Refused(outcome) if outcome in _TOO_LONG and not job.tries:
                jobs.move_on(job, State.WAITING)  # once more when those behind it are done
            case Refused(outcome):
                jobs.move_on(job, State.REFUSED, reason=outcome)
        if isinstance(found, Admitted):
            with suppress(*_NO_DESK), self._desk.writing() as connection:
                note(connection, job.account, Deed.ADDED, found.publication, job.name)

    def _follow(self, job: Job) -> None:
        """Its file has moved on, though whoever moved it died before saying so."""
        found, outcome = self._recorded(job), self._admission.outcome(job.sha256)
        if found is None:
            self._intake.jobs.move_on(job, State.REFUSED, reason=Outcome.DAMAGED)
        else:
            self._note(job, Admitted(found[0].id, found[1].label, outcome))

    def _recorded(self, job: Job) -> tuple[Publication, Edition] | None:
        """What the file became, if it is in its place."""
        publication = self._catalogue.recorded(job.sha256)
        if publication is None:
            return None
        edition = next(e for e in publication.editions if e.sha256 == job.sha256)
        return (publication, edition) if self._catalogue.file(edition).is_file() else None

    def _named(self, held: Path) -> tuple[str, str]:
        """Publication and edition of a file in `documents/`; "" if no record has it."""
        for publication in self._catalogue.publications()[0]:
            for edition in publication.editions:
                if edition.file == held.name:
                    return publication.id, edition.label
        return "", ""

    def _publish(self, admitted: Sequence[Job]) -> None:
        wished = self._intake.jobs.wished()
        found = {job: self._recorded(job) for job in admitted}
        by_file = {one[1].file: job for job, one in found.items() if one}
        try:
            self._library.take_in(on_event=lambda event: self._tell(event, by_file))
        except IngestRunning:
            time.sleep(_LOOK_EVERY)
            return
        self._intake.jobs.grant(wished)
        self._published = time.monotonic()
        self._understood = False
        for job in admitted:
            self._finish(job)
        self._likeness.prepare()

    def _finish(self, job: Job) -> None:
        """Say that it can be searched now; it cannot if the index took offence at it."""
        found = next((p for p in self._library.publications() if p.id == job.publication), None)
        edition = found.edition(job.edition) if found else None
        if found and edition:
            self._intake.jobs.move_on(job, State.SEARCHABLE)
            for relative in self._likeness.relatives(found, edition)[:1]:
                self._intake.jobs.relate(job, relative.publication.id)
        else:
            self._intake.jobs.move_on(job, State.REFUSED, reason=Outcome.DAMAGED)

    def _understand(self) -> None:
        """Vectors for what has none, until a file arrives that people wait for."""
        with suppress(_Called):
            self._library.understand(self._unless_called)
            self._understood = True

    def _unless_called(self, event: Event) -> None:
        if self._intake.has_work():
            raise _Called

    def _at(self, job: Job) -> "_Pages":
        return _Pages(self._intake, job.id)

    def _tell(self, event: Event, by_file: Mapping[str, Job]) -> None:
        job = by_file.get(event.file)
        if job and event.stage is Stage.INDEXING and time.monotonic() - self._told > _TELL_EVERY:
            self._told = time.monotonic()
            self._intake.jobs.at(job.id, event.page, event.pages)


class _Called(Exception):
    """Something more urgent has come."""


class _Pages:
    """Tells how far reading one file has come, a few times a second."""

    def __init__(self, intake: Intake, job_id: str) -> None:
        self._intake = intake
        self._id = job_id
        self._told = 0.0

    def __call__(self, page: int, pages: int) -> None:
        if time.monotonic() - self._told > _TELL_EVERY:
            self._told = time.monotonic()
            self._intake.jobs.at(self._id, page, pages)


def main() -> None:
    """Work for this home until nothing waits; at once done where another worker does."""
    settings = Settings.from_environment()
    if hasattr(os, "nice"):
        os.nice(10)  # people who search come first
    with suppress(IngestRunning), lock(settings.index / "intake.lock"):
        prepare()  # somebody waits for a file to be read
        Worker(settings).run()


if __name__ == "__main__":
    main()
