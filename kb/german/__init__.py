"""Everything German: words, law references and the glossary, the same for index and query."""

from kb.german.analyzer import Analyzer, Token
from kb.german.folding import fold
from kb.german.glossary import Expansions, Found, Glossary, How
from kb.german.law import LawReference
from kb.german.law_changes import Counterpart
from kb.german.terms import Term

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
    "fold",
]
