"""The library with and without search by meaning."""

from pathlib import Path

import pytest

from kb import library as module
from kb.errors import BadSetting
from kb.library import Library
from kb.model import ByMeaning
from kb.settings import Settings

QUESTION = "Who signs the papers at the doctor?"


def test_vectors_are_made_after_the_words_and_change_the_state(small_home: Path) -> None:
    """An ingested library answers by meaning; its state names the vectors too."""
    library = Library(Settings(home=small_home))
    results = library.search(QUESTION)
    assert results.language == "en"
    assert results.by_meaning is ByMeaning.YES
    assert "Arzt" in results.hits[0].page.text
    assert library.state != Library(Settings(home=small_home, meaning=False)).state


def test_switched_off_the_words_still_answer(small_home: Path) -> None:
    """German as before, and the results say what is missing."""
    library = Library(Settings(home=small_home, meaning=False))
    library.warm()
    results = library.search("arzt unterschreibt")
    assert results.hits
    assert results.by_meaning is ByMeaning.OFF
    assert library.search("guardian").translations[0].german == "Vormund"


def test_without_the_package_the_words_still_answer(
    small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No encoder is no error."""
    monkeypatch.setattr(module, "load", lambda: None)
    library = Library(Settings(home=small_home))
    results = library.search("arzt unterschreibt")
    assert results.hits
    assert results.by_meaning is ByMeaning.MISSING


def test_the_setting_is_on_or_off() -> None:
    """Anything else is said so."""
    assert Settings.from_environment({"KB_MEANING": "off"}).meaning is False
    with pytest.raises(BadSetting, match="KB_MEANING"):
        Settings.from_environment({"KB_MEANING": "maybe"})
