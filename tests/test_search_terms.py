"""What the glossary's terms find is found once for each generation."""

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Entry
from kb.index.reader import GenerationReader
from kb.index.whoosh_engine import WhooshEngine
from kb.model import Edition, Page, PageKey, Publication
from kb.search import Searcher

QUESTION = "what does pocket money mean for a guardian"


def publish(engine: WhooshEngine, texts: Sequence[str]) -> None:
    """A leaflet with these pages, and nothing besides."""
    edition = Edition("1", "h.pdf", sha256="ab" * 32)
    leaflet = Publication("heft", "Heft", (edition,))
    pages = [Page(PageKey("heft", "1", at), text) for at, text in enumerate(texts, start=1)]
    documents = [document(page, leaflet, edition, Analyzer()) for page in pages]
    entry = Entry("heft", "1", str(texts), len(pages))
    engine.publish(Changes([(entry, documents)], publications=(leaflet,)))


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    made = WhooshEngine(tmp_path)
    publish(made, ["Taschengeld steht jedem Kind zu.", "Ein Vormund hilft.", "Sonst nichts."])
    return made


def found(searcher: Searcher) -> list[tuple[int, float]]:
    hits = searcher.search(QUESTION, language="en").hits
    return [(hit.page.key.pdf_page, hit.score) for hit in hits]


def test_a_term_is_searched_for_once(engine: WhooshEngine) -> None:
    """Asked again, or after `know_terms`, the same pages have the same scores without a search."""
    knowing, asking = (Searcher(engine, Analyzer(), Glossary.load()) for _ in range(2))
    first = found(asking)
    assert {page for page, _ in first} == {1, 2}
    knowing.know_terms()
    with patch.object(GenerationReader, "scores") as searched:
        assert found(knowing) == found(asking) == first
    assert not searched.called


def test_another_generation_is_searched_anew(engine: WhooshEngine) -> None:
    """What was found in the last one is not shown for this one."""
    searcher = Searcher(engine, Analyzer(), Glossary.load())
    assert {page for page, _ in found(searcher)} == {1, 2}
    publish(engine, ["Nichts.", "Sonst nichts.", "Ein Vormund hilft.", "Taschengeld."])
    assert {page for page, _ in found(searcher)} == {3, 4}
