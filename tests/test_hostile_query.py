"""Whatever is typed is answered, soon, and with words of its own kind only."""

import time
from pathlib import Path

import pytest
from hypothesis import given

from kb.library import Library
from kb.model import Filters, PageKey
from kb.settings import Settings
from tests.hostile import fuzzed, texts

_LONGEST = 2.0  # seconds of one core; a search of this library takes 0.01


@pytest.fixture(scope="module")
def library(small_home: Path) -> Library:
    """The small library, by its words alone: the encoder is tried with any text elsewhere."""
    found = Library(Settings(home=small_home, meaning=False))
    found.search("Vormund")  # loads
    return found


@fuzzed
@given(text=texts, language=texts, value=texts)
def test_any_question_is_answered(library: Library, text: str, language: str, value: str) -> None:
    """With any filter and language; marks, completions and reasons too."""
    began = time.thread_time()
    results = library.search(text, language=language, limit=20)
    assert results.total >= len(results.hits)
    for hit in results.hits:
        assert all(0 <= m.start < m.end <= len(hit.snippet.text) for m in hit.snippet.marks)
    library.search(text, filters=Filters({"chapter": frozenset({value})}), grouped=True)
    library.complete(text)
    page = library.page(PageKey("handbuch", "2026", 3))
    assert all(0 <= m.start < m.end <= len(page.text) for m in library.marks(page, text, language))
    assert time.thread_time() - began < _LONGEST


@fuzzed
@given(text=texts)
def test_any_passage_has_neighbours_or_none(library: Library, text: str) -> None:
    """What a browser sends as a marked passage is compared, whatever it is."""
    assert len(library.similar_to(text, limit=5)) <= 5
    assert library.related_terms(text) is not None
