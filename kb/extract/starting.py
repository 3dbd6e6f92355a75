"""Starting a process that reads a file: forked from one that has the libraries, or anew."""

import atexit
import os
import select
import socket
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import psutil

from kb.errors import ReaderUnavailable
from kb.extract.job import Job

IS_FORKED = sys.platform == "linux"  # elsewhere the system's own libraries do not bear it
_PATIENCE = 60.0  # seconds until a process has begun
_KILLED = -9
# -P: a file named like a module, in the folder we stand in, is not imported
_PYTHON = (sys.executable, "-P", "-m")


class Started(ABC):
    """A process that reads; `out` is what it tells."""

    def __init__(self, pid: int, out: IO[bytes]) -> None:
        self.out = out
        # knows it by its start too: the number of one that is gone may be another's by now
        self._process: psutil.Process | None = None
        with suppress(psutil.Error):
            self._process = psutil.Process(pid)
        self._worked = 0.0

    def worked(self) -> float:
        """Seconds of processor time that it has used, as far as anybody saw."""
        with suppress(psutil.Error):  # it is gone
            if self._process:
                used = self._process.cpu_times()
                self._worked = used.user + used.system
        return self._worked

    def kill(self) -> None:
        """End it; nothing where it has ended."""
        with suppress(psutil.Error):
            if self._process:
                self._process.kill()

    @abstractmethod
    def wait(self) -> int:
        """How it ended, as `Popen.returncode` has it."""

    def close(self) -> None:
        """Close what is open of it."""
        self.out.close()


def start(job: Job) -> Started:
    """A process at work on a job. Raises ReaderUnavailable where none can be started."""
    if not IS_FORKED:
        return _Spawned(job)
    for _ in range(3):  # somebody may just have ended the one that forks, or it ended by itself
        with suppress(_Gone):
            return _Forked(*_nursery.ask(job))
    raise ReaderUnavailable(sys.executable)


def prepare() -> None:
    """Have the libraries loaded beside whatever is done until the first file is to be read."""
    if IS_FORKED:
        _nursery.begin()


class _Spawned(Started):
    def __init__(self, job: Job) -> None:
        self._popen = subprocess.Popen(
            [*_PYTHON, "kb.extract.child", job.to_json()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._popen.stdout is not None
        super().__init__(self._popen.pid, self._popen.stdout)

    def wait(self) -> int:
        return self._popen.wait()


class _Forked(Started):
    """`status` is where the one that forked it says how it ended."""

    def __init__(self, pid: int, out: IO[bytes], status: IO[bytes]) -> None:
        super().__init__(pid, out)
        self._status = status
        self._code: int | None = None

    def wait(self) -> int:
        """As if it was killed, where the one that would know was."""
        if self._code is None:
            self._code = int(self._status.readline() or _KILLED)
        return self._code

    def close(self) -> None:
        super().close()
        self._status.close()


class _Nursery:
    """The process that forks: started when it is first needed, and again once it is gone."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def begin(self) -> None:
        """See that it runs, or soon will."""
        with self._asking:
            self._running()

    def ask(self, job: Job) -> tuple[int, IO[bytes], IO[bytes]]:
        """Have a job begun: the process's number, what it tells, how it ends. Raises _Gone."""
        (out, told), (status, tells) = os.pipe(), os.pipe()
        ends = os.fdopen(out, "rb"), os.fdopen(status, "rb")
        try:
            try:
                self._send(job.to_json().encode("ascii"), (told, tells))
            finally:
                os.close(told)
                os.close(tells)
            return self._number(ends[1]), *ends
        except BaseException:
            for end in ends:
                end.close()
            raise

    def end(self) -> None:
        """And whatever it forked."""
        with self._asking:
            self._end()

    def _send(self, job: bytes, pipes: Sequence[int]) -> None:
        with self._asking:
            try:
                socket.send_fds(self._running(), [job], pipes)
            except OSError as error:
                self._end()
                raise _Gone from error

    def _number(self, status: IO[bytes]) -> int:
        waiting = select.poll()
        waiting.register(status, select.POLLIN)
        if not waiting.poll(_PATIENCE * 1000) and self._process:
            self._process.kill()
        told = status.readline()
        if not told:
            raise _Gone
        return int(told)

    def _running(self) -> socket.socket:
        if self._process and self._process.poll() is not None:
            self._end()
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [*_PYTHON, "kb.extract.nursery", str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                )
        return self._control

    def _end(self) -> None:
        if self._control:
            self._control.close()
            self._control = None
        if self._process:
            self._process.wait()
            self._process = None


class _Gone(Exception):
    """The process that forks ended before it had."""


_nursery = _Nursery()
atexit.register(_nursery.end)
