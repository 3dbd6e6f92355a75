"""How a Word file of ours looks, and the few things python-docx has no word for."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

from kb.handout.content import Handout
from kb.texts import handout as words

QUOTATION, SOURCE, NOTICE, TICK = "Auszug", "Quelle", "Hinweis", "Zum Abhaken"
WIDTH = Mm(160)  # between the margins of a sheet

_FONT = "Calibri"
_SOFT, _OLD = RGBColor(0x4A, 0x5C, 0x65), RGBColor(0x6F, 0x43, 0)
_SIZES = {"Title": 26, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11}
# what XML 1.0 cannot hold; text from PDFs and people has everything
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without what no Word file may hold."""
    return _NO_XML.sub("", text)


def prepare(document: Document, handout: Handout) -> None:
    """A4, styles, page numbers, logo and properties of an empty document."""
    title, association, made = handout.title, handout.association, handout.made
    _sheet(document.sections[0], association)
    _styles(document, RGBColor.from_string(handout.look.accent.removeprefix("#").upper()))
    _logo(document, handout.look.logo)
    properties = document.core_properties
    properties.title, properties.author = clean(title)[:255], clean(association)[:255]
    properties.language, properties.comments = "de-DE", ""
    properties.created = properties.modified = datetime.combine(made, time(12), UTC)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place that the table of contents leads to."""
    start, end = (
        _element("w:bookmarkStart", id=number, name=name),
        _element("w:bookmarkEnd", id=number),
    )
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def contents_behind(
    document: Document, paragraph: Paragraph, headings: Sequence[tuple[int, str, str]]
) -> None:
    """A table of contents of (level, title, bookmark).

    A real field with its result in it: a field that must be calculated first makes Word ask a
    question at opening. Page numbers come with the first "update" in Word.
    """
    title = document.add_paragraph(words.CONTENTS, style="Contents Title")
    lines = [document.add_paragraph(style=f"TOC {level}") for level, _, _ in headings]
    for line, (_, text, name) in zip(lines, headings, strict=True):
        _link(line, text, name)
    for run in reversed(_field_begin(r'TOC \o "1-2" \h \z \u')):
        lines[0]._p.insert(1, run)
    lines[-1]._p.append(_run_with(_element("w:fldChar", fldCharType="end")))
    for line in reversed([title, *lines]):
        paragraph._p.addnext(line._p)


def turn(paragraph: Paragraph) -> None:
    """Right to left."""
    paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def repeat_as_head(row: _Row) -> None:
    """The row stands again at the top of each sheet, in bold."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


# -- the look --------------------------------------------------------------------------------------


def _sheet(section: Section, association: str) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = re.split(r"\{pages?\}", words.PAGE_OF)
    footer.add_run(clean(f"{association} · {before}" if association else before))
    _field(footer, "PAGE")
    footer.add_run(between)
    _field(footer, "NUMPAGES")
    footer.add_run(after)


def _logo(document: Document, logo: Path | None) -> None:
    """On top of the first sheet; Word has no WebP, that one is left out."""
    if logo is None or not logo.is_file():
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    try:
        paragraph.add_run().add_picture(str(logo), height=Mm(14))
    except UnrecognizedImageError:
        paragraph._p.getparent().remove(paragraph._p)


def _styles(document: Document, accent: RGBColor) -> None:
    normal = _style(document, "Normal", size=11)
    normal.paragraph_format.space_after = Pt(6)
    language = _element("w:lang", val="de-DE", bidi="ar-SA")
    normal.element.get_or_add_rPr().append(language)
    for name, size in _SIZES.items():
        style = _style(document, name, size=size, colour=accent)
        style.paragraph_format.keep_with_next = True
    for name in ("Heading 5", "Heading 6"):
        _style(document, name, size=11, colour=accent)
    _style(document, "Subtitle", size=11, colour=_SOFT).font.italic = False
    _style(document, "List Bullet", size=11).paragraph_format.space_after = Pt(3)
    _style(document, "Contents Title", based_on="Normal", size=14, colour=accent)
    for level in (1, 2):
        contents = _style(document, f"TOC {level}", based_on="Normal", size=11)
        contents.paragraph_format.left_indent = Mm(6 * (level - 1))
        contents.paragraph_format.space_after = Pt(2)
    quotation = _style(document, QUOTATION, based_on="Normal", size=11)
    quotation.paragraph_format.left_indent = Mm(6)
    _line_at_the_left(quotation, accent)
    source = _style(document, SOURCE, based_on="Normal", size=9, colour=_SOFT)
    source.paragraph_format.space_after = Pt(14)
    notice = _style(document, NOTICE, based_on="Normal", size=10, colour=_OLD)
    notice.paragraph_format.keep_with_next = True
    _style(document, TICK, based_on="Normal", size=12).paragraph_format.left_indent = Mm(6)


def _style(
    document: Document,
    name: str,
    *,
    based_on: str = "",
    size: int,
    colour: RGBColor | None = None,
) -> ParagraphStyle:
    if name in document.styles:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[based_on]
        style.quick_style = True
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = _FONT, Pt(size)
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the one named
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    return style


def _line_at_the_left(style: ParagraphStyle, accent: RGBColor) -> None:
    border = _element("w:pBdr")
    border.append(_element("w:left", val="single", sz=18, space=8, color=str(accent)))
    properties = style.element.get_or_add_pPr()
    # the schema fixes the order of what stands in paragraph properties
    place = properties.find(qn("w:spacing"))
    place = properties.find(qn("w:ind")) if place is None else place
    properties.append(border) if place is None else place.addprevious(border)


# -- fields ----------------------------------------------------------------------------------------


def _field(paragraph: Paragraph, code: str) -> None:
    runs = [
        *_field_begin(code),
        _text_run("1"),
        _run_with(_element("w:fldChar", fldCharType="end")),
    ]
    for run in runs:
        paragraph._p.append(run)


def _field_begin(code: str) -> list[BaseOxmlElement]:
    instruction = _element("w:instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return [
        _run_with(_element("w:fldChar", fldCharType="begin")),
        _run_with(instruction),
        _run_with(_element("w:fldChar", fldCharType="separate")),
    ]


def _link(paragraph: Paragraph, text: str, name: str) -> None:
    link = _element("w:hyperlink", anchor=name, history=1)
    link.append(_text_run(text))
    paragraph._p.append(link)


def _text_run(text: str) -> BaseOxmlElement:
    content = _element("w:t")
    content.text = clean(text)
    content.set(qn("xml:space"), "preserve")
    return _run_with(content)


def _run_with(content: BaseOxmlElement) -> BaseOxmlElement:
    run = _element("w:r")
    run.append(content)
    return run


def _element(tag: str, /, **attributes: object) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
