"""The drawer shows the passage first: the blocks around the best mark, under their heading."""

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Heading, Page, PageKey, Span
from kb.ui.passage import blocks, excerpt

TEXT = (
    "Anfang der Seite.\n\nArztbesuch\nWer unterschreibt?\n\n- Fieber\n- Husten\n\n" + "Ende. " * 300
)


def _page(text: str = TEXT) -> Page:
    start = text.find("Arztbesuch")
    headings = (Heading(2, "Arztbesuch", start),) if start >= 0 else ()
    return Page(PageKey("h", "1", 1), text, headings=headings)


def test_headings_stand_apart_and_lists_together() -> None:
    """A heading is its own block even without a blank line below it; list lines stay one block."""
    found = [(block.level, block.text) for block in blocks(_page(), ())][:4]
    expected = [
        (0, "Anfang der Seite."),
        (2, "Arztbesuch"),
        (0, "Wer unterschreibt?"),
        (0, "- Fieber\n- Husten"),
    ]
    assert found == expected


def test_marks_move_with_their_block() -> None:
    """Offsets are those of the block's own text."""
    start = TEXT.index("unterschreibt")
    marked = [b for b in blocks(_page(), [Span(start, start + 13)]) if b.marks]
    assert [b.text[m.start : m.end] for b in marked for m in b.marks] == ["unterschreibt"]


def test_the_excerpt_begins_with_the_heading_of_the_passage() -> None:
    """The reader sees what the passage is about."""
    start = TEXT.index("unterschreibt")
    shown = excerpt(blocks(_page(), [Span(start, start + 13)]))
    assert shown[0].text == "Arztbesuch"


def test_the_best_place_wins_over_the_first() -> None:
    """A mark in the first line does not hide the passage the search found."""
    text = "Husten\n\n" + "Füllung. " * 200 + "\n\nBei Husten zum Arzt."
    best = text.rindex("Husten")
    marks = [Span(0, 6), Span(best, best + 6)]
    shown = excerpt(blocks(_page(text), marks), best)
    assert shown[-1].text == "Bei Husten zum Arzt."


def test_an_empty_page_shows_nothing() -> None:
    """A page of pictures has no blocks."""
    assert list(excerpt(blocks(_page("  \n\n "), ()))) == []


@given(st.text(alphabet="ab \n", max_size=120), st.data())
def test_no_word_and_no_mark_is_lost(text: str, data: st.DataObject) -> None:
    """Blocks hold all the text but white space, in order."""
    start = data.draw(st.integers(0, len(text)))
    mark = Span(start, data.draw(st.integers(start, len(text))))
    found = blocks(_page(text), [mark])
    assert "".join("".join(b.text.split()) for b in found) == "".join(text.split())
    shown = "".join(b.text[m.start : m.end] for b in found for m in b.marks)
    assert "".join(shown.split()) == "".join(text[mark.start : mark.end].split())
