"""What speaks for a page besides the words typed: their meaning, and the German of their terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.german import Glossary, Term
from kb.index.engine import Evidence
from kb.language import GERMAN
from kb.model import Translation
from kb.search.weights import Weights

Scores = NDArray[np.float32]
_BASE = 0.2  # what is added so that unrelated pages are at about 0 and few below
_TELLING = 40.0  # what the best page scores for a term that few pages hold
MOST_BY_MEANING = 50  # pages that are hits without a word of the query


@dataclass(frozen=True, slots=True)
class Named:
    """A glossary term that a query in another language names, as sure as `score` says, up to 1."""

    term: Term
    score: float
    translation: Translation


def named(glossary: Glossary, language: str, text: str) -> list[Named]:
    """The terms in a query, best first; none in German, whose words need no translation."""
    if language == GERMAN:
        return []
    return [
        Named(term, score, Translation(term.translations[language], term.name))
        for term, score in glossary.by_translation(language, text)
    ]


def terms_score(scores: Sequence[tuple[float, Scores]], pages: int) -> Scores:
    """What pages score for the German of some terms, each as sure as its number says; up to 1.

    A term that most pages hold, "Vormund", says little, and its best page scores low.
    """
    total = np.zeros(pages, np.float32)
    for sure, score in scores:
        total += sure * min(1.0, float(score.max(initial=0.0)) / _TELLING) ** 2 * _up_to_one(score)
    return total / max(1.0, float(total.max(initial=0.0)))


def weigh(foreign: bool, near: Scores | None, terms: Scores, weights: Weights) -> Evidence:
    """Evidence from both; in German, meaning only settles what words leave open."""
    scores = weights.translated * terms
    enough = terms > 0
    if near is not None:
        scores = scores + (weights.meaning_alone if foreign else weights.meaning) * np.maximum(
            near, 0
        )
        enough |= _nearest(near, weights.near_alone if foreign else weights.near)
    return Evidence(scores.astype(np.float32), enough)


def _nearest(near: Scores, least: float) -> NDArray[np.bool_]:
    """The nearest of those pages that are near at all."""
    order = np.argsort(-near, kind="stable")[:MOST_BY_MEANING]
    enough = np.zeros(len(near), bool)
    enough[order] = near[order] >= least
    return enough


def _up_to_one(scores: Scores) -> Scores:
    best = float(scores.max(initial=0.0))
    return scores / best if best else scores
