"""What sort of answer a question asks for, and the words that such answers hold."""

import re

_SORTS = (
    (
        r"\b(?:wie (?:lange|oft|häufig|schnell|alt)|wann|welche[mnrs]? alter|dauer\w*|frist\w*)\b",
        "Tag Woche Monat Jahr Stunde Uhr Frist Lebensjahr",
    ),
    (
        r"\b(?:wie ?viel|wie (?:hoch|teuer)|kosten|kostet|(?:be)?zahl(?:t|en))\b",
        "Euro Prozent Betrag Kosten",
    ),
)
_ASKED = [(re.compile(question, re.IGNORECASE), words) for question, words in _SORTS]


def answered_by(text: str) -> str:
    """Words that stand where a time or an amount is told, if a German question asks for one."""
    return " ".join(words for question, words in _ASKED if question.search(text))
