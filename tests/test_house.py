"""The rules of the house, checked by their own tools: format, lint, types, layers."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=["format", "lint", "types", "layers"],
)
def test_the_code_keeps_the_rules_of_the_house(command: list[str]) -> None:
    """Format, lint, strict types and layers hold for the whole project."""
    program = Path(sys.executable).with_name(command[0])  # of this environment, not of the PATH
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
