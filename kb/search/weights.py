"""What each kind of evidence counts in the ranking."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of BM25 scores; 0 leaves a kind of evidence out.

    Measured on two development sets (`kb evaluate`); round numbers, since neighbours do as well.
    """

    stem: float = 1.0
    heading: float = 0.8
    title: float = 0.2
    exact: float = 0.2
    parts: float = 1.0
    law: float = 6.0  # more than all words of a query together
    moved_law: float = 4.0  # the other number of a paragraph that was renumbered
    variant: float = 0.5  # the same word in another form
    synonym: float = 0.25
    definition: float = 2.0  # of a term typed alone: a word of its definition, if all pages had it
    answer: float = 0.2  # a word that answers of the sort asked for hold: "Monat" for "wie lange"
    correction: float = 0.8  # the word that a misspelt one probably is
    contents: float = 0.5  # a table of contents names everything and answers nothing
    listing: float = 0.5  # so does a list of words
    older: float = 0.6  # an edition that a newer one replaces
    coverage: float = 0.5  # share of the query's parts that makes a page without its words a hit
    meaning: float = 0.5  # nearness of meaning, where the best page has 1 for its words
    meaning_further: float = 0.5  # more, for each word that makes keywords a question
    meaning_alone: float = 20.0  # the same in other languages, whose words the pages lack
    meaning_untrained: float = 5.0  # the same in languages that the encoder does not know
    near: float = 0.2  # nearness that makes a page without the words a hit
    near_alone: float = -0.05  # the same in other languages
    translated: float = 5.0  # the German of the glossary terms in another language
    meant: float = 2.0  # the German of single words in another language, found by the encoder
