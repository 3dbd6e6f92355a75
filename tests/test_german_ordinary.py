"""Words of everybody are told from names, and in doubt a word is none of everybody's."""

import pytest

from kb.german.ordinary import is_ordinary, may_be_name

NAMES = """Ahmed Mohammed Fatma Amir Ali Hamid Hassan Omar Ibrahim Samuel Yonas Daniel Simon Aisha
Maryam Khaled Mustafa Reza Idris Kevin Anna Peter Lukas Jonas Leon Maria Diallo Schmidt Weber Yilmaz
Nguyen Oleksandr Thomas Christian Johannes Michael Stefan Gröpelingen"""


@pytest.mark.parametrize("name", NAMES.split())
def test_a_name_is_no_ordinary_word(name: str) -> None:
    """However it is written."""
    assert not is_ordinary(name)
    assert not is_ordinary(name.lower())
    assert not is_ordinary(name.upper())


@pytest.mark.parametrize(
    "word", ["Schützling", "zahnspange", "Führerschein", "wohnt", "kosten", "für", "Schulden"]
)
def test_common_words_are(word: str) -> None:
    """Nouns and verbs by their forms, function words by name."""
    assert is_ordinary(word)
    assert not may_be_name(word)


def test_a_name_in_the_dictionary_is_suspected() -> None:
    """A word nobody knows is not."""
    assert may_be_name("ahmed")
    assert not may_be_name("skibidi")
