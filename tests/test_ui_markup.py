"""Marked text is cut at its marks and escaped; nothing from outside becomes markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Span
from kb.ui.markup import linked, pieces

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


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("Büro, +49 421 12 34-5", ["tel:+4942112345"]),
        ("0421/123 45 oder post@example.org", ["tel:042112345", "mailto:post@example.org"]),
        ("Montag 9 bis 12 Uhr, Zimmer 12", []),
        ("", []),
    ],
)
def test_a_contact_can_be_called_and_written_to(line: str, links: list[str]) -> None:
    """Numbers and mail addresses are links; opening hours are not."""
    assert [link for _, link in linked(line) if link] == links
    assert "".join(piece for piece, _ in linked(line)) == line
