"""The screens of the staff, by the path each is under."""

from collections.abc import Callable, Mapping

from kb.ui.staff import home

PATHS: Mapping[str, Callable[[], None]] = {
    "verwaltung": home.page,
}
