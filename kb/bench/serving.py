"""The app as people meet it, on a copy of a library, in processes of its own."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.bench.processes import environment
from kb.settings import Settings

_PATIENCE = 120.0  # seconds until it must answer


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is and which process it is; 0: it is not known to us."""

    address: str
    pid: int = 0


@contextmanager
def copied(settings: Settings) -> Iterator[Path]:
    """A home folder with the same publications and index, to do with as one likes."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:  # a child may write its last
        home = Path(name)
        for folder in (settings.documents, settings.index):
            if folder.is_dir():
                shutil.copytree(folder, home / folder.name, ignore=_people)
        yield home


@contextmanager
def served(home: Path, *, wait: bool = True) -> Iterator[Server]:
    """`kb start` on a home folder, until the block ends; with `wait` from its first answer on."""
    port = _free_port()
    started = subprocess.Popen(
        [sys.executable, "-m", "kb", "start"],
        env=environment(home, KB_PORT=str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}/", started.pid)
    try:
        if wait:
            until_ready(server)
        yield server
    finally:
        started.terminate()
        started.wait()


def until_ready(server: Server) -> None:
    """Come back when it can answer a search. Raises TimeoutError."""
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(server.address + "ready", timeout=5).close()  # noqa: S310 - ours
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(server.address)


def _people(folder: str, names: list[str]) -> list[str]:
    """Accounts, sessions and what they work at are nobody's to measure with."""
    return [name for name in names if name.startswith((".", "desk.")) or name == "trash"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
