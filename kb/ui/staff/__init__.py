"""The screens of the staff, by the path each is under."""

from collections.abc import Callable, Mapping

from kb.ui.staff import (
    accounts,
    adding,
    caring,
    confirming,
    glossary,
    history,
    home,
    quality,
    trash,
    worklists,
)

PATHS: Mapping[str, Callable[[], None]] = {
    "verwaltung": home.page,
    adding.PATH: adding.page,
    confirming.PATH: confirming.page,
    caring.PATH: caring.page,
    quality.PATH: quality.page,
    trash.PATH: trash.page,
    history.PATH: history.page,
    glossary.PATH: glossary.page,
    worklists.PATH: worklists.page,
    accounts.PATH: accounts.page,
}
