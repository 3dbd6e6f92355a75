"""In which language somebody asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german import Glossary
from kb.language import QUERY_LANGUAGES, recognise

GLOSSARY = Glossary.load()
TABLE = {
    "wer unterschreibt beim arzt": "de",
    "Vormund": "de",
    "taschengeld": "de",
    "Jugendamt Bremen": "de",
    "heimerzieung": "de",  # misspelt
    "Trauma": "de",
    "Trauma Stabilisierung Übungen": "de",  # the English word is the German one
    "§ 42 SGB VIII": "de",
    "BAMF": "de",
    "duldung": "de",
    "": "de",
    "12": "de",
    "guardian": "en",
    "Who signs at the doctor?": "en",
    "how much pocket money does he get": "en",
    "Qui signe chez le médecin ?": "fr",
    "¿Quién firma en el hospital?": "es",
    "Doktorda kim imza atar?": "tr",
    "Кто подписывает у врача?": "ru",
    "من يوقع عند الطبيب؟": "ar",
    "سرپرست قانونی": "fa",
    "چه کسی پیش دکتر امضا می‌کند؟": "fa",
    "ما هو Jugendamt": "ar",
    "ኣላዪ": "ti",
    "masuul sharci ah": "so",
}


@pytest.mark.parametrize(("text", "language"), TABLE.items(), ids=list(TABLE))
def test_the_language_of_a_query(text: str, language: str) -> None:
    """By script, by detector, by the glossary's own translations; short German stays German."""
    known = {"vormund", "taschengeld", "jugendamt bremen", "trauma", "bamf", "duldung"}
    assert recognise(text, GLOSSARY, lambda words: words.casefold() in known) == language


def test_german_words_overrule_an_unsure_detector() -> None:
    """What the pages know is German, however short."""
    assert recognise("Clearing", GLOSSARY, lambda _text: True) == "de"


@pytest.mark.parametrize(("word", "language"), [("guardian", "en"), ("tuteur", "fr")])
def test_a_word_list_on_a_page_makes_no_word_german(word: str, language: str) -> None:
    """A word that names a term in another language is of that language, though pages hold it."""
    assert recognise(word, GLOSSARY, lambda _text: True) == language
    assert recognise("Duldung", GLOSSARY, lambda _text: True) == "de"


@given(st.text())
def test_every_text_has_a_language(text: str) -> None:
    """Total, whatever is typed."""
    assert recognise(text, GLOSSARY, lambda _text: False) in QUERY_LANGUAGES
