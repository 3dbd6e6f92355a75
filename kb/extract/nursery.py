"""The process that readers are forked from: `python -m kb.extract.nursery SOCKET`, on Linux.

It has the libraries imported, which takes a quarter of a second, and never opens a file itself.
Each message is a job with two pipes: what is read goes into the one; into the other goes the
number of the new process and, when that has ended, how. All end with whoever holds the other end.
"""

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Never

from kb.extract.child import work
from kb.extract.job import Job

LONGEST: Final = 64_000  # bytes of a job: paths have 4,096
_LINGER = 20.0  # seconds without a file


@dataclass(frozen=True, slots=True)
class _Running:
    pid: int
    status: int


class Nursery:
    """Forks a process for each job. It has one thread, so that nothing else is copied half done."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._running: dict[int, _Running] = {}  # by a pipe that closes when the process ends

    def run(self) -> None:
        """Until nobody holds the other end, or asks for anything for some time."""
        while ready := self._wait():
            for one in ready:
                if one != self._control.fileno():
                    self._bury(self._running.pop(one), one)
                elif not self._begin():
                    return

    def end(self) -> None:
        """Leave no reader behind."""
        for one in self._running.values():
            os.kill(one.pid, signal.SIGKILL)

    def _wait(self) -> list[int]:
        watched = [self._control.fileno(), *self._running]
        return select.select(watched, (), (), None if self._running else _LINGER)[0]

    def _begin(self) -> bool:
        job, pipes, *_ = socket.recv_fds(self._control, LONGEST, 2)
        if not job:
            return False
        out, status = pipes
        alive, lives = os.pipe()
        pid = os.fork()
        if not pid:
            self._become(job, out, closed=(status, alive))
        os.close(out)
        os.close(lives)
        self._running[alive] = _Running(pid, status)
        _tell(status, pid)
        return True

    def _become(self, job: bytes, out: int, closed: tuple[int, ...]) -> Never:
        """In the new process: read, and end without a look at what the old one had in mind."""
        code = 1
        try:
            for other in (*closed, *self._running, *(r.status for r in self._running.values())):
                os.close(other)
            self._control.close()
            with os.fdopen(out, "wb") as stream:
                work(Job.from_json(job.decode("ascii")), stream)
            code = 0
        finally:
            os._exit(code)

    def _bury(self, ended: _Running, alive: int) -> None:
        _, status = os.waitpid(ended.pid, 0)
        _tell(ended.status, os.waitstatus_to_exitcode(status))
        os.close(ended.status)
        os.close(alive)


def _tell(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):  # nobody wants to know any more
        os.write(pipe, b"%d\n" % number)


def main(arguments: list[str]) -> None:
    """Serve the other end of the socket that the one argument is the number of."""
    gc.freeze()  # else looking for garbage would copy what all of them share
    with socket.socket(fileno=int(arguments[0])) as control:
        nursery = Nursery(control)
        try:
            nursery.run()
        finally:
            nursery.end()


if __name__ == "__main__":
    main(sys.argv[1:])
