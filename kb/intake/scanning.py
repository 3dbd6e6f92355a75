"""The process that recognises the text of scans: `python -m kb.intake.scanning`."""

import os
from contextlib import suppress
from functools import partial

from kb.disk import lock
from kb.errors import IngestRunning, KbError
from kb.ingest.recognising import recognise_edition
from kb.intake.intake import Intake
from kb.intake.jobs import State
from kb.intake.scans import Scan, Scans
from kb.settings import Settings


def work(settings: Settings) -> None:
    """Recognise until nothing waits; the index is asked to follow after each."""
    scans = Scans(settings)
    while scan := scans.next():
        try:
            recognise_edition(
                settings,
                scan.publication,
                scan.edition,
                account=scan.account,
                progress=partial(scans.at, scan),
            )
        except KbError:  # a bad scan, a full disk, a record that is gone: the others come next
            scans.end(scan, done=False)
        else:
            scans.end(scan, done=True)
            _follow(Intake(settings), scan)


def _follow(intake: Intake, scan: Scan) -> None:
    """Have it taken into the index; a file that was brought for it has found its way."""
    for job in intake.jobs.latest():
        same = (job.publication, job.edition) == (scan.publication, scan.edition)
        if same and job.state is State.NEEDS_OCR:
            intake.jobs.move_on(job, State.INDEXING)
    intake.jobs.wish()


def main() -> None:
    """Work for this home; at once done where another process does."""
    settings = Settings.from_environment()
    if hasattr(os, "nice"):
        os.nice(15)  # after people who search, and after files that arrive
    with suppress(IngestRunning), lock(settings.index / "scans.lock"):
        work(settings)


if __name__ == "__main__":
    main()
