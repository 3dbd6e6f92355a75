"""Cutting pages into what gets a vector."""

from hypothesis import given
from hypothesis import strategies as st

from kb.meaning.chunks import chunks
from kb.model import Heading, Page, PageKey

KEY = PageKey("buch", "1", 1)


def page(text: str, *headings: Heading) -> Page:
    return Page(KEY, text, headings=headings)


def test_whole_sentences_and_their_clauses_are_chunks() -> None:
    """A long sentence is there as a whole and in its clauses."""
    sentence = (
        "Beim Arzt unterschreibt die Vormundin, wenn der Eingriff mehr als eine Kleinigkeit ist, "
        "und sie spricht vorher mit dem jungen Menschen darüber."
    )
    texts = [chunk.text for chunk in chunks(page(f"{sentence} Das ist überall in Bremen so."))]
    assert sentence in texts
    assert any(text.startswith("und sie spricht vorher") for text in texts)


def test_headings_come_first_and_the_one_that_leads_in_stands_nowhere() -> None:
    """An inherited heading has no place on the page, one on the page has its own."""
    found = chunks(page("Konto\n\nText.", Heading(1, "Geld"), Heading(2, "Konto", 0)))
    assert [(c.text, c.start) for c in found[:2]] == [("Geld", -1), ("Konto", 0)]


def test_a_table_without_full_stops_is_cut_between_words() -> None:
    """Nothing is longer than an encoder can take in, and no word is torn."""
    found = chunks(page("Wort " * 500))
    assert len(found) > 3
    assert {word for chunk in found for word in chunk.text.split()} == {"Wort"}


@given(st.text())
def test_any_text_can_be_cut(text: str) -> None:
    """Chunks lie on the page, say something, and every letter is in one of them."""
    found = chunks(page(text))
    covered: set[int] = set()
    for chunk in found:
        assert 0 <= chunk.start < chunk.end <= len(text)
        assert chunk.text == " ".join(chunk.text.split())
        covered.update(range(chunk.start, chunk.end))
    letters = [i for i, c in enumerate(text) if c.isalpha()]
    assert all(i in covered for i in letters)
