"""Where the titles of an outline stand, and what they are called."""

from kb.clean.layout import Placed, Setting
from kb.clean.sections import headings
from kb.extract import Line, OutlineEntry
from kb.model import Heading


def setting(*lines: str) -> Setting:
    """Lines below each other, each a paragraph."""
    placed = []
    start = 0
    for n, text in enumerate(lines):
        line = Line(text, 70, 700 - 20 * n, 300, 712 - 20 * n, 12)
        placed.append(Placed(line, start, start + len(text)))
        start += len(text) + 2
    return Setting("\n\n".join(lines), tuple(placed))


def found(page: Setting, *titles: str) -> list[Heading]:
    entries = [(0, OutlineEntry(2, title, 1)) for title in titles]
    return list(headings([page], entries)[0])


def test_a_title_is_the_line_that_holds_it_alone() -> None:
    """Not the first place with its letters: an earlier title, a sentence."""
    page = setting("6.7 Internationale Dokumentation", "Zur Dokumentation.", "6.8 Dokumentation")
    titles = [(h.title, page.text[h.start :][:12]) for h in found(page, "Dokumentation")]
    assert titles == [("Dokumentation", "6.8 Dokument")]


def test_a_title_over_two_lines_begins_with_the_first() -> None:
    page = setting("Der Termin.", "3 Termin und", "Vorbereitung")
    assert found(page, "Termin und Vorbereitung")[0].start == page.text.index("3 Termin")


def test_a_title_without_its_accents_is_spelled_as_on_the_page() -> None:
    """Old TeX writes "fur" into the outline."""
    page = setting("Vorweg.", "Optionen für Vormünder", "Text.")
    assert found(page, "Optionen fur Vormunder") == [Heading(2, "Optionen für Vormünder", 9)]


def test_a_title_that_is_not_on_its_page_takes_the_start() -> None:
    assert found(setting("Ein Text."), "Anhang") == [Heading(2, "Anhang", 0)]
