"""Everything German: words, law references and the glossary, the same for index and query."""

from kb.german.analyzer import Analyzer, Token
from kb.german.law import LawReference

__all__ = ["Analyzer", "LawReference", "Token"]
