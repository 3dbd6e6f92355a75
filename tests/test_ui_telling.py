"""What is told beside the hits, in words."""

import pytest

from kb.model import Results
from kb.query import parse
from kb.texts import ENGLISH, GERMAN
from kb.ui import telling


@pytest.mark.parametrize(
    ("typed", "german", "english"),
    [
        ("Seite 12", "Seite 12", "page 12"),
        ("geld jahr:>2020", "geld ab 2021", "geld from 2021 on"),
        ("geld jahr:<2019", "geld bis 2018", "geld until 2018"),
        ("(a OR b) jahr:2018-2020", "(a ODER b) Jahr 2018-2020", "(a OR b) year 2018-2020"),
        ("titel:arzt -amt", 'im Titel "arzt" NICHT amt', 'in the title "arzt" NOT amt'),
        ('"seite:12 oder" -x', '"seite:12 oder" NICHT x', '"seite:12 oder" NOT x'),
    ],
)
def test_what_was_understood_is_told_in_words(typed: str, german: str, english: str) -> None:
    """No field is shown as the program writes it; what is quoted stays."""
    results = Results((), 0, understood=parse(typed).understood)
    assert telling.understood(results, GERMAN) == german
    assert telling.understood(results, ENGLISH) == english
