"""The seam between the screens and the worker: what has arrived, and what is to become of it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kb.disk import digest, lock
from kb.errors import IngestRunning
from kb.intake.inbox import Delivery, Inbox, age
from kb.intake.jobs import Jobs, State
from kb.settings import Settings

_OTHERS = 120.0  # seconds a file waits for the server that received it


class Intake:
    """Inbox and jobs of one home folder, shared by server and worker."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.inbox = Inbox(settings.documents)
        self.jobs = Jobs(settings.index / "jobs.sqlite3")
        self.lock = settings.index / "intake.lock"

    def accepted(self, delivery: Delivery, account: int | None) -> None:
        """Note a file that has arrived; if this fails, the worker finds it all the same."""
        self.jobs.add(delivery, account)

    def has_work(self) -> bool:
        """Something waits for a worker."""
        if self.jobs.wished() or self.jobs.open():
            return True
        known = self.jobs.known()
        return any(sender_id not in known for sender_id, _, _ in self._deserted())

    def is_worked_on(self) -> bool:
        """A worker is running, of whichever server."""
        try:
            with lock(self.lock):
                return False
        except IngestRunning:
            return True

    def recover(self) -> None:
        """Take up again what a worker that died had in hand. Only for whoever holds the lock."""
        self.inbox.sweep()
        self.jobs.take_up()
        known = {job.id: job for job in self.jobs.latest(limit=1_000_000)}
        self.adopt()
        for sender_id, _, _ in self.inbox.deliveries():
            job = known.get(sender_id)
            if job and job.state in (State.SEARCHABLE, State.HERE, State.NEEDS_OCR):
                self.jobs.move_on(job, State.WAITING)  # sent twice; it will be "already here"

    def _deserted(self) -> Sequence[tuple[str, str, Path]]:
        """What has arrived and may be taken up by whoever finds it.

        Where several homes share a database, a file is first its own server's, which has the name
        of whoever sent it; only when that one does not see to it, it is another's.
        """
        rests = _OTHERS if self.settings.database else 0.0
        return [one for one in self.inbox.deliveries() if age(one[2]) >= rests]

    def adopt(self) -> None:
        """Give a file that no job knows one: it arrived in the moment its server died, or the jobs
        were deleted, or the server that received it is gone.
        """
        known = self.jobs.known()
        for sender_id, name, path in self._deserted():
            if sender_id not in known:
                self.jobs.add(_delivery(sender_id, name, path), None)

    def try_again(self, job_id: str) -> None:
        """Have a refused file read once more, say after the machine was too busy."""
        job = self.jobs.find(job_id)
        if job and job.state is State.REFUSED and self.inbox.find(job.id):
            self.jobs.again(job)

    def finished(self) -> Sequence[str]:
        """The jobs that nobody can do anything about any more."""
        done = (State.HERE, State.REFUSED)
        return [job.id for job in self.jobs.latest() if job.state in done]

    def forget(self, job_ids: Sequence[str]) -> None:
        """Take finished jobs off the list; of refused ones the file goes too."""
        for job_id in job_ids:
            job = self.jobs.find(job_id)
            if job and job.state is State.REFUSED and (path := self.inbox.find(job.id)):
                path.unlink(missing_ok=True)
        self.jobs.forget(job_ids)


def _delivery(sender_id: str, name: str, path: Path) -> Delivery:
    sha256, size = "", 0
    with suppress(OSError):  # moved on between two looks
        sha256, size = digest(path), path.stat().st_size
    return Delivery(sender_id, name, path, sha256, size)
