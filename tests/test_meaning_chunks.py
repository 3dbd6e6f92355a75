"""Cutting pages into what gets a vector."""

from hypothesis import given
from hypothesis import strategies as st

from kb.meaning.chunks import headings, leading, sentences, windows
from kb.model import Heading, Page, PageKey

KEY = PageKey("buch", "1", 1)


def page(text: str, *headings: Heading) -> Page:
    return Page(KEY, text, headings=headings)


def texts(found: Page) -> list[str]:
    return [found.text[start:end] for start, end in sentences(found)]


def test_sentences_are_whole_and_short_ones_join() -> None:
    """What is marked as the answer reads as an answer."""
    sentence = "Beim Arzt unterschreibt die Vormundin, wenn der Eingriff keine Kleinigkeit ist."
    assert texts(page(f"{sentence} Ja. Das ist überall in Bremen so.")) == [
        sentence,
        "Ja. Das ist überall in Bremen so.",
    ]


def test_windows_are_ten_words_and_overlap_by_half() -> None:
    """Sentences do not stop them; the last one may be shorter."""
    text = " ".join(f"w{number}." for number in range(18))
    cut = [text[start:end].split() for start, end in windows(page(text))]
    assert [(words[0], len(words)) for words in cut] == [("w0.", 10), ("w5.", 10), ("w10.", 8)]


def test_the_heading_that_leads_in_stands_nowhere_one_on_the_page_in_its_place() -> None:
    """The former is read by itself, the latter where it stands."""
    found = page("Konto\n\nText.", Heading(1, "Geld"), Heading(2, "Konto", 0))
    assert leading(found) == "Geld"
    assert headings(found) == [(0, 5)]
    assert leading(page("Text.")) == ""


def test_a_table_without_full_stops_is_cut_between_words() -> None:
    """Nothing is longer than an encoder can take in, and no word is torn."""
    found = texts(page("Wort " * 500))
    assert len(found) > 3
    assert {word for text in found for word in text.split()} == {"Wort"}


@given(st.text())
def test_any_text_can_be_cut(text: str) -> None:
    """Parts lie on the page, say something, and every letter is in a sentence and a window."""
    for parts in (sentences(page(text)), windows(page(text))):
        covered: set[int] = set()
        for start, end in parts:
            assert 0 <= start < end <= len(text)
            covered.update(range(start, end))
        assert all(i in covered for i, c in enumerate(text) if c.isalpha())
