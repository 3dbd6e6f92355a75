"""What offices, printers and scanners do to a PDF: poor metadata, double pages, pictures."""

import io

import numpy as np
import pypdfium2
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import NameObject, TextStringObject

SCAN_DPI = 200
_TURN = 0.6  # degrees; a sheet laid on the glass by hand
_PAPER, _GRAIN = 247, 5.0  # grey of the paper, and how much it varies


def poor_metadata(pdf: bytes) -> bytes:
    """The PDF with a working title and no other metadata, as offices hand it over."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        writer.add_page(page)
    writer.compress_identical_objects()
    _strip(writer, "Microsoft Word - final_neu2.docx")
    return _written(writer)


def double_pages(pdf: bytes) -> bytes:
    """First and last page alone, all others two on one landscape page, as printers hand it over."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    writer = PdfWriter()
    writer.add_page(pages[0])
    for left, right in zip(pages[1:-1:2], pages[2:-1:2], strict=True):
        _add_spread(writer, left, right)
    writer.add_page(pages[-1])
    writer.compress_identical_objects()
    _strip(writer, "Microsoft Word - final_neu2.docx")
    return _written(writer)


def sheet_of(page: int) -> int | None:
    """The sheet of `double_pages` that holds a page; both count from 1."""
    return page // 2 + 1


def scan_of(pdf: bytes, page: int) -> bytes:
    """One page as a slightly crooked grey picture without text, as an office scanner makes it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        clean = document[page - 1].render(scale=SCAN_DPI / 72).to_pil().convert("L")
    finally:
        document.close()
    turned = clean.rotate(_TURN, resample=Image.Resampling.BICUBIC, fillcolor=255)
    made = io.BytesIO()
    _grained(turned).save(
        made, "PDF", resolution=SCAN_DPI, quality=55, title="Scan", creationDate=None, modDate=None
    )
    return made.getvalue()


def _add_spread(writer: PdfWriter, left: PageObject, right: PageObject) -> None:
    width, height = float(left.mediabox.width), float(left.mediabox.height)
    spread = writer.add_blank_page(2 * width, height)
    spread.merge_page(left)
    spread.merge_transformed_page(right, Transformation().translate(width, 0))


def _grained(picture: Image.Image) -> Image.Image:
    """The picture on paper: not quite white, with the grain of a scanner (always the same)."""
    grey = np.asarray(picture, dtype=np.float32) * (_PAPER / 255)
    grey += np.random.default_rng(2026).normal(0.0, _GRAIN, grey.shape).astype(np.float32)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _strip(writer: PdfWriter, title: str) -> None:
    """Leaves nothing but a title, and none of Typst's tags, which such files lack too."""
    writer.metadata = {NameObject("/Title"): TextStringObject(title)}
    for entry in ("/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/ViewerPreferences"):
        writer.root_object.pop(NameObject(entry), None)
    for page in writer.pages:
        page.pop(NameObject("/StructParents"), None)
        page.pop(NameObject("/Tabs"), None)


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    for page in writer.pages:
        page.compress_content_streams()
    writer.write(made)
    return made.getvalue()
