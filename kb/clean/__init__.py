"""From raw pages to printed pages: characters, heads, hyphens, paragraphs, sections, labels."""

from kb.clean.examination import (
    Examination,
    Finding,
    NumbersFrom,
    PageQuality,
    Sign,
    examine,
)
from kb.clean.inspection import Inspection, inspect
from kb.clean.pages import CLEANING, clean
from kb.clean.quality import Quality, quality

__all__ = [
    "CLEANING",
    "Examination",
    "Finding",
    "Inspection",
    "NumbersFrom",
    "PageQuality",
    "Quality",
    "Sign",
    "clean",
    "examine",
    "inspect",
    "quality",
]
