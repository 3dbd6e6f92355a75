"""Marked text is cut at its marks and escaped; nothing from outside becomes markup."""

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Span
from kb.ui.markup import pieces

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


@given(st.text(max_size=60), SPANS)
def test_pieces_put_together_are_the_text(text: str, edges: list[tuple[int, int]]) -> None:
    """Whatever the marks, even overlapping ones, no character is lost or doubled."""
    size = len(text)
    spans = sorted(Span(min(a, b, size), min(max(a, b), size)) for a, b in edges)
    assert "".join(piece for piece, _ in pieces(text, spans)) == text


def test_marked_pieces_are_told_apart() -> None:
    """The template knows which piece to mark."""
    assert list(pieces("Der Arzt!", [Span(4, 8)])) == [
        ("Der ", False),
        ("Arzt", True),
        ("!", False),
    ]
