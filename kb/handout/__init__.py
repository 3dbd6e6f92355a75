"""Handouts: what trainers collected, as Word, PDF, original pages, HTML, Markdown or references."""

from kb.handout.compiling import compile_handout
from kb.handout.content import Handout

__all__ = ["Handout", "compile_handout"]
