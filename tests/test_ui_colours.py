"""Whatever colour an association has, its links and buttons can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ui.colours import contrast, dark, light

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_as_the_guidelines_define_it() -> None:
    """Black on white is 21, a colour on itself 1; #767676 is the known limit on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b5c6b", "#0b5c6b") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(colours)
def test_every_colour_has_a_shade_for_each_theme(colour: str) -> None:
    """4.5 against the ground, and for what is written on it."""
    for shade, grounds in (
        (light(colour), ("#ffffff", "#f3f6f7")),
        (dark(colour), ("#10181c", "#1a252b")),
    ):
        assert all(contrast(shade.accent, ground) >= 4.5 for ground in grounds)
        assert contrast(shade.ink, shade.accent) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    """Only what cannot be read is changed, and no more than need be."""
    assert light("#0b5c6b").accent == "#0b5c6b"
    assert dark("#6ccbdc").accent == "#6ccbdc"
    assert light("#ffdd00").accent != "#000000"
