"""Vectors of bytes are compared as the vectors they stand for."""

import numpy as np
import pytest

from kb.meaning.encoder import Vectors
from kb.meaning.quantised import products, quantise
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
    assert products(quantise(asked), records) == pytest.approx(asked @ held.T, abs=0.002)


def test_nothing_is_near_to_nothing() -> None:
    """No records, nothing asked, and a vector of zeros, which has no direction."""
    records = np.zeros(2, page_record(512))
    assert products(quantise(directions(1)), records[:0]).shape == (1, 0)
    assert products(quantise(directions(1)[:0]), records).shape == (0, 2)
    assert products(quantise(np.zeros((1, 512), np.float32)), records).tolist() == [[0.0, 0.0]]
