"""What a new edition says otherwise than the one before it, section by section."""

from kb.compare.comparing import compare
from kb.compare.comparison import (
    Change,
    Chapter,
    Comparison,
    Difference,
    LawMove,
    Passage,
    Place,
    SectionChange,
)

__all__ = [
    "Change",
    "Chapter",
    "Comparison",
    "Difference",
    "LawMove",
    "Passage",
    "Place",
    "SectionChange",
    "compare",
]
