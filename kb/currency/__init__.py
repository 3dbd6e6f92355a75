"""What on a page is no longer the law, and where the new edition has it."""

from kb.currency.notes import Currency, CurrencyNote, NoteKind
from kb.currency.successor import Successor, Successors

__all__ = ["Currency", "CurrencyNote", "NoteKind", "Successor", "Successors"]
