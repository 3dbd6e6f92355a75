"""A word that nobody finds is offered the terms it may belong to."""

from pathlib import Path

import pytest

from kb.german import Analyzer, Glossary
from kb.meaning import Meaning, load
from kb.search.related import RelatedTerms


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.load()


def test_by_spelling(glossary: Glossary) -> None:
    """Without the encoder, and before it is done; nonsense is offered nothing."""
    related = RelatedTerms(glossary, Analyzer(), None)
    assert "Jugendamt" in [term.name for term in related.of("Jugendamtsmitarbeiter")]
    assert related.of("xqzw") == []
    assert related.of("?!") == []


def test_by_meaning(glossary: Glossary, tmp_path: Path) -> None:
    """Words that share no letter with the term."""
    encoder = load()
    if encoder is None:
        pytest.skip("the encoder is not installed")
    meaning = Meaning(tmp_path, encoder, "x")
    related = RelatedTerms(glossary, Analyzer(), meaning)
    assert related.of("Handyvertrag") == []
    related.prepare(meaning).join()
    assert "Geschäftsfähigkeit" in [term.name for term in related.of("Handyvertrag")]
