"""The parts of the search, and how to do without one of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from kb.search import Weights

MEANING = "meaning"
PARTS: Mapping[str, Mapping[str, float]] = {
    "stems": {"stem": 0.0},
    "headings": {"heading": 0.0},
    "exact": {"exact": 0.0},
    "parts": {"parts": 0.0},
    "law": {"law": 0.0, "moved_law": 0.0},
    "glossary": {"variant": 0.0, "synonym": 0.0, "definition": 0.0},
    "correction": {"correction": 0.0},
    "answer": {"answer": 0.0},
    MEANING: {},  # the searcher gets none
}


def left_out(parts: Collection[str]) -> Weights:
    """The weights of a search without some parts."""
    nothing = {name: value for part in parts for name, value in PARTS[part].items()}
    return replace(Weights(), **nothing)
