"""Where a current edition has what an older one says: titles first, then likeness."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb.currency import Successor, Successors
from kb.german import Analyzer
from kb.index.documents import document
from kb.index.engine import Changes, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.library import Library
from kb.model import Edition, Heading, Page, PageKey, Publication
from kb.settings import Settings

ANALYZER = Analyzer()
ALT = Edition("alt", "alt.pdf", 2018, superseded_by="mitte")
MITTE = Edition("mitte", "mitte.pdf", 2020, superseded_by="neu")
NEU = Edition("neu", "neu.pdf", 2026)
MONEY = "Die Kosten der Fahrkarte erstattet die Kasse, wenn Belege und eine Liste beiliegen."
FOOD = "Zum Frühstück gibt es Brot und Käse, am Sonntag kochen die Jugendlichen gemeinsam Suppe."
SLEEP = "Ab zehn Uhr ist Nachtruhe, wer später kommt, meldet sich vorher bei der Bezugsbetreuung."


def page(edition: str, number: int, *sections: tuple[str, str]) -> Page:
    text, headings = "", []
    for title, body in sections:
        if title:
            headings.append(Heading(1, title, len(text)))
        text += f"{title}\n\n{body}\n\n" if title else f"{body}\n\n"
    key = PageKey("heft", edition, number)
    return Page(key, text.rstrip(), label=f"S{number}", headings=tuple(headings))


CURRENT = (
    page("neu", 1, ("1 Essen", FOOD), ("2 Schlafen", SLEEP)),
    page("neu", 2, ("3 Geld", MONEY)),
)


def publish(folder: Path, pages: Sequence[Page], *editions: Edition) -> WhooshEngine:
    """An index of a publication with these editions, of which only the current one has pages."""
    booklet = Publication("heft", "Heft", editions or (NEU, MITTE, ALT))
    engine = WhooshEngine(folder)
    documents = [document(held, booklet, NEU, ANALYZER) for held in pages]
    added = [(Entry("heft", "neu", "digest", len(pages)), documents)]
    engine.publish(Changes(added, publications=(booklet,)))
    return engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return publish(tmp_path_factory.mktemp("index"), CURRENT)


def found(engine: WhooshEngine, old: Page) -> Sequence[Successor]:
    with engine.reader() as reader:
        return Successors(ANALYZER).of(old, reader)


@pytest.mark.parametrize(
    ("title", "text", "section"),
    [
        ("7.2 Schlafen", MONEY, "2 Schlafen"),
        ("Kapitel 3: Geld (Auszug)", FOOD, "3 Geld"),
        ("B Schlafen", MONEY, "2 Schlafen"),
        ("4 Fahrtkosten", MONEY.replace("erstattet", "bezahlt"), "3 Geld"),
        ("", FOOD, "1 Essen"),
    ],
)
def test_a_section_is_found_by_its_title_without_number_else_by_its_text(
    engine: WhooshEngine, title: str, text: str, section: str
) -> None:
    """The same title decides even over a text that is more like another."""
    assert [s.section for s in found(engine, page("alt", 9, (title, text)))] == [section]


def test_each_section_of_a_page_has_its_own_place(engine: WhooshEngine) -> None:
    """The spans are those of the older page and leave nothing out."""
    old = page("alt", 5, ("1 Geld", MONEY), ("2 Frühstück", FOOD))
    first, second = found(engine, old)
    assert (str(first.key), first.label) == ("heft.neu.2", "S2")
    assert (str(second.key), second.section) == ("heft.neu.1", "1 Essen")
    assert (first.span.start, first.span.end, second.span.end) == (
        0,
        second.span.start,
        len(old.text),
    )


def test_what_is_like_nothing_has_no_successor(engine: WhooshEngine) -> None:
    """Better no link than one to somewhere."""
    old = page("alt", 1, ("Xylophon", "Zwölf Boxkämpfer jagen Viktor quer über Sylt."))
    assert found(engine, old) == ()


def test_a_page_of_the_current_edition_has_none(engine: WhooshEngine) -> None:
    """Nor has one of a publication that the index does not hold."""
    assert found(engine, CURRENT[0]) == ()
    assert found(engine, replace(CURRENT[0], key=PageKey("anderes", "alt", 1))) == ()


def test_the_edition_after_the_next_is_the_one_that_counts(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    """ "alt" was replaced by "mitte", which was replaced by "neu"; a circle leads nowhere."""
    old = page("alt", 1, ("Geld", MONEY))
    assert found(engine, old)[0].key.edition == "neu"
    circle = (NEU, replace(MITTE, superseded_by="alt"), ALT)
    assert found(publish(tmp_path, CURRENT, *circle), old) == ()


def test_a_new_generation_is_seen_at_the_next_call(tmp_path: Path) -> None:
    """What was found in the last one is forgotten."""
    successors = Successors(ANALYZER)
    old = page("alt", 1, ("Geld", MONEY))
    places = []
    for pages in (CURRENT, [page("neu", 8, ("Geld", MONEY))]):
        with publish(tmp_path, pages).reader() as reader:
            successors.prepare(reader)
            places += [str(s.key) for s in successors.of(old, reader)]
    assert places == ["heft.neu.2", "heft.neu.8"]


def test_the_library_answers_for_links_to_older_editions(small_home: Path) -> None:
    """A link to the leaflet of 2018 leads to the leaflet of 2025."""
    library = Library(Settings(home=small_home, meaning=False))
    (successor,) = library.successors(PageKey("blatt", "2018", 1))
    assert str(successor.key) == "blatt.2025.1"
    assert library.successors(PageKey("blatt", "2025", 1)) == ()
