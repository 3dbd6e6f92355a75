"""The server's part: it starts a worker whenever something waits for one."""

import logging
import os
import subprocess
import sys
import time
from threading import Event, Thread

from kb.errors import KbError
from kb.ingest import wait_for_change
from kb.intake.intake import Intake
from kb.intake.scans import Scans

_log = logging.getLogger(__name__)
_LOOK_EVERY = 2.0  # seconds
_REST = 30.0  # seconds after a worker gave up


class Keeper:
    """Sees to it that what waits is worked on, and that the index follows `documents/`.

    A worker outlives the server that started it; one that was killed is followed by another.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._scans = Scans(intake.settings)
        self._called = Event()
        self._ended = Event()
        self._rests_until = 0.0

    def start(self) -> None:
        """Begin; its threads end with the process."""
        Thread(target=self._keep, name="intake", daemon=True).start()
        Thread(target=self._follow, name="documents", daemon=True).start()

    def call(self) -> None:
        """Something has just arrived: do not wait for the next look."""
        self._called.set()

    def stop(self) -> None:
        """Start no more workers; one that runs goes on."""
        self._ended.set()
        self.call()

    def _keep(self) -> None:
        while not self._ended.is_set():
            self._called.clear()
            try:
                if self._has_to_start():
                    self._work()
                self._scans.start()
            except KbError:  # a full disk may have room again; the screens say what is wrong
                pass
            except Exception:  # no process to be had: whatever it is, somebody must go on looking
                _log.exception("what waits could not be looked at")
            self._called.wait(_LOOK_EVERY)

    def _has_to_start(self) -> bool:
        rests = time.monotonic() < self._rests_until
        return not rests and self._intake.has_work() and not self._intake.is_worked_on()

    def _work(self) -> None:
        """Start a worker and wait until it works, or has already ended."""
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "kb.intake.worker"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # what ends the server does not end it
            env={**os.environ, "KB_HOME": str(self._intake.settings.home)},
        )
        Thread(target=self._wait, args=(worker,), name="worker", daemon=True).start()
        while worker.poll() is None and not self._intake.is_worked_on():
            time.sleep(0.05)

    def _wait(self, worker: "subprocess.Popen[bytes]") -> None:
        if worker.wait() > 0:  # it gave up, say on a full disk; killed, it would be negative
            self._rests_until = time.monotonic() + _REST

    def _follow(self) -> None:
        wished = True
        while not self._ended.is_set():
            if wished:
                wait_for_change(self._intake.settings.documents)
            wished = self._wish()

    def _wish(self) -> bool:
        """Whether it could be noted that the index is to follow; if not, after a moment again."""
        try:
            self._intake.jobs.wish()
        except KbError:
            time.sleep(_LOOK_EVERY)
            return False
        self.call()
        return True
