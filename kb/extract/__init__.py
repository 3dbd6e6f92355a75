"""From a file to raw pages: a child process per document, two readers, limits, a verdict."""

from kb.extract.limits import Limits
from kb.extract.raw import (
    READER_VERSION,
    Line,
    Metadata,
    OutlineEntry,
    PageState,
    RawDocument,
    RawPage,
)
from kb.extract.read import read
from kb.extract.starting import prepare
from kb.extract.store import RawStore
from kb.extract.verdict import PICTURE

__all__ = [
    "PICTURE",
    "READER_VERSION",
    "Limits",
    "Line",
    "Metadata",
    "OutlineEntry",
    "PageState",
    "RawDocument",
    "RawPage",
    "RawStore",
    "prepare",
    "read",
]
