"""Rank, cut snippets, mark, explain, suggest: what happens between a query and the screen."""

from kb.search.searcher import Searcher
from kb.search.weights import Weights

__all__ = ["Searcher", "Weights"]
