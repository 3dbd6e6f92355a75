"""Asking once more where a generation turned out to be damaged while it answered."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from kb.errors import DamagedIndex

P = ParamSpec("P")
Answer = TypeVar("Answer")


def asked_again(method: Callable[P, Answer]) -> Callable[P, Answer]:
    """The method, which is called a second time after DamagedIndex: an older generation serves."""

    @wraps(method)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Answer:
        with suppress(DamagedIndex):
            return method(*args, **kwargs)
        return method(*args, **kwargs)

    return asked
