"""A PostgreSQL server of the tests' own: a socket in a folder, no port, gone when they end."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from kb.desk import Desk

NewDesk = Callable[[], Desk]

_DEBIAN = "/usr/lib/postgresql"
_FAST = ("-c", "fsync=off", "-c", "max_connections=60", "-c", "listen_addresses=")


class Server:
    """May be stopped and started again; `address` is that of a new, empty database."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count()
        shutil.chown(folder, _user())
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "kb", "--no-sync")

    def start(self) -> None:
        """Returns when it answers; one that runs is left alone."""
        if self._answers():
            return
        command = (str(self._programs / "postgres"), "-D", str(self._folder / "data"))
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "-k", str(self._folder), *_FAST],
                user=_user(),
                stderr=log,
                cwd=self._folder,
            )
        for _ in range(300):
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError((self._folder / "log").read_text("utf-8"))

    def stop(self) -> None:
        """As when the machine dies."""
        self._process.send_signal(signal.SIGQUIT)  # with its children, without tidying up
        self._process.wait(timeout=30)

    def address(self) -> str:
        """Of a new, empty database."""
        assert self._process.poll() is None, (self._folder / "log").read_text("utf-8")
        name = f"kb_{next(self._numbers)}"
        with psycopg.connect(self._at("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())  # made of a counter
        return self._at(name)

    def _at(self, name: str) -> str:
        return f"postgresql://kb@/{name}?host={self._folder}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._at("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments, "-E", "UTF8", "--locale=C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=_user(),
            cwd=self._folder,
        )


def _user() -> str | int:
    """The server refuses to run as root."""
    return "nobody" if os.getuid() == 0 else os.getuid()


def _programs() -> Path:
    newest = sorted(Path(_DEBIAN).glob("*/bin"), reverse=True)
    places = os.pathsep.join(map(str, newest)) + os.pathsep + os.environ["PATH"]
    found = shutil.which("initdb", path=places)
    if found is None:
        sentence = "PostgreSQL is not installed: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return Path(found).resolve().parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server that runs; whoever stops it starts it again."""
    programs = _programs()
    # a path short enough for a socket, and not below one that only root may enter
    with tempfile.TemporaryDirectory(prefix="kb-pg", ignore_cleanup_errors=True) as folder:
        server = Server(programs, Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def new_desk(request: pytest.FixtureRequest, tmp_path: Path) -> NewDesk:
    """Makes an empty desk in either database; called again, another one."""
    numbers = count()
    if request.param == "sqlite":
        return lambda: Desk(tmp_path / f"desk-{next(numbers)}" / "desk.sqlite3")
    server: Server = request.getfixturevalue("postgres")
    return lambda: Desk(server.address())
