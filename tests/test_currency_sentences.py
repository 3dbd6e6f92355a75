"""Where a sentence of a page begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.currency.sentences import sentence_at
from kb.model import Span


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Eins ist da. Hier steht es. Drei folgt.", "Hier steht es."),
        ("Am 1. Januar und nach § 3 Abs. 2 Nr. 4 z. B. hier endet nichts.", ""),
        ("Das gilt (§ 3 BGB). Hier ist neu.", "Hier ist neu."),
        ("Er sagte „gut.“ Hier ist neu.", "Hier ist neu."),
        ("• Punkt eins hier\n• Punkt zwei", "• Punkt eins hier"),
        ("Fußnote.³ Hier ist neu.", "Hier ist neu."),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, sentence: str) -> None:
    """Not at abbreviations and dates; "" is the whole text."""
    start = text.casefold().index("hier")
    found = sentence_at(text, Span(start, start + 4))
    assert text[found.start : found.end] == (sentence or text)


@given(st.text(alphabet="ab. \n“§)A3", max_size=60), st.data())
def test_a_sentence_holds_its_span(text: str, data: st.DataObject) -> None:
    """Whatever the text, and longer where the span runs on."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentence_at(text, Span(start, end))
    assert found.start <= start <= end <= found.end
