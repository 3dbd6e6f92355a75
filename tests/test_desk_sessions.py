"""Sessions: they end by themselves, at once when asked to, and however the clock is set."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from kb.desk import Desk, accounts, sessions, tables
from kb.model import Account, Role
from tests.postgres import NewDesk

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # clocks in Germany go on by an hour soon
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """An empty desk."""
    return new_desk()


@pytest.fixture
def ali(desk: Desk) -> Account:
    """Somebody with an account."""
    return accounts.add(desk, "Ali", Role.TRAINER, None)


def _rows(desk: Desk) -> list[str]:
    with desk.reading() as connection:
        return list(connection.execute(select(tables.sessions.c.digest)).scalars())


def _ends(desk: Desk) -> str:
    with desk.reading() as connection:
        return str(connection.execute(select(tables.sessions.c.expires)).scalar_one())


def test_a_session_is_its_accounts(desk: Desk, ali: Account) -> None:
    """Another token is nobody's, and what is kept of one is its digest."""
    token = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, token, NOW) == ali
    assert sessions.holder(desk, token + "x", NOW) is None
    assert sessions.holder(desk, _rows(desk)[0], NOW) is None
    assert _rows(desk) == [sha256(token.encode()).hexdigest()]


def test_a_token_has_256_bits_and_never_comes_twice(desk: Desk, ali: Account) -> None:
    """Nobody guesses one."""
    tokens = {sessions.begin(desk, ali.id, NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43


def test_eight_hours_without_use_end_it(desk: Desk, ali: Account) -> None:
    """To the second."""
    token = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, token, NOW + 8 * HOUR) is None
    token = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, token, NOW + 8 * HOUR - timedelta(seconds=1)) == ali


def test_use_prolongs_it_up_to_a_day(desk: Desk, ali: Account) -> None:
    """A window that asks by itself does not stay signed in for ever."""
    token = sessions.begin(desk, ali.id, NOW)
    for hour in range(1, 24):
        assert sessions.holder(desk, token, NOW + hour * HOUR) == ali
    assert sessions.holder(desk, token, NOW + 24 * HOUR) is None


def test_use_is_written_down_seldom(desk: Desk, ali: Account) -> None:
    """Reading does not write to the disk all the time."""
    token = sessions.begin(desk, ali.id, NOW)
    before = _ends(desk)
    for second in range(60):
        sessions.holder(desk, token, NOW + timedelta(seconds=second))
    assert _ends(desk) == before
    sessions.holder(desk, token, NOW + 10 * MINUTE)
    assert _ends(desk) != before


def test_signing_out_ends_this_session_alone(desk: Desk, ali: Account) -> None:
    """Other browsers stay signed in."""
    one, other = (sessions.begin(desk, ali.id, NOW) for _ in range(2))
    sessions.end(desk, one)
    assert sessions.holder(desk, one, NOW) is None
    assert sessions.holder(desk, other, NOW) == ali
    sessions.end(desk, "never was one")


@pytest.mark.parametrize("back", [6 * MINUTE, HOUR, 24 * HOUR, timedelta(days=4000)])
def test_a_clock_that_is_set_back_prolongs_nothing(
    desk: Desk, ali: Account, back: timedelta
) -> None:
    """A session of the future has ended; one signs in anew."""
    token = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, token, NOW - back) is None


def test_a_clock_that_is_set_right_by_a_minute_ends_nothing(desk: Desk, ali: Account) -> None:
    """Servers do that every day."""
    token = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, token, NOW - MINUTE) == ali


def test_a_clock_that_jumps_on_and_back_ends_old_sessions_only(desk: Desk, ali: Account) -> None:
    """Whoever signed in while it was wrong signs in once more."""
    while_wrong = sessions.begin(desk, ali.id, NOW + timedelta(days=365))
    assert sessions.holder(desk, while_wrong, NOW) is None
    again = sessions.begin(desk, ali.id, NOW)
    assert sessions.holder(desk, again, NOW) == ali


def test_summer_time_is_no_jump(desk: Desk, ali: Account) -> None:
    """Times are kept in UTC."""
    token = sessions.begin(desk, ali.id, NOW)
    local = (NOW + 2 * HOUR).astimezone()
    assert sessions.holder(desk, token, local) == ali


def test_what_has_ended_is_swept_away(desk: Desk, ali: Account) -> None:
    """When somebody signs in."""
    sessions.begin(desk, ali.id, NOW)
    sessions.begin(desk, ali.id, NOW + 9 * HOUR)
    assert len(_rows(desk)) == 1
