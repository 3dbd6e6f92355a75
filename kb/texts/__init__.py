"""Every sentence of the interface, once, in each of its languages."""

from kb.texts.english import ENGLISH
from kb.texts.german import GERMAN
from kb.texts.sentences import Texts

ALL_TEXTS: dict[str, Texts] = {texts.language: texts for texts in (GERMAN, ENGLISH)}

__all__ = ["ALL_TEXTS", "ENGLISH", "GERMAN", "Texts", "texts_in"]


def texts_in(language: str) -> Texts:
    """The texts of a language; German for one that the interface does not speak."""
    return ALL_TEXTS.get(language, GERMAN)
