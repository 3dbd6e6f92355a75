"""The questions offered at the start: those that find nothing go, and nobody waits for that."""

import pytest

from kb.library import Library
from kb.settings import Settings
from kb.ui import answered, state

pytestmark = pytest.mark.usefixtures("app_home")
QUERIES = ("Taschengeld", "xyzzyqq")


def test_nobody_waits_until_it_is_known_what_finds_something() -> None:
    """First all are offered, soon only those that lead somewhere."""
    library = state.library()
    answered.settle()
    assert set(answered.answered((*QUERIES, "Arzt"), library)) == {*QUERIES, "Arzt"}
    answered.settle()
    assert answered.answered((*QUERIES, "Arzt"), library) == ["Taschengeld", "Arzt"]


def test_before_the_first_ingest_nothing_is_offered(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Without an index no question finds anything, and none fails."""
    library = Library(Settings(home=tmp_path_factory.mktemp("empty")))
    answered.answered(QUERIES, library)
    answered.settle()
    assert answered.answered(QUERIES, library) == []
