"""The screen that compares editions: a summary, words that came and went, the way to both pages."""

import pytest
from streamlit.testing.v1 import AppTest

SCREEN = "from kb.ui import comparing\n\ncomparing.page()\n"
BOTH = {"von": "blatt.2018", "nach": "blatt.2025"}

pytestmark = pytest.mark.usefixtures("app_home")


def shown(**parameters: str) -> str:
    app = AppTest.from_string(SCREEN, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def test_the_summary_comes_first() -> None:
    """How many sections changed, then which, with the way to both pages."""
    html = shown(**BOTH)
    assert html.index("1 Abschnitt geändert") < html.index("Änderungen zeigen")
    assert "f=blatt.2018.1" in html
    assert "f=blatt.2025.1" in html
    assert "<del>" not in html


@pytest.mark.parametrize("section", ["1", "alle"])
def test_an_open_section_shows_what_went_and_what_came(section: str) -> None:
    """In elements of their own, which screen readers name: colour alone says nothing."""
    html = shown(**BOTH, abschnitt=section)
    assert "<del>zahlte</del>" in html
    assert "<ins>zahlt</ins>" in html
    assert "Das Taschengeld" in html


def test_text_of_a_pdf_stays_text() -> None:
    """The title of the leaflet is markup."""
    html = shown(**BOTH, abschnitt="alle")
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_same_edition_twice_did_not_change() -> None:
    """One sentence instead of a list."""
    html = shown(von="blatt.2025", nach="blatt.2025")
    assert "Beide Ausgaben sagen dasselbe." in html
    assert "Änderungen zeigen" not in html.split("Alle Änderungen zeigen")[-1]


def test_without_editions_those_that_can_be_compared_are_offered() -> None:
    """A publication with one edition is not among them."""
    html = shown()
    assert "vergleich?von=blatt.2018&amp;nach=blatt.2025" in html
    assert "handbuch" not in html


@pytest.mark.parametrize("von", ["blatt.1999", "../../etc", "nichts", "blatt.2018.1"])
def test_an_old_link_leads_on(von: str) -> None:
    """A sentence, and what there is."""
    html = shown(von=von, nach="blatt.2025")
    assert "gibt es hier nicht" in html
    assert "vergleich?von=blatt.2018" in html
