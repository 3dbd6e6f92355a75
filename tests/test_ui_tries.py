"""How often a password may be tried."""

from kb.ui import tries
from kb.ui.tries import Tries
from tests.clock import Clock


def _tries() -> tuple[Tries, Clock]:
    clock = Clock()
    return Tries(clock), clock


def test_ten_slips_then_a_pause() -> None:
    """The eleventh is not made; a quarter of an hour after the first slip there is one again."""
    tried, clock = _tries()
    for _ in range(tries.WITH_NAME_FROM_ADDRESS):
        assert tried.take("Petra", "10.0.0.1") == 0
        clock.now += 1
    assert tried.take("petra ", "10.0.0.1") == tries.WINDOW - 10
    clock.now += tries.WINDOW - 10
    assert tried.take("Petra", "10.0.0.1") == 0
    assert tried.take("Petra", "10.0.0.1") > 0


def test_others_are_not_kept_out() -> None:
    """Neither another name from there nor the same from elsewhere."""
    tried, _ = _tries()
    for _ in range(tries.WITH_NAME_FROM_ADDRESS + 1):
        tried.take("Petra", "10.0.0.1")
    assert tried.take("Ali", "10.0.0.1") == 0
    assert tried.take("Petra", "10.0.0.2") == 0


def test_one_name_from_many_addresses_has_a_limit() -> None:
    """Whoever commands a thousand machines has no thousand times as many tries."""
    tried, _ = _tries()
    made = [tried.take("Petra", f"10.0.{n // 250}.{n % 250}") for n in range(1000)]
    assert made.count(0) == tries.WITH_NAME


def test_many_names_from_one_address_have_a_limit() -> None:
    """Also with IPv6, where everybody has many addresses."""
    for address in ("10.0.0.1", "2001:db8:1:2:{:x}::1"):
        tried, _ = _tries()
        made = [tried.take(f"name{n}", address.format(n)) for n in range(1000)]
        assert made.count(0) == tries.FROM_ADDRESS


def test_signing_in_wipes_the_slips_before_it() -> None:
    """Whoever mistypes nine times and then remembers may mistype nine times more."""
    tried, _ = _tries()
    for _ in range(3):
        waits = [tried.take("Petra", "10.0.0.1") for _ in range(10)]
        assert waits == [0] * 10
        tried.forgive("Petra", "10.0.0.1")


def test_whoever_has_one_account_cannot_wipe_the_tries_at_another() -> None:
    """Signing in as oneself in between does not help."""
    tried, _ = _tries()
    made = 0
    for _ in range(40):
        made += tried.take("Petra", "10.0.0.1") == 0
        tried.take("Ali", "10.0.0.1")
        tried.forgive("Ali", "10.0.0.1")
    assert made == tries.WITH_NAME_FROM_ADDRESS


def test_what_is_old_does_not_fill_the_memory() -> None:
    """A flood of names leaves nothing behind."""
    tried, clock = _tries()
    for number in range(8000):
        tried.take(f"name{number}", f"10.{number // 60000}.{number // 250 % 250}.{number % 250}")
    assert len(tried) > 16_000
    clock.now += tries.WINDOW + 1
    tried.take("Petra", "10.0.0.1")
    assert len(tried) == 3
