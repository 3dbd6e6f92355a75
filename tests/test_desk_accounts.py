"""Accounts: who may sign in, and with what."""

import time
import unicodedata
from contextlib import suppress
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from kb.desk import Desk, accounts, passwords, sessions, tables
from kb.desk.log import Deed, changes, subject_of
from kb.errors import BadName, LastStaff, NameTaken, NoAccount, WeakPassword
from kb.model import Role
from tests.postgres import NewDesk
from tests.test_desk_sessions import NOW

PASSWORD = "vier kurze Wörter"


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """A desk with one account of the staff, Petra Müller."""
    desk = new_desk()
    accounts.add(desk, "Petra Müller", Role.STAFF, PASSWORD)
    return desk


@pytest.mark.parametrize(
    "name",
    [
        "Petra Müller",
        "petra müller",
        "PETRA MÜLLER",
        " Petra  Müller ",
        unicodedata.normalize("NFD", "Petra Müller"),
    ],
)
def test_a_name_counts_however_it_is_typed(desk: Desk, name: str) -> None:
    """Case, spaces and the way a keyboard makes an ü do not matter; nobody else can take it."""
    assert accounts.signed_in(desk, name, PASSWORD) is not None
    with pytest.raises(NameTaken):
        accounts.add(desk, name, Role.TRAINER, PASSWORD)


def test_a_password_counts_however_its_umlaut_is_typed(desk: Desk) -> None:
    """A Mac may send o and two dots."""
    typed = unicodedata.normalize("NFD", PASSWORD)
    assert typed != PASSWORD
    assert accounts.signed_in(desk, "Petra Müller", typed) is not None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Petra Müller", PASSWORD + "x"),
        ("Petra Müller", PASSWORD.upper()),
        ("Petra Müller", ""),
        ("Petra Müller", PASSWORD * 1000),
        ("Petra Müller", "\ud800\x00"),
        ("Petra", PASSWORD),
        ("", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("%", PASSWORD),
    ],
)
def test_a_wrong_name_or_password_is_nobody(desk: Desk, name: str, password: str) -> None:
    """Whatever is typed, it is no error."""
    assert accounts.signed_in(desk, name, password) is None


def test_an_account_without_a_password_signs_in_elsewhere_only(desk: Desk) -> None:
    """No password is right for it."""
    accounts.add(desk, "Ali", Role.TRAINER, None)
    assert accounts.signed_in(desk, "Ali", "") is None
    assert accounts.signed_in(desk, "Ali", PASSWORD) is None


def test_an_unknown_name_takes_as_long_as_a_wrong_password(desk: Desk) -> None:
    """Nobody learns who has an account by a stopwatch."""

    def seconds(name: str) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            assert accounts.signed_in(desk, name, "nicht das richtige") is None
            times.append(time.process_time() - start)
        return median(times)

    seconds("Petra Müller")  # the first time prepares what nobody's password is compared with
    known, unknown = seconds("Petra Müller"), seconds("Niemand")
    assert known > 0.02
    assert abs(known - unknown) < known / 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b", "a\u202eb", "a\u200bb"])
def test_a_name_that_cannot_be_read_is_refused(desk: Desk, name: str) -> None:
    """Empty, endless, or with signs that nobody sees."""
    with pytest.raises(BadName):
        accounts.add(desk, name, Role.TRAINER, PASSWORD)


@pytest.mark.parametrize(
    "password", ["", "neunzeich", "aaaaaaaaaaaa", "abababababab", "petra müller", "x" * 201]
)
def test_a_password_that_is_guessed_first_is_refused(desk: Desk, password: str) -> None:
    """Short, made of few letters, or the name itself."""
    petra = accounts.named(desk, "Petra Müller")
    with pytest.raises(WeakPassword):
        accounts.set_password(desk, petra, password)
    assert accounts.signed_in(desk, "Petra Müller", PASSWORD) == petra


def test_the_last_of_the_staff_stays(desk: Desk) -> None:
    """Somebody must be able to make accounts."""
    petra = accounts.named(desk, "Petra Müller")
    for change in (accounts.remove, lambda d, a: accounts.change_role(d, a, Role.TRAINER)):
        with pytest.raises(LastStaff):
            change(desk, petra.id)
    assert accounts.named(desk, "Petra Müller") == petra
    accounts.add(desk, "Ali", Role.STAFF, None)
    accounts.remove(desk, petra.id)
    with pytest.raises(NoAccount):
        accounts.named(desk, "Petra Müller")


