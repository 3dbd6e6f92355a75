"""`kb user`: the first account comes from the command line."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from kb.desk import Desk, accounts
from kb.model import Role

PASSWORD = "vier kurze Wörter"


def kb_user(
    home: Path, *arguments: str, typed: str = PASSWORD + "\n"
) -> subprocess.CompletedProcess[str]:
    """Run `kb user …` with a password piped in."""
    return subprocess.run(
        [sys.executable, "-m", "kb", "user", *arguments],
        env={**os.environ, "KB_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _desk(home: Path) -> Desk:
    return Desk(home / "documents" / "desk.sqlite3")


def test_an_account_comes_changes_and_goes(tmp_path: Path) -> None:
    """Add, list, a new password, remove."""
    added = kb_user(tmp_path, "add", "Petra Müller", "--role", "staff")
    assert added.returncode == 0, added.stderr
    assert "/anmelden" in added.stderr
    assert kb_user(tmp_path, "add", "Ali", "--role", "trainer").returncode == 0
    rows = json.loads(kb_user(tmp_path, "list", "--json").stdout)
    assert [(row["name"], row["role"]) for row in rows] == [
        ("Ali", "trainer"),
        ("Petra Müller", "staff"),
    ]
    assert kb_user(tmp_path, "password", "ali", typed="fünf andere Wörter\n").returncode == 0
    found = accounts.signed_in(_desk(tmp_path), "Ali", "fünf andere Wörter")
    assert found is not None
    assert found.role is Role.TRAINER
    assert kb_user(tmp_path, "remove", "ali").returncode == 0
    assert "Ali" not in kb_user(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["add", "petra", "--role", "staff"], PASSWORD, "already"),
        (["add", "Neu", "--role", "staff"], "kurz", "at least 10 characters"),
        (["add", "Neu", "--role", "staff"], "", "at least 10 characters"),
        (["add", "\x07", "--role", "staff"], PASSWORD, "invisible"),
        (["remove", "Petra"], "", "last account"),
        (["remove", "Niemand"], "", "no account 'Niemand'"),
        (["password", "Niemand"], PASSWORD, "no account 'Niemand'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, arguments: list[str], typed: str, said: str
) -> None:
    """And nothing has changed."""
    accounts.add(_desk(tmp_path), "Petra", Role.STAFF, PASSWORD)
    done = kb_user(tmp_path, *arguments, typed=typed)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert [entry.account.name for entry in accounts.entries(_desk(tmp_path))] == ["Petra"]


@pytest.mark.parametrize("arguments", [[], ["add", "Neu"], ["add", "Neu", "--role", "admin"]])
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    """A role is always said."""
    assert kb_user(tmp_path, *arguments).returncode == 2


def test_on_a_terminal_the_password_is_asked_twice_and_not_shown(tmp_path: Path) -> None:
    """Two that differ are asked for again."""
    command = [sys.executable, "-m", "kb", "user", "add", "Petra", "--role", "staff"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, command, {**os.environ, "KB_HOME": str(tmp_path)})
    said = b""
    answers = [PASSWORD, "anderes Wort", PASSWORD, PASSWORD]
    while True:
        try:
            said += os.read(terminal, 1024)
        except OSError:  # it has ended
            break
        asked = said.count(b"Password: ") + said.count(b"Once more: ")
        if asked > 4 - len(answers):
            os.write(terminal, answers.pop(0).encode() + b"\n")
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert status == 0, said
    assert b"not the same" in said
    assert PASSWORD.encode() not in said
    assert accounts.signed_in(_desk(tmp_path), "petra", PASSWORD) is not None
