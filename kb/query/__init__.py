"""What someone typed, as a small tree; every text means something and none is an error."""

from kb.query.parsing import KEPT, in_english, parse
from kb.query.spelling import spell
from kb.query.tree import (
    Either,
    Every,
    Exact,
    InTitle,
    InYears,
    Loose,
    Near,
    Node,
    OnPage,
    Query,
    Start,
    Without,
    Words,
)

__all__ = [
    "KEPT",
    "Either",
    "Every",
    "Exact",
    "InTitle",
    "InYears",
    "Loose",
    "Near",
    "Node",
    "OnPage",
    "Query",
    "Start",
    "Without",
    "Words",
    "in_english",
    "parse",
    "spell",
]
