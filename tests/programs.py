"""Programs of the system that some tests need: missing, they fail CI and skip elsewhere."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """Where a program is; `package` is Debian's for it."""
    path = shutil.which(name)
    if path is None:
        message = f"{name} is not installed: apt install {package}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    assert path is not None
    return path
