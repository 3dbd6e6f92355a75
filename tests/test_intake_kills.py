"""Server and worker are killed while files arrive: what was accepted is found, nothing half is.

KB_KILLS says how often, 2 unless set.
"""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest

from kb.catalogue import Catalogue
from kb.intake import State
from kb.model import Role, Visibility
from kb.ui import home, session
from tests.brought import Brought, kill_workers, letter
from tests.chromium import ROOT
from tests.signed_in import SignedIn
from tests.small_library import build

_KILLS = int(os.environ.get("KB_KILLS", "2"))
_WORDS = ("Amsel", "Birke", "Chor", "Dach", "Efeu", "Fjord", "Gans", "Hafen", "Igel", "Jacke")


class Server:
    """The app on a home folder, in a process that may be killed."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KB_")}
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"),
                *("--server.address=127.0.0.1", f"--server.port={self._port}"),
            ],
            cwd=ROOT,
            env=environment | {"KB_HOME": str(self._home), "KB_MEANING": "off"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(3000):  # a busy machine takes minutes
            with suppress(OSError):
                urllib.request.urlopen(self._address("ready"), timeout=5).close()
                return
            time.sleep(0.1)
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        """Server and worker at once, as when the power fails."""
        kill_workers(self._home)
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def send(self, sender_id: str, content: bytes, who: SignedIn) -> bool:
        """Whether it was accepted."""
        request = urllib.request.Request(
            self._address(f"eingang?id={sender_id}&name={sender_id[:6]}.pdf"),
            content,
            {
                "Cookie": f"{session.COOKIE}={who.cookies[session.COOKIE]}",
                "X-Kb-Token": who.form_token,
                "Content-Type": "application/octet-stream",
            },
            method="POST",
        )
        with suppress(OSError), urllib.request.urlopen(request, timeout=10) as answer:
            return bool(answer.status == 201)
        return False

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}/{path}"


class Sender:
    """Sends one file after the other, each until it is accepted, and remembers those that were."""

    def __init__(self, server: Server, who: SignedIn) -> None:
        self._server = server
        self._who = who
        self._stop = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self.accepted: set[str] = set()

    def __enter__(self) -> "Sender":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            content = letter(" ".join(random.sample(_WORDS, 4)) + f" {len(self.accepted)}")
            sender_id = secrets.token_hex(16)
            while not self._server.send(sender_id, content, self._who):
                if self._stop.wait(0.1):
                    return
            self.accepted.add(sha256(content).hexdigest())
            self._stop.wait(random.uniform(0.1, 1.5))


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app_home: Path) -> Iterator[Brought]:
    """A home folder with a small library, which this process knows the secret of."""
    build(tmp_path)
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    home.settings.cache_clear()
    yield Brought(tmp_path)
    home.settings.cache_clear()


@pytest.mark.timeout(240 + 60 * _KILLS)
def test_nothing_that_was_accepted_is_lost(
    brought: Brought, signed_in: Callable[[Role], SignedIn]
) -> None:
    """Every accepted file is found in the end, once; at no time anything half, or by everyone."""
    server = Server(brought.settings.home)
    server.start()
    try:
        with Sender(server, signed_in(Role.STAFF)) as sender:
            for _ in range(_KILLS):
                time.sleep(random.uniform(0.2, 6.0))
                server.kill()
                _check_nothing_is_half(brought)
                server.start()
            time.sleep(2)
        _wait(brought)
    finally:
        server.kill()
    _check_nothing_is_half(brought)
    assert sender.accepted
    held = [e.sha256 for p in brought.library.publications() for e in p.editions]
    assert sender.accepted - set(held) == set()
    assert len(held) == len(set(held))
    assert {job.state for job in brought.intake.jobs.latest(10_000)} == {State.SEARCHABLE}
    assert brought.intake.inbox.deliveries() == []
    assert Catalogue(brought.documents).publications()[1] == []
    print(f"{_KILLS} kills, {len(sender.accepted)} files accepted, all found")  # noqa: T201


def _check_nothing_is_half(brought: Brought) -> None:
    """What can be searched is whole, and what is new is for the team."""
    everyone = brought.library.seen_by(Visibility.PUBLIC)
    assert {p.id for p in everyone.publications()} == {"handbuch", "blatt"}
    for publication in brought.library.publications():
        if publication.id.startswith("merkblatt"):
            (edition,) = publication.editions
            assert len(brought.library.pages(publication.id, edition.label)) == 2


def _wait(brought: Brought) -> None:
    """Until nothing is left to do, as long as there is some progress each minute."""
    left, since = brought.intake.jobs.open(), time.monotonic()
    while brought.intake.has_work():
        now = brought.intake.jobs.open()
        if now != left:
            left, since = now, time.monotonic()
        assert time.monotonic() - since < 60, f"the worker stands still: {left[:2]}"
        time.sleep(0.2)
