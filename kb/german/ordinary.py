"""Which words say nothing about a person: everybody's words, not names."""

from functools import lru_cache

from kb.german.dictionary import is_known, lemma
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
    return not is_ordinary(word) and is_known(word.capitalize())


def _is_verb(form: str) -> bool:
    """A form of a verb other than its infinitive: "wohnt"."""
    base = lemma(form)
    return base != form and base.endswith("en") and is_known(form)


def _is_inflected(form: str) -> bool:
    if not is_known(form):
        return False
    base = lemma(form).lower()
    if form.lower() not in (base, f"{base}s", f"{base}es"):  # "Johannes" is no genitive
        return True
    if form.endswith("en") and is_known(f"{form[:-2]}t"):  # wohnt, kostet
        return True
    return any(is_known(form + ending) for ending in _INFLECTIONS)
