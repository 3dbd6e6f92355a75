"""The word forms of the German dictionary, for text that is made up."""

from collections.abc import Sequence
from functools import cache

from simplemma.strategies.dictionaries import DefaultDictionaryFactory


@cache
def word_forms() -> Sequence[str]:
    """All that are one plain word, inflected forms too, in alphabetical order; takes a second."""
    forms = DefaultDictionaryFactory().get_dictionary("de")
    return sorted(form for form in map(_text, forms) if form.isalpha())


def _text(form: str | bytes) -> str:
    return form.decode() if isinstance(form, bytes) else form
