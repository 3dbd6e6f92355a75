"""What counts as another edition than the one in the index."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from kb.german import Analyzer
from kb.index.documents import document
from kb.ingest.inventory import NOT_IN_PAGES, Item
from kb.model import Edition, Page, PageKey, Publication, Visibility

EDITION = Edition("2026", "heft.pdf", sha256="0" * 64)
BOOK = Publication("heft", "Ein Heft", (EDITION,))
ITEM = Item(BOOK, EDITION, Path("heft.pdf"))
OTHER: dict[str, object] = {
    "editions": (EDITION, replace(EDITION, label="2018")),
    "publisher": "Verein",
    "language": "en",
    "visibility": Visibility.TEAM,
    "confirmed": False,
    "demonstration": True,
    "file": "anders.pdf",
    "law_as_of": "2026-01",
    "added": date(2026, 1, 1),
}


def changed(item: Item, name: str, value: object) -> Item:
    if name in {field.name for field in fields(Edition)}:
        return replace(item, edition=replace(item.edition, **{name: value}))  # type: ignore[arg-type]
    return replace(item, publication=replace(item.publication, **{name: value}))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(NOT_IN_PAGES))
def test_what_is_not_in_the_pages_writes_none_anew(name: str) -> None:
    """The digest is the same, and so is every document."""
    page = Page(PageKey("heft", "2026", 1), "Der Vormund.")
    item = changed(ITEM, name, OTHER[name])
    assert item != ITEM
    assert item.digest == ITEM.digest
    documents = [document(page, i.publication, i.edition, Analyzer()) for i in (ITEM, item)]
    assert documents[0] == documents[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Das Heft"),
        ("topics", ("geld",)),
        ("sha256", "1" * 64),
        ("superseded_by", "2027"),
        ("text_kinds", (("1", ("form",)),)),
    ],
)
def test_what_is_in_the_pages_makes_it_another(name: str, value: object) -> None:
    assert changed(ITEM, name, value).digest != ITEM.digest
