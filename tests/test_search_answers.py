"""Questions for a time or an amount are told by how they begin."""

import pytest

from kb.search.answers import answered_by


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Wie oft muss der Vormund kommen?", "Monat"),
        ("ab wann darf man arbeiten", "Lebensjahr"),
        ("Klage Frist", "Frist"),
        ("wieviel Taschengeld gibt es", "Euro"),
        ("wer zahlt den Zahnarzt", "Kosten"),
    ],
)
def test_a_question_names_the_sort_of_its_answer(question: str, word: str) -> None:
    assert word in answered_by(question).split()


@pytest.mark.parametrize("text", ["Vormund", "was tun bei Krankheit", "Befristung", ""])
def test_other_texts_ask_for_no_sort(text: str) -> None:
    assert answered_by(text) == ""
