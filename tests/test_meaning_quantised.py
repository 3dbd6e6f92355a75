"""Vectors of bytes are compared as the vectors they stand for."""

import numpy as np
import pytest

from kb.meaning.encoder import Vectors
from kb.meaning.quantised import largest, products, quantise, side_by_side
from kb.meaning.store import page_record


def directions(count: int) -> Vectors:
    rows = np.random.default_rng(count).standard_normal((count, 512), np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_products_are_those_of_the_vectors() -> None:
    """Within what a byte can hold, also of records that have other fields between the vectors."""
    asked, held = directions(3), directions(40)
    records = np.zeros(40, page_record(512))
    made = quantise(held)
    records["vector"], records["scale"] = made.vector, made.scale
    assert products(quantise(asked), side_by_side(records)) == pytest.approx(
        asked @ held.T, abs=0.002
    )


def test_nothing_is_near_to_nothing() -> None:
    """No records, nothing asked, and a vector of zeros, which has no direction."""
    records = np.zeros(2, page_record(512))
    two, none = side_by_side(records), side_by_side(records[:0])
    assert products(quantise(directions(1)), none).shape == (1, 0)
    assert products(quantise(directions(1)[:0]), two).shape == (0, 2)
    assert products(quantise(np.zeros((1, 512), np.float32)), two).tolist() == [[0.0, 0.0]]
    assert largest(quantise(directions(1)), []).tolist() == []


def test_of_each_group_the_nearest_counts() -> None:
    """Less what its own mark-down takes from it."""
    held, records = directions(5), np.zeros(5, page_record(512))
    made = quantise(held)
    records["vector"], records["scale"], records["down"] = (
        made.vector,
        made.scale,
        [0, 0.5, 0, 2, 0],
    )
    found = largest(quantise(held[1:2]), [records[:2], records[2:]])
    others = [float(held[1] @ held[row]) for row in (2, 4)]
    assert found == pytest.approx([0.5, max(others)], abs=0.01)
