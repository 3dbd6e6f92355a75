"""The screens of trainers, by the path each is under."""

from collections.abc import Callable, Mapping

from kb.ui.trainer import collections

PATHS: Mapping[str, Callable[[], None]] = {
    collections.PATH: collections.page,
}
