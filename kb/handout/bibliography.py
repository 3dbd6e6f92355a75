"""The sources of a handout for programs that keep references: BibTeX and RIS."""

import re
import unicodedata

import rispy
from pybtex.database import BibliographyData, Entry

from kb.handout.content import Handout
from kb.model import Source
from kb.texts.citation import edition_of, law_of


def as_bibtex(handout: Handout) -> str:
    """One @booklet an edition, in UTF-8 as BibLaTeX reads it."""
    entries = {_key(source): Entry("booklet", _bibtex(source)) for source in handout.sources}
    made: str = BibliographyData(entries=entries).to_string("bibtex")
    return made


def as_ris(handout: Handout) -> str:
    """One record an edition."""
    made: str = rispy.dumps([_ris(source) for source in handout.sources])
    return made


def _bibtex(source: Source) -> list[tuple[str, str]]:
    fields = {
        "title": source.title,
        "author": f"{{{source.publisher}}}" if source.publisher else "",
        "edition": edition_of(source),
        "year": str(source.year or ""),
        "note": law_of(source),
    }
    return [(name, _plain(value)) for name, value in fields.items() if value]


def _ris(source: Source) -> dict[str, object]:
    fields: dict[str, object] = {
        "type_of_reference": "PAMP",
        "title": _plain(source.title),
        "authors": [_plain(source.publisher)] if source.publisher else [],
        "edition": edition_of(source),
        "year": str(source.year or ""),
        "notes": [law_of(source)] if source.law_as_of else [],
    }
    return {name: value for name, value in fields.items() if value}


def _key(source: Source) -> str:
    """ "handbuch2026": the publication's and the edition's own names."""
    return re.sub(r"[^a-z0-9]", "", "".join(source.name))


def _plain(text: str) -> str:
    """One line without control characters, and with braces that match: TeX counts them."""
    line = " ".join("".join(c for c in text if unicodedata.category(c) != "Cc" or c == " ").split())
    return line if line.count("{") == line.count("}") else line.replace("{", "(").replace("}", ")")
