"""What speaks for a page besides the words typed: their meaning, and the German of their terms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.german import Glossary, Term
from kb.index.engine import Evidence
from kb.language import GERMAN
from kb.model import Translation
from kb.search.weights import Weights

Scores = NDArray[np.float32]
MOST_BY_MEANING = 50  # pages that are hits without a word of the query


@dataclass(frozen=True, slots=True)
class Named:
    """A glossary term that a query in another language names, as sure as `score` says, up to 1."""

    term: Term
    score: float
    translation: Translation


def named(glossary: Glossary, language: str, text: str) -> tuple[Named, ...]:
    """The terms in a query, best first; none in German, whose words need no translation."""
    if language == GERMAN:
        return ()
    return tuple(
        Named(term, score, Translation(term.translations[language], term.name))
        for term, score in glossary.by_translation(language, text)
    )


def terms_score(names: Sequence[Named], scores: Callable[[Term], Scores], pages: int) -> Scores:
    """What pages score for the German of the terms, at most the score of the surest."""
    total = np.zeros(pages, np.float32)
    for one in names:
        total += one.score * _up_to_one(scores(one.term))
    return max((one.score for one in names), default=0.0) * _up_to_one(total)


def weigh(language: str, nearness: Scores | None, terms: Scores, weights: Weights) -> Evidence:
    """Evidence from both; in German meaning only settles what words leave open."""
    german = language == GERMAN
    scores = weights.translated * terms
    enough = terms > 0
    if nearness is not None:
        scores = scores + (weights.meaning if german else weights.meaning_alone) * nearness
        enough |= _nearest(nearness, weights.near if german else weights.near_alone)
    return Evidence(scores.astype(np.float32), enough)


def _nearest(nearness: Scores, least: float) -> NDArray[np.bool_]:
    """The nearest pages of those that are near at all."""
    order = np.argsort(-nearness, kind="stable")[:MOST_BY_MEANING]
    near = np.zeros(len(nearness), bool)
    near[order] = nearness[order] >= least
    return near


def _up_to_one(scores: Scores) -> Scores:
    best = float(scores.max(initial=0.0))
    return scores / best if best else scores
