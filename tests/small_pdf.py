"""Small PDFs for tests: lines of Helvetica at given places, so that a test shows its whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

A4 = (595, 842)
WIDE = (842, 595)


@dataclass(frozen=True)
class Words:
    """A line of text: x and y of its baseline in points from the bottom left, grey 0 to 1."""

    text: str
    x: float = 70
    y: float = 700
    size: float = 11
    grey: float = 0


def sheet(*lines: Words | str) -> list[Words]:
    """Lines of a page; plain strings go below each other from the top."""
    top = iter(range(760, 0, -14))
    return [line if isinstance(line, Words) else Words(line, y=next(top)) for line in lines]


def writer(pages: Sequence[Sequence[Words]], size: tuple[int, int] = A4) -> PdfWriter:
    """A document of such pages, to which a test may add labels, bookmarks or a password."""
    result = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = result.add_blank_page(*size)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        content.set_data(b"\n".join(_draw(line) for line in lines))
        page[NameObject("/Contents")] = result._add_object(content)
    return result


def _draw(line: Words) -> bytes:
    text = line.text.encode("cp1252").replace(b"\\", b"\\\\")
    text = text.replace(b"(", b"\\(").replace(b")", b"\\)")
    values = (line.grey, line.size, line.x, line.y, text)
    return b"%g g BT /F1 %g Tf %g %g Td (%s) Tj ET" % values


def as_bytes(document: PdfWriter) -> bytes:
    """The file."""
    buffer = BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def pdf(*pages: Sequence[Words], size: tuple[int, int] = A4) -> bytes:
    """A file of such pages."""
    return as_bytes(writer(pages, size))
