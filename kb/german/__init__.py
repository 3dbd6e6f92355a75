"""Everything German: words, law references and the glossary, the same for index and query."""

from kb.german.analyzer import Analyzer, Token, Written
from kb.german.folding import fold
from kb.german.glossary import Expansions, Found, Glossary, How
from kb.german.law import LawReference
from kb.german.law_changes import Counterpart
from kb.german.terms import Term
from kb.german.words import Word

__all__ = [
    "Analyzer",
    "Counterpart",
    "Expansions",
    "Found",
    "Glossary",
    "How",
    "LawReference",
    "Term",
    "Token",
    "Word",
    "Written",
    "fold",
]
