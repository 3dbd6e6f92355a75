"""Texts in one piece are found as they would be in a list."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.lines import Lines

TEXTS = st.text(st.characters(exclude_characters="\n", exclude_categories=()), max_size=6)


@given(st.lists(TEXTS, max_size=30), TEXTS)
def test_it_answers_as_a_sorted_list_would(texts: list[str], asked: str) -> None:
    """Half of a surrogate pair and letters beyond the first plane too."""
    held = sorted(texts)
    lines = Lines.of(held)
    assert list(lines) == held
    assert [lines[at] for at in lines.starting(asked)] == [t for t in held if t.startswith(asked)]
    if asked:
        assert [held[at] for at in lines.containing(asked)] == [t for t in held if asked in t]


@pytest.mark.parametrize("texts", [[], [""], ["Amt", "Vormünder", "Ämter"]])
def test_what_was_saved_is_mapped_again(tmp_path: Path, texts: list[str]) -> None:
    Lines.of(texts).save(tmp_path, "words")
    assert list(Lines.load(tmp_path, "words")) == texts


def test_texts_that_were_cut_are_refused(tmp_path: Path) -> None:
    """Else a word would end in the middle, or reading would go on behind the last."""
    Lines.of(["Amt", "Vormund"]).save(tmp_path, "words")
    np.save(tmp_path / "words-text.npy", np.frombuffer(b"Amt\n", np.uint8))
    with pytest.raises(ValueError, match="do not belong together"):
        Lines.load(tmp_path, "words")