def test_a_new_password_and_a_removal_end_every_session(desk: Desk) -> None:
    """Whoever had the old password is out."""
    for end in ("password", "removal"):
        ali = accounts.add(desk, "Ali", Role.TRAINER, PASSWORD)
        token = sessions.begin(desk, ali.id, NOW)
        assert sessions.holder(desk, token, NOW) == ali
        if end == "password":
            accounts.set_password(desk, ali, "fünf andere Wörter")
        else:
            accounts.remove(desk, ali.id)
        assert sessions.holder(desk, token, NOW) is None
        if end == "password":
            accounts.remove(desk, ali.id)


def test_no_account_gets_the_number_of_one_that_is_gone(desk: Desk) -> None:
    """What names its sender by number, such as a file still to be read, names nobody else."""
    ali = accounts.add(desk, "Ali", Role.TRAINER, None)
    accounts.remove(desk, ali.id)
    assert accounts.add(desk, "Bo", Role.TRAINER, None).id > ali.id


def test_the_log_tells_who_changed_an_account_but_not_whose_when_it_is_gone(desk: Desk) -> None:
    """By its number, which nobody gets again; a role that stays the same is no change."""
    ada = accounts.add(desk, "Ada", Role.STAFF, PASSWORD)
    bert = accounts.add(desk, "Bert", Role.TRAINER, None, by=ada)
    accounts.change_role(desk, bert.id, Role.TRAINER, by=ada)
    accounts.change_role(desk, bert.id, Role.STAFF, by=ada)
    accounts.set_password(desk, bert, PASSWORD, by=bert)
    accounts.remove(desk, bert.id, by=ada)
    told = [(one.who, one.deed, one.detail) for one in changes(desk, subject_of(bert.id))]
    assert told == [
        ("Ada", Deed.ACCOUNT_REMOVED, ""),
        ("", Deed.ACCOUNT_PASSWORD, ""),
        ("Ada", Deed.ACCOUNT_ROLE, "staff"),
        ("Ada", Deed.ACCOUNT_ADDED, "trainer"),
    ]
    assert "Bert" not in str(changes(desk))


def test_accounts_are_listed_by_name(desk: Desk) -> None:
    """Umlauts and case where people look for them."""
    for name in ("ahmet", "Zoe", "Bo"):
        accounts.add(desk, name, Role.TRAINER, None)
    names = [entry.account.name for entry in accounts.entries(desk)]
    assert names == ["ahmet", "Bo", "Petra Müller", "Zoe"]
    assert [e.elsewhere for e in accounts.entries(desk)] == [True, True, False, True]


def test_nothing_on_disk_tells_a_password_or_a_token(tmp_path: Path, desk: Desk) -> None:
    """A copy of everything opens nothing."""
    token = sessions.begin(desk, accounts.named(desk, "petra müller").id, NOW)
    desk.save(tmp_path / "copy.sqlite3")
    content = b"".join(file.read_bytes() for file in tmp_path.rglob("*.sqlite3*"))
    assert b"Petra" in content
    assert PASSWORD.encode() not in content
    assert token.encode() not in content


def test_the_same_password_is_kept_differently_each_time() -> None:
    """Each has a salt of its own."""
    one, other = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one != other
    assert passwords.matches(PASSWORD, one)
    assert passwords.matches(PASSWORD, other)


def test_a_hash_of_earlier_parameters_still_counts_and_is_made_anew(desk: Desk) -> None:
    """Its parameters stand with it."""
    old = "scrypt$10$8$1$c2FsdHNhbHRzYWx0c2FsdA==$yq/ENMh27TQuhgLSoQqpQpa67FBh/X5fHOlyg6AY/l8="
    with desk.writing() as connection:
        connection.execute(update(tables.accounts).values(password=old))
    assert passwords.is_dated(old)
    assert accounts.signed_in(desk, "Petra Müller", PASSWORD) is not None
    with desk.reading() as connection:
        kept = connection.execute(select(tables.accounts.c.password)).scalar_one()
    assert not passwords.is_dated(kept)
    assert accounts.signed_in(desk, "Petra Müller", PASSWORD) is not None


def test_a_made_password_can_be_said_on_the_telephone() -> None:
    """Four short words, never twice the same, and good enough for an account."""
    made = {passwords.made() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) == 19
        assert all(len(word) == 4 and word.isalpha() for word in password.split("-"))


@given(st.text(max_size=60), st.text(max_size=300))
def test_no_name_and_no_password_breaks_anything(name: str, password: str) -> None:
    """Every text is a name or a BadName, and every password good or a WeakPassword."""
    with suppress(BadName):
        assert accounts._checked_name(name).isprintable()
    with suppress(WeakPassword):
        assert len(accounts._checked_password(password, name)) >= passwords.SHORTEST
