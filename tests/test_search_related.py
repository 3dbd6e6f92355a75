"""A word that nobody finds is offered the terms it may belong to."""

import pytest

from kb.german import Analyzer, Glossary
from kb.search.related import RelatedTerms

RELATED = RelatedTerms(Glossary.load().terms, Analyzer())


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Jugendamtsmitarbeiter", "Jugendamt"),
        ("Krankenkasse wechseln", "Krankenversicherung"),
        ("Ausbilder", "Berufsausbildung"),
    ],
)
def test_what_is_spelled_alike_is_offered(word: str, term: str) -> None:
    """By name or synonym, whole or in part."""
    assert term in [found.name for found in RELATED.of(word)]


@pytest.mark.parametrize("word", ["xqzw", "?!", "", "Zahnspange"])
def test_nothing_is_guessed_at_random(word: str) -> None:
    """A poor guess would make a wrong synonym."""
    assert RELATED.of(word) == []
