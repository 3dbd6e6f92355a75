"""The files that a collection is downloaded as; imported when the first of them is asked for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kb.desk.collections import Collection
from kb.handout import Handout, compile_handout, ready
from kb.handout.bibliography import as_bibtex, as_ris
from kb.handout.originals import as_originals
from kb.handout.sheet import as_sheet
from kb.handout.typeset import as_pdf
from kb.handout.web import as_html, as_markdown
from kb.handout.word import as_word
from kb.library import Library
from kb.texts import handout as words

# file ending -> what the browser is told the file is
KINDS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "originale.pdf": "application/pdf",
    "bogen.pdf": "application/pdf",
    "html": "application/octet-stream",  # to be saved, never shown under our address
    "md": "text/markdown; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
_MAKERS: Mapping[str, Callable[[Handout], Any]] = {
    "docx": as_word,
    "pdf": as_pdf,
    "originale.pdf": as_originals,
    "bogen.pdf": as_sheet,
    "html": as_html,
    "md": as_markdown,
    "bib": as_bibtex,
    "ris": as_ris,
}


def handout(ending: str, collection: Collection, library: Library, *, accent: str) -> Any:
    """The handout of a collection, bytes or text; `ending` is one of KINDS."""
    title = collection.overview.title
    return _MAKERS[ending](compile_handout(title, collection.pieces, library, accent=accent))


def word_list(languages: Sequence[str], library: Library) -> bytes:
    """The glossary's terms in these languages, as a PDF."""
    listed = ready.word_list(library.terms, languages)
    association = library.settings.association
    return as_pdf(Handout(words.WORD_LIST, association, date.today(), [listed]))
