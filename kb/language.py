"""In which language somebody asks: by script, then by a detector that German words overrule."""

import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

from kb.german import Glossary

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

GERMAN = "de"
# What people here ask in; "uk", "ps", "ku" and others are read as their nearest.
QUERY_LANGUAGES = (GERMAN, "en", "fr", "ar", "fa", "tr", "ru", "es", "so", "ti")
RIGHT_TO_LEFT = frozenset({"ar", "fa"})

_LATIN = (GERMAN, "en", "fr", "es", "tr", "so")
_SURE = {1: 0.97, 2: 0.9}  # a short query is German unless the detector is this sure …
_FAIRLY_SURE = 0.8  # … and a longer one
_NAMED = 0.9  # of the words of a glossary entry in another language stand in the query
_EXACT = 0.99  # every letter of them
_ETHIOPIC, _CYRILLIC, _ARABIC = "\u1200-\u139f\u2d80-\u2ddf", "\u0400-\u052f", "\u0600-\u06ff"
_SCRIPTS = {
    "ti": re.compile(f"[{_ETHIOPIC}]"),
    "ru": re.compile(f"[{_CYRILLIC}]"),
    "ar": re.compile(f"[{_ARABIC}\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
}
_PERSIAN = re.compile("[پچژگکی]")
_WORD = re.compile(r"[^\W\d_]+")


class GermanWords(Protocol):
    """Whether the pages or the glossary know every word of a text that says something."""

    def __call__(self, text: str) -> bool:
        """True for a text without such words too."""


def recognise(text: str, glossary: Glossary, german: GermanWords) -> str:
    """One of QUERY_LANGUAGES; German where nothing speaks against it. Total."""
    if found := _by_script(text):
        return found
    words = _WORD.findall(text)
    if not words:
        return GERMAN
    language, probability = _detect(text)
    if language != GERMAN and probability >= _SURE.get(len(words), _FAIRLY_SURE):
        return language
    single = len(words) == 1
    if not single and german(text):  # before terms are looked for, which takes longer
        return GERMAN
    score, named = _named(text, glossary)
    # a list of words in several languages on a page makes none of them German
    if single and score >= _EXACT and not glossary.find(text):
        return named
    if single and german(text):
        return GERMAN
    return named if score >= _NAMED else GERMAN


def spoken(text: str) -> str:
    """The language of running text, one of QUERY_LANGUAGES; `recognise` is for short queries."""
    return _by_script(text) or _detect(text)[0]


def _by_script(text: str) -> str:
    """The language of the script that most words are in, "" for the Latin one."""
    words = _WORD.findall(text)
    counts = {
        language: sum(bool(script.match(word)) for word in words)
        for language, script in _SCRIPTS.items()
    }
    language, most = max(counts.items(), key=lambda count: count[1])
    if most <= len(words) / 3:  # "ما هو Jugendamt" is Arabic all the same
        return ""
    return "fa" if language == "ar" and _PERSIAN.search(text) else language


def _named(text: str, glossary: Glossary) -> tuple[float, str]:
    """How surely the query names a term in another language, and which: "guardian", "tuteur".

    A term that is called the same in German, as "Trauma", says nothing.
    """
    found = [
        (score, language)
        for language in _LATIN[1:]
        for term, score in glossary.by_translation(language, text)[:1]
        if term.name.casefold() not in text.casefold()
    ]
    return max(found, key=lambda pair: pair[0], default=(0.0, GERMAN))


def _detect(text: str) -> tuple[str, float]:
    language, probability = _detector().classify(text)
    return str(language), float(probability)


@cache
def _detector() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(list(_LATIN))
    return detector


def warm() -> None:
    """Load the detector (half a second), so that the first query does not wait for it."""
    _detector()
