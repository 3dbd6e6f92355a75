"""The original pages cut out of their PDFs, each with its source below it, behind a cover."""

import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError, DeprecationError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject

from kb.handout.content import Extract, Handout, Heading, Note, Part, Quotation
from kb.handout.paragraphs import name_of_edition, subtitle
from kb.handout.typeset import place_logo, typeset
from kb.model import Page, Source
from kb.texts import handout as words
from kb.texts.citation import cited, place_of

_STRIP = 0.034  # of a page's height, added below it: the source covers nothing of the page
_COVER = "Titel"
# what goes wrong inside a PDF that somebody else made
_BROKEN = (
    *(PyPdfError, DeprecationError, DependencyError),
    *(OSError, ValueError, LookupError, ArithmeticError),
    *(TypeError, AttributeError, AssertionError, RuntimeError, zlib.error),
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page of a PDF, from 1; of a spread both `pages` that are printed on it."""

    file: Path
    number: int
    pages: tuple[Page, ...]
    quoted: Source

    @property
    def source(self) -> Source:
        """Where this sheet alone stands."""
        first, last = self.pages[0], self.pages[-1]
        begins = first.key == self.quoted.first
        return replace(
            self.quoted,
            first=first.key,
            last=last.key,
            labels=(first.label, last.label),
            section=self.quoted.section if begins else first.section_at(0),
        )

    @property
    def label(self) -> str:
        """What is printed on it: "12", "6–7" of a spread; the PDF's number if nothing is."""
        printed = dict.fromkeys(page.label for page in self.pages if page.label)
        return "–".join(printed) or str(self.number)


def as_originals(handout: Handout) -> bytes:
    """The bytes of a PDF: cover with contents and sources, then the pages in the handout's order.

    Page labels are those printed on the pages; bookmarks are the trainer's headings with the pages
    below them. A page that several pieces quote stands once below each heading. Pages that cannot
    be copied are left out, and the cover says so.
    """
    plan, writer = list(_plan(handout.parts)), PdfWriter()
    sheets = [item for item in plan if isinstance(item, _Sheet)]
    copied = _with_strips(_copied(sheets, writer), writer)
    missing = [sheet for sheet in sheets if sheet not in copied]
    for number, page in enumerate(_cover(handout, missing).pages):
        writer.insert_page(page, number)
    covers = len(writer.pages) - len(copied)
    _bookmarks(plan, copied, covers, writer)
    writer.set_page_label(0, covers - 1, prefix=_COVER)
    for at, sheet in enumerate(copied, covers):
        writer.set_page_label(at, at, prefix=sheet.label)
    writer.metadata = {"/Title": handout.title, "/Author": handout.association}
    writer.compress_identical_objects(remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# -- which pages -----------------------------------------------------------------------------------


def _plan(parts: Sequence[Part]) -> Iterator[Heading | _Sheet]:
    seen: set[tuple[Path, int]] = set()
    for part in parts:
        if isinstance(part, Heading):
            seen.clear()
            yield part
        for sheet in _sheets(part):
            if (sheet.file, sheet.number) not in seen:
                seen.add((sheet.file, sheet.number))
                yield sheet


def _sheets(part: Part) -> Iterator[_Sheet]:
    if not isinstance(part, Quotation | Extract) or part.file is None:
        return
    by_number: dict[int, list[Page]] = {}
    for page in part.pages:
        by_number.setdefault(page.key.pdf_page, []).append(page)
    for number, pages in by_number.items():
        yield _Sheet(part.file, number, tuple(pages), part.source)


# -- copying ---------------------------------------------------------------------------------------


def _copied(sheets: Sequence[_Sheet], writer: PdfWriter) -> list[_Sheet]:
    """Add what can be copied to the writer, in order; returns what was."""
    readers: dict[Path, PdfReader] = {}
    done = []
    for sheet in sheets:
        before = len(writer.pages)
        try:
            if sheet.file not in readers:
                readers[sheet.file] = PdfReader(sheet.file)
            page = readers[sheet.file].pages[sheet.number - 1]
            page = writer.add_page(_without_links(page))
            if page.rotation:  # otherwise a second of parsing for nothing
                page.transfer_rotation_to_content()
        except _BROKEN:
            while len(writer.pages) > before:
                writer.remove_page(len(writer.pages) - 1)
        else:
            done.append(sheet)
    return done


def _without_links(page: PageObject) -> PageObject:
    """Links inside the document would bring all its other pages along."""
    annotations = page.get("/Annots")
    if annotations is not None:
        found = [entry.get_object() for entry in annotations.get_object() or ()]
        kept = [e for e in found if isinstance(e, DictionaryObject) and not _leads_away(e)]
        page[NameObject("/Annots")] = ArrayObject(kept)
    for name in ("/B", "/StructParents", "/AA"):
        page.pop(name, None)
    return page


def _leads_away(annotation: DictionaryObject) -> bool:
    return annotation.get("/Subtype") not in ("/Widget", "/Highlight", "/FreeText", "/Stamp")


# -- the source below each page --------------------------------------------------------------------


def _with_strips(sheets: Sequence[_Sheet], writer: PdfWriter) -> list[_Sheet]:
    """Put the source below each page; a page that cannot take it is left out. Returns the rest."""
    boxes = [page.cropbox for page in writer.pages]
    strips = [
        {
            "width": float(box.width),
            "height": float(box.height) * _STRIP,
            "text": cited(sheet.source),
        }
        for sheet, box in zip(sheets, boxes, strict=True)
    ]
    if not strips:
        return []
    made = _typeset({"kind": "strips", "strips": strips}, Handout("", "", date.min))
    done = []
    for number in reversed(range(len(sheets))):  # from the end: leaving one out moves none to come
        try:
            _put_below(writer.pages[number], made.pages[number])
        except _BROKEN:
            writer.remove_page(number)
        else:
            done.append(sheets[number])
    return done[::-1]


def _put_below(page: PageObject, strip: PageObject) -> None:
    box, height = page.cropbox, strip.mediabox.height
    enlarged = RectangleObject((box.left, box.bottom - height, box.right, box.top))
    page.mediabox = page.cropbox = page.trimbox = page.bleedbox = page.artbox = enlarged
    page.merge_translated_page(strip, enlarged.left, enlarged.bottom)


# -- cover and bookmarks ---------------------------------------------------------------------------


def _cover(handout: Handout, missing: Sequence[_Sheet]) -> PdfReader:
    entries = [entry for part in handout.parts for entry in _entries(part)]
    lost = [words.NO_ORIGINAL.format(place=cited(sheet.source)) for sheet in missing]
    return _typeset(
        {
            "kind": "cover",
            "subtitle": subtitle(handout),
            "contents_title": words.CONTENTS,
            "entries": [*entries, *({"kind": "note", "text": text} for text in lost)],
            "sources_title": words.SOURCES,
            "sources": [name_of_edition(source) for source in handout.sources],
            "no_advice": words.NO_ADVICE,
        },
        handout,
    )


def _entries(part: Part) -> Iterator[Mapping[str, object]]:
    match part:
        case Heading() | Note():
            kind = "heading" if isinstance(part, Heading) else "note"
            yield {"kind": kind, "text": part.text}
        case Quotation() | Extract():
            yield {"kind": "page", "text": cited(part.source), "notices": list(part.notices)}


def _bookmarks(
    plan: Sequence[Heading | _Sheet], copied: Sequence[_Sheet], covers: int, writer: PdfWriter
) -> None:
    """A heading leads to the first page below it; one without pages to the cover."""
    at, places = covers, []
    for item in plan:
        places.append(at)
        at += item in copied
    above = None
    for place, item in zip(places, plan, strict=True):
        if isinstance(item, Heading):
            above = writer.add_outline_item(title=item.text, page_number=place if place < at else 0)
        elif item in copied:
            writer.add_outline_item(title=place_of(item.source), page_number=place, parent=above)


def _typeset(data: Mapping[str, object], handout: Handout) -> PdfReader:
    with tempfile.TemporaryDirectory() as folder:
        of_all = {
            "title": handout.title,
            "association": handout.association,
            "accent": handout.look.accent,
            "logo": place_logo(handout, Path(folder)),
        }
        return PdfReader(BytesIO(typeset("originals.typ", {**of_all, **data}, Path(folder))))
