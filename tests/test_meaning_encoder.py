"""The encoder: one meaning in several languages lies in one direction."""

import numpy as np

from kb.meaning import load


def test_a_question_lies_nearest_to_its_translation() -> None:
    """English, Arabic, Turkish: each is nearer to the German sentence than to another one."""
    encoder = load()
    assert encoder is not None
    german = encoder.encode(["Der Arzt behandelt das kranke Kind.", "Das Gericht tagt morgen."])
    for text in (
        "The doctor treats the sick child.",
        "الطبيب يعالج الطفل المريض.",
        "Doktor hasta çocuğu tedavi ediyor.",
    ):
        near = german @ encoder.encode([text])[0]
        assert near[0] > near[1] + 0.2, text


def test_the_same_texts_give_the_same_numbers() -> None:
    """Two encoders agree to the last bit, so vectors can be made again anywhere, any time."""
    texts = ["Vormund", "", "Wer unterschreibt beim Arzt?", "١٢٣", "x" * 3000]
    first, second = load(), load()
    assert first is not None
    assert second is not None
    assert first.encode(texts).tobytes() == second.encode(texts).tobytes()


def test_vectors_have_length_one() -> None:
    """Cosines are plain products."""
    encoder = load()
    assert encoder is not None
    lengths = np.linalg.norm(encoder.encode(["Haus", "Ein längerer Satz."]), axis=1)
    assert np.allclose(lengths, 1, atol=1e-3)
    assert encoder.encode([]).shape == (0, encoder.size)
