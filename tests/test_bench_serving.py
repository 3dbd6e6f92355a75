"""What `kb bench` measures on a running app: real answers of a real server, on a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.bench import load, memory, starting
from kb.bench.processes import held
from kb.bench.questions import questions
from kb.bench.serving import Server, copied, served
from kb.bench.window import window
from kb.settings import Settings


@pytest.fixture(scope="module")
def home(small_home: Path) -> Iterator[Path]:
    """A copy of a small library."""
    with copied(Settings(small_home)) as folder:
        yield folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    """The app on it."""
    with served(home) as running:
        yield running


def test_a_copy_leaves_accounts_where_they_are(home: Path) -> None:
    """What people did in the app is nobody's to measure with."""
    names = [path.name for path in (home / "documents").iterdir()]
    assert any(name.endswith(".pdf") for name in names)
    assert not [name for name in names if name.startswith((".", "desk"))]


def test_a_window_types_and_gets_its_answer(server: Server) -> None:
    with window(server.address) as opened:
        assert "kb-header" in opened.run()
        assert "kb-thumb" in opened.ask("Taschengeld")
        assert "kb-thumb" not in opened.ask("xyzzyqq")


def test_everybody_who_asks_is_counted(server: Server) -> None:
    """So many people for so long: answers, how long they took, what each cost the server."""
    found = load.measure(server, questions(), people=3, think=0.1, seconds=4)
    assert found.searches > 3
    assert found.failures == 0
    assert 0 < found.search[0] <= found.search[1]
    assert found.work > 0
    assert f"{found.searches} searches" in found.as_text()


def test_a_day_of_people_is_asked_in_turn(server: Server, home: Path) -> None:
    """Every window asks its share; a publication comes meanwhile; memory is looked at."""
    found = memory.measure(server, home, questions(), searches=40, sessions=20, ingests=1)
    assert (found.searches, found.sessions) == (40, 20)
    assert len(found.megabytes) == 21
    assert min(found.megabytes) > 20
    assert (home / "documents" / "one-more.pdf").exists()


def test_a_start_is_timed_up_to_the_first_answer(home: Path) -> None:
    found = starting.measure(home, 1)
    assert 0.2 < found.seconds[0] < 120


def test_a_process_that_is_gone_holds_nothing() -> None:
    assert held(2**22 + 1) == 0
