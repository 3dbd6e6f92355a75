"""Pages that speak of the same, over two publications of which one has two editions."""

import pytest

from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.meaning import Meaning, load
from kb.model import Edition, Page, PageKey, Publication
from kb.search import Searcher

TEXTS = {
    ("buch", "2018"): (
        "Nach einer Flucht schlafen viele Jugendliche schlecht und haben böse Träume.",
        "Das Taschengeld zahlt das Jugendamt jeden Monat an die Jugendlichen aus.",
        "In der Schule lernt man Deutsch und findet Freunde.",
    ),
    ("buch", "2026"): (
        "Ein Vorwort des Vereins zur neuen Ausgabe des Buches.",
        "Viele Jugendliche schlafen nach der Flucht schlecht; böse Träume sind häufig.",
        "Jeden Monat zahlt das Jugendamt den jungen Menschen ihr Taschengeld aus.",
        "Deutsch lernt man in der Schule, dort findet man auch Freunde.",
    ),
    ("heft", "2025"): (
        "Wer Albträume hat und nachts nicht schläft, dem hilft eine Therapie.",
        "Ein Konto bei der Bank kann man schon mit sechzehn eröffnen.",
    ),
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder, analyzer = tmp_path_factory.mktemp("similar"), Analyzer()
    new = Edition("2026", "b26.pdf", year=2026, sha256="ab" * 32)
    old = Edition("2018", "b18.pdf", year=2018, sha256="cd" * 32, superseded_by="2026")
    other = Edition("2025", "h.pdf", year=2025, sha256="ef" * 32)
    book, leaflet = Publication("buch", "Buch", (new, old)), Publication("heft", "Heft", (other,))
    held = {("buch", "2018"): (book, old), ("buch", "2026"): (book, new)}
    held["heft", "2025"] = (leaflet, other)
    added = []
    for name, texts in TEXTS.items():
        pages = [
            document(Page(PageKey(*name, number), text, order=number - 1), *held[name], analyzer)
            for number, text in enumerate(texts, start=1)
        ]
        added.append((Entry(*name, name[1], len(pages)), pages))
    engine = WhooshEngine(folder)
    engine.publish(Changes(added, publications=(book, leaflet)))
    encoder = load()
    assert encoder is not None
    meaning = Meaning(folder / "vectors", encoder, "test")
    understand(engine, meaning)
    return Searcher(engine, analyzer, Glossary.load(), meaning=meaning)


def similar(searcher: Searcher, key: str) -> list[str]:
    beside = PageKey.parse(key)
    assert beside is not None
    return [str(other) for other, _ in searcher.similar(beside, limit=9)]


@pytest.mark.parametrize(
    ("key", "counterpart"), [("buch.2026.2", "buch.2018.1"), ("buch.2018.1", "buch.2026.2")]
)
def test_another_publication_comes_first_and_the_same_page_never(
    searcher: Searcher, key: str, counterpart: str
) -> None:
    """Not itself, and not what another edition has in its place under another number."""
    found = similar(searcher, key)
    assert found[0] == "heft.2025.1"
    assert key not in found
    assert counterpart not in found


def test_other_editions_of_its_publication_come_last(searcher: Searcher) -> None:
    """However near their pages are."""
    older = [key.startswith("buch.2018") for key in similar(searcher, "buch.2026.2")]
    assert older == sorted(older)


def test_of_a_page_in_several_editions_only_the_newest_is_there(searcher: Searcher) -> None:
    """A passage that both have finds it once, in the edition that counts."""
    found = [str(key) for key, _ in searcher.similar_to("böse Träume nach der Flucht", limit=9)]
    assert "buch.2026.2" in found
    assert "buch.2018.1" not in found


def test_a_passage_does_not_find_the_page_it_stands_on(searcher: Searcher) -> None:
    """Nor what other editions have in its place."""
    beside = PageKey("buch", "2026", 2)
    text = TEXTS["buch", "2026"][1]
    found = [str(key) for key, _ in searcher.similar_to(text, limit=9, beside=beside)]
    assert found[0] == "heft.2025.1"
    assert not {"buch.2026.2", "buch.2018.1"} & set(found)
    assert searcher.similar_to(text, beside=PageKey("buch", "2026", 99))[0][0] == beside


def test_there_is_nothing_like_what_is_not_there(searcher: Searcher) -> None:
    """An unknown page, a passage without words."""
    assert searcher.similar(PageKey("buch", "2026", 99)) == []
    assert searcher.similar_to(" – ") == []
