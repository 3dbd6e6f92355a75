"""How often somebody may ask."""

from kb.ui.limits import Rate, Window, network
from tests.clock import Clock


def test_a_rate_answers_so_often_and_then_says_when_to_come_back() -> None:
    """After its time an address may ask again; others are not kept waiting."""
    clock = Clock()
    rate = Rate(most=1, seconds=10, clock=clock)
    assert rate.wait("10.0.0.1") == 0
    clock.now += 4
    assert rate.wait("10.0.0.1") == 6
    assert rate.wait("10.0.0.2") == 0
    clock.now += 6.5
    assert rate.wait("10.0.0.1") == 0


def test_a_refused_request_does_not_count() -> None:
    """Whoever asks all the time is still answered as often as they may be."""
    clock = Clock()
    rate = Rate(most=2, seconds=10, clock=clock)
    answered = 0
    for _ in range(100):
        answered += rate.wait("10.0.0.1") == 0
        clock.now += 1
    assert answered == 20


def test_one_person_is_one_network() -> None:
    """With IPv6 the first half says who; addresses of the old kind differ, however written."""
    assert network("2001:db8:1:2:3::4") == network("2001:db8:1:2:ffff::1")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:10.0.0.1") == network("10.0.0.1") != network("::ffff:10.0.0.2")
    assert network("testclient") == "testclient"


def test_what_is_old_does_not_fill_the_memory() -> None:
    """A flood of senders leaves nothing behind, also of those whose last time was taken back."""
    clock = Clock()
    window: Window[int] = Window(60, clock)
    for sender in range(50_000):
        window.note(sender)
    window.take_back(49_999)
    assert len(window) == 50_000
    clock.now += 61
    assert window.wait(0, 1) == 0
    assert len(window) == 0
