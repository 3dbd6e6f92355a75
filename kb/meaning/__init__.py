"""Search by meaning: an encoder turns passages and questions, in any language, into vectors."""

from kb.meaning.encoder import Encoder, load
from kb.meaning.meaning import Meaning
from kb.meaning.page_vectors import LOOKED_AT, PageVectors, Passage
from kb.meaning.words import Meant

__all__ = ["LOOKED_AT", "Encoder", "Meaning", "Meant", "PageVectors", "Passage", "load"]
