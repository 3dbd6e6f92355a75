"""What speaks for a page besides the words typed: their meaning, and the German of their terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer, Glossary
from kb.german import Term as GlossaryTerm
from kb.index.engine import Any, Evidence, Field, Node, Request, Term, WordParts
from kb.language import GERMAN
from kb.meaning import Meant
from kb.model import Translation
from kb.search.terms import TermPages
from kb.search.weights import Weights

Scores = NDArray[np.float32]
_KEYWORDS, _FURTHER = 3, 5  # words of a German query; how many more still add to its meaning
_TELLING = 40.0  # what the best page scores for a term that few pages hold
MOST_BY_MEANING = 50  # pages that are hits without a word of the query


@dataclass(frozen=True, slots=True)
class Named:
    """A glossary term that a query in another language names, as sure as `score` says, up to 1.

    `alone`: the query says nothing besides.
    """

    term: GlossaryTerm
    score: float
    translation: Translation
    alone: bool


def named(glossary: Glossary, language: str, text: str) -> list[Named]:
    """The terms in a query, best first; none in German, whose words need no translation."""
    if language == GERMAN:
        return []
    found = []
    for term, score in glossary.by_translation(language, text):
        other = term.translations[language]
        alone = len(text.split()) <= len(other.split())
        found.append(Named(term, score, Translation(other, term.name), alone))
    return found


def terms_score(found: Sequence[tuple[Named, TermPages]], pages: int) -> Scores:
    """What pages score for the German of some terms, each as sure as it is; up to 1.

    A term that most pages hold, "Vormund", says little beside others, and its best page scores low.
    """
    total = np.zeros(pages, np.float32)
    for one, held in found:
        best = float(np.max(held.scores, initial=0.0))
        telling = 1.0 if one.alone else min(1.0, best / _TELLING) ** 2
        total[held.rows] += one.score * telling * _up_to_one(held.scores)
    return total / max(1.0, float(np.max(total, initial=0.0)))


def meant_request(meant: Sequence[Meant], analyzer: Analyzer, weights: Weights) -> Request:
    """What asks for all that the words of a question may be in German, each as sure as it is."""
    terms: list[Node] = []
    parts: list[WordParts] = []
    for german, sure in (found for one in meant for found in one.german):
        for token in analyzer.tokens(german):
            for stem in token.stems:
                terms.append(Term(Field.STEM, stem, sure * weights.stem))
                terms.append(Term(Field.HEADING, stem, sure * weights.heading))
            grams = dict.fromkeys(gram for word in token.words for gram in analyzer.grams(word))
            parts.append(WordParts(tuple(grams), sure * weights.parts))
    return Request(optional=Any(tuple(terms)), parts=tuple(parts))


def weigh_german(near: Scores | None, words: int, weights: Weights) -> Evidence:
    """In German, meaning settles what words leave open: more, the longer the question is.

    Three keywords say what they name, and on statutes nearness only leads astray from it (nDCG@10
    -.03 where it counts four times as much); a whole question has a sense of its own.
    """
    assert near is not None
    further = min(max(words - _KEYWORDS, 0), _FURTHER)
    meaning = weights.meaning + weights.meaning_further * further
    return Evidence(np.float32(meaning) * np.maximum(near, 0), _best(near, near >= weights.near))


def weigh_foreign(near: Scores | None, terms: Scores, meant: Scores, weights: Weights) -> Evidence:
    """In another language there is little else: the best pages by all three together are hits."""
    scores = weights.translated * terms + weights.meant * _up_to_one(meant)
    enough = (terms > 0) | (meant > 0)
    if near is not None:
        scores += weights.meaning_alone * np.maximum(near, 0)
        enough |= near >= weights.near_alone
    return Evidence(scores.astype(np.float32), _best(scores, enough) | (terms > 0))


def weigh_untrained(near: Scores | None, terms: Scores, weights: Weights) -> Evidence:
    """In a language that the encoder does not know, the glossary alone makes hits."""
    scores = weights.translated * terms
    if near is not None:
        scores = scores + np.float32(weights.meaning_untrained) * np.maximum(near, 0)
    return Evidence(scores.astype(np.float32), terms > 0)


def _best(scores: Scores, possible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The best few of the possible pages; of equals the earlier ones."""
    rows = np.flatnonzero(possible)
    if len(rows) > MOST_BY_MEANING:
        least = np.partition(scores[rows], -MOST_BY_MEANING)[-MOST_BY_MEANING]
        rows = rows[scores[rows] >= least]  # to sort all takes longer
    order = np.argsort(-scores[rows], kind="stable")[:MOST_BY_MEANING]
    best = np.zeros(len(scores), bool)
    best[rows[order]] = True
    return best


def _up_to_one(scores: Scores) -> Scores:
    best = float(np.max(scores, initial=0.0))
    return scores / best if best else scores
