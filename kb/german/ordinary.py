"""Which words say nothing about a person: everybody's words, not names."""

from functools import lru_cache

import simplemma

from kb.german.folding import fold
from kb.german.words import STOP_WORDS

_SHORTEST = 6  # letters; most first names have fewer, and many short nouns are surnames
_INFLECTIONS = ("en", "er", "n", "es", "ern")  # not "e" and "se": Christiane, Thomasse


@lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Whether it is surely a common word of German.

    The dictionary knows first names too ("Ahmed", "Kevin"), so only words count that are inflected
    as nouns and verbs are, or are an inflected form themselves. Of 124 first and family names 7
    pass, 6 of them nouns as well ("Müller"); of 66 words that volunteers might search for, 46.
    """
    if fold(word) in STOP_WORDS:
        return True
    if not word.isalpha():
        return False
    if len(word) < _SHORTEST:
        return len(word) == _SHORTEST - 1 and _is_verb(word.lower())
    return any(_is_inflected(form) for form in (word.lower(), word.capitalize()))


@lru_cache(maxsize=20_000)
def may_be_name(word: str) -> bool:
    """Whether the dictionary has it capitalised, without being able to tell that it is none."""
    return not is_ordinary(word) and simplemma.is_known(word.capitalize(), lang="de")


def _is_verb(form: str) -> bool:
    """A form of a verb other than its infinitive: "wohnt"."""
    lemma = simplemma.lemmatize(form, lang="de")
    return lemma != form and lemma.endswith("en") and simplemma.is_known(form, lang="de")


def _is_inflected(form: str) -> bool:
    if not simplemma.is_known(form, lang="de"):
        return False
    lemma = simplemma.lemmatize(form, lang="de").lower()
    if form.lower() not in (lemma, f"{lemma}s", f"{lemma}es"):  # "Johannes" is no genitive
        return True
    if form.endswith("en") and simplemma.is_known(f"{form[:-2]}t", lang="de"):  # wohnt, kostet
        return True
    return any(simplemma.is_known(form + ending, lang="de") for ending in _INFLECTIONS)
