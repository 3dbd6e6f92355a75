"""`kb user`: accounts on the command line, the only way to the first one."""

import argparse
import json
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from kb.settings import Settings

if TYPE_CHECKING:  # imported where used, as in `kb.cli`
    from kb.desk import Desk


def add_commands(parser: argparse.ArgumentParser) -> None:
    """The commands under `kb user`."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run in (
        ("add", add),
        ("list", list_all),
        ("remove", remove),
        ("password", change_password),
    ):
        sentence = (run.__doc__ or "").splitlines()[0]
        one = commands.add_parser(name, help=sentence, description=sentence)
        one.set_defaults(run=run)
        if run is list_all:
            one.add_argument("--json", action="store_true")
        else:
            one.add_argument("name", metavar="NAME", help="what they sign in with")
        if run is add:
            one.add_argument("--role", required=True, choices=("staff", "trainer"))


def add(options: argparse.Namespace) -> int:
    """Make an account; the password is asked for, or read from stdin."""
    from kb.desk import accounts
    from kb.model import Role

    account = accounts.add(_desk(), options.name, Role(options.role), _password())
    address = f"{Settings.from_environment().address}anmelden"
    print(f"Next: kb start, then {account.name} signs in at {address}", file=sys.stderr)
    return 0


def list_all(options: argparse.Namespace) -> int:
    """List the accounts."""
    from kb.desk import accounts

    rows = [
        {
            "name": entry.account.name,
            "role": entry.account.role.value,
            "created": entry.created.date().isoformat(),
        }
        for entry in accounts.entries(_desk())
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if options.json else rows:
        print("\t".join(row.values()))
    if not rows:
        print("No accounts yet. Make one: kb user add NAME --role staff", file=sys.stderr)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Remove an account and end its sessions; what it did stays."""
    from kb.desk import accounts

    desk = _desk()
    accounts.remove(desk, accounts.named(desk, options.name).id)
    return 0


def change_password(options: argparse.Namespace) -> int:
    """Give an account a new password and end its sessions."""
    from kb.desk import accounts

    desk = _desk()
    accounts.set_password(desk, accounts.named(desk, options.name), _password())
    return 0


def _desk() -> "Desk":
    from kb.desk import Desk

    return Desk.of(Settings.from_environment())


def _password() -> str:
    """Typed twice without being shown, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    while (typed := getpass("Password: ")) != getpass("Once more: "):
        print("They are not the same.", file=sys.stderr)
    return typed
