"""Pages come out the same whether they are prepared here or in other processes."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from kb.extract import RawStore, read
from kb.german import Analyzer
from kb.index.engine import Document
from kb.ingest import preparing
from kb.ingest.events import Event, Progress, Stage
from kb.ingest.inventory import Item
from kb.ingest.preparing import prepared
from kb.model import Edition, Publication
from tests.small_pdf import pdf, sheet

SENTENCES = (
    "Das Taschengeld heißt Barbetrag.",
    "Der Vormund unterschreibt.",
    "Das Jugendamt hilft bei der Suche nach einer Schule.",
)


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    """Where pages are kept."""
    return RawStore(tmp_path / "pages")


@pytest.fixture
def items(tmp_path: Path, store: RawStore) -> list[Item]:
    """Three publications of a page each, read already."""
    found = []
    for number, sentence in enumerate(SENTENCES):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf(sheet(sentence)))
        raw = read(path)
        store.save(raw)
        edition = Edition("2026", path.name, 2026, sha256=raw.sha256)
        found.append(Item(Publication(f"p{number}", "Handbuch", (edition,)), edition, path))
    return found


def made(items: Sequence[Item], store: RawStore) -> list[Sequence[Document] | Exception]:
    told: list[Event] = []
    progress = Progress(Stage.INDEXING, len(items), told.append)
    return [documents for _, documents in prepared(items, store, Analyzer(), progress)]


def test_many_pages_are_prepared_elsewhere_with_the_same_result(
    items: list[Item], store: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = made(items, store)
    monkeypatch.setattr(preparing, "MANY", 0)
    monkeypatch.setattr(preparing, "_AT_ONCE", 2)
    monkeypatch.setattr(preparing, "_documents", partial(pytest.fail, "not here"))
    assert made(items, store) == here
    assert [[d.page.text for d in one] for one in here if not isinstance(one, Exception)] == [
        [sentence] for sentence in SENTENCES
    ]


def test_what_no_other_process_can_do_is_done_here(
    items: list[Item], store: RawStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine short of memory may end them."""
    here = made(items, store)
    monkeypatch.setattr(preparing, "MANY", 0)
    monkeypatch.setattr(preparing, "_AT_ONCE", 2)
    monkeypatch.setattr(preparing, "end_with_parent", partial(pytest.fail, "ends each of them"))
    assert made(items, store) == here


def test_pages_that_vanished_are_about_that_file_only(items: list[Item], store: RawStore) -> None:
    (store.folder / f"{items[1].edition.sha256}.jsonl").unlink()
    first, second, third = made(items, store)
    assert isinstance(second, LookupError)
    assert len(first) == len(third) == 1  # type: ignore[arg-type]
