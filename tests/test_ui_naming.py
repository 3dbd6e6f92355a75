"""Short names of publications: clear enough to tell them apart."""

import pytest

from kb.model import Edition, Publication
from kb.ui.naming import short_titles

_EDITIONS = (Edition("2026", "a.pdf"),)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Verlässlich an deiner Seite – Handbuch für Vormund*innen", "Verlässlich an deiner Seite"),
        ("Achtzehn – und jetzt? Junge Geflüchtete begleiten", "Achtzehn – und jetzt?"),
        ("Vormundschaft: ein Leitfaden", "Vormundschaft"),
        ("Handbuch", "Handbuch"),
        ("SGB – VIII", "SGB – VIII"),
    ],
)
def test_a_title_ends_before_its_subtitle(title: str, short: str) -> None:
    """A sentence stays whole; what is left is never a scrap."""
    assert short_titles([Publication("a", title, _EDITIONS)]) == {"a": short}


def test_equal_short_titles_stay_long() -> None:
    """Two volumes of a series are told apart."""
    titles = {"a": "Vormundschaft: erster Teil", "b": "Vormundschaft: zweiter Teil"}
    publications = [Publication(id, title, _EDITIONS) for id, title in titles.items()]
    assert short_titles(publications) == titles
