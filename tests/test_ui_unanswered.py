"""Only a question that stands for a while is counted, and once for a window and day."""

import pytest

from kb.ui.unanswered import SETTLED, Waiting


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def kept() -> list[tuple[str, bool]]:
    return []


@pytest.fixture
def waiting(clock: _Clock, kept: list[tuple[str, bool]]) -> Waiting:
    return Waiting(lambda text, similar: kept.append((text, similar)), clock)


def _stand(waiting: Waiting, clock: _Clock, seconds: float = SETTLED) -> None:
    clock.now += seconds
    waiting.settle()


def test_keystrokes_are_not_counted(
    waiting: Waiting, clock: _Clock, kept: list[tuple[str, bool]]
) -> None:
    """Each replaces the one before; what stands in the end counts."""
    for text in ("zahns", "zahnspa", "zahnspange"):
        waiting.ask("a", text, similar=True)
        _stand(waiting, clock, 1.0)
    assert kept == []
    _stand(waiting, clock)
    assert kept == [("zahnspange", True)]


def test_a_question_answered_in_time_is_not_counted(
    waiting: Waiting, clock: _Clock, kept: list[tuple[str, bool]]
) -> None:
    """The reader found another word."""
    waiting.ask("a", "zahnspange", similar=False)
    waiting.ask("a", "", similar=False)
    _stand(waiting, clock)
    assert kept == []


def test_drawing_the_same_question_again_does_not_put_it_off(
    waiting: Waiting, clock: _Clock, kept: list[tuple[str, bool]]
) -> None:
    """Opening a page or a filter runs the script anew."""
    for _ in range(int(SETTLED) + 1):
        waiting.ask("a", "zahnspange", similar=False)
        _stand(waiting, clock, 1.0)
    assert kept == [("zahnspange", False)]


def test_a_window_counts_once_a_day(
    waiting: Waiting, clock: _Clock, kept: list[tuple[str, bool]]
) -> None:
    """Another window is perhaps another person."""
    for window in ("a", "a", "b"):
        waiting.ask(window, "Zahnspange", similar=False)
        _stand(waiting, clock)
    assert len(kept) == 2
