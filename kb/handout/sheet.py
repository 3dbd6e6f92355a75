"""The appointment sheet: the checklists of a collection on one printed page."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from kb.errors import NoChecklists
from kb.handout.checklists import checklists
from kb.handout.content import Extract, Handout, Quotation
from kb.handout.paragraphs import subtitle
from kb.handout.typeset import place_logo, typeset
from kb.model import Page, Source
from kb.texts import handout as words
from kb.texts.citation import cited

_SIZES = (11, 10, 9, 8, 7)  # points; the largest at which all fits on one page is taken


def as_sheet(handout: Handout) -> bytes:
    """The bytes of a PDF, one page long unless that would be too small to read.

    Raises NoChecklists where no piece holds one.
    """
    lists = list(_lists(handout))
    if not lists:
        raise NoChecklists
    made = b""
    for size in _SIZES:
        made = _typeset(handout, lists, size)
        if len(PdfReader(BytesIO(made)).pages) == 1:
            break
    return made


def _typeset(handout: Handout, lists: list[Mapping[str, object]], size: int) -> bytes:
    data: dict[str, object] = {
        "title": handout.title,
        "accent": handout.look.accent,
        "association": handout.association,
        "footer": f"{subtitle(handout)} · {words.NO_ADVICE}",
        "blanks": words.APPOINTMENT,
        "lists": lists,
        "size": size,
    }
    with tempfile.TemporaryDirectory() as folder:
        data["logo"] = place_logo(handout, Path(folder))
        return typeset("sheet.typ", data, Path(folder))


def _lists(handout: Handout) -> Iterator[Mapping[str, object]]:
    """Each checklist once, with its source."""
    seen = set()
    for part in handout.parts:
        if not isinstance(part, Quotation | Extract):
            continue
        for page, source in _texts(part):
            for found in checklists(page):
                if found not in seen:
                    seen.add(found)
                    yield {"title": found.title, "points": found.points, "citation": cited(source)}


def _texts(part: Quotation | Extract) -> Iterator[tuple[Page, Source]]:
    if isinstance(part, Quotation):
        yield Page(part.source.first, part.text), part.source
        return
    for page in part.pages:
        labels = (page.label, page.label)
        place = replace(
            part.source, first=page.key, last=page.key, labels=labels, section=page.section_at(0)
        )
        yield page, place
