"""A handout as a Word file: real headings, styles, a table of contents, nothing to repair."""

from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.text.paragraph import Paragraph as WordParagraph

from kb.handout import word_format as form
from kb.handout.content import Extract, Handout, Heading, Note, Part, Quotation, WordList
from kb.handout.paragraphs import (
    RIGHT_TO_LEFT,
    Paragraph,
    name_of,
    name_of_edition,
    of_extract,
    of_text,
    subtitle,
)
from kb.handout.word_format import NOTICE, QUOTATION, SOURCE, TICK
from kb.texts import handout as words
from kb.texts.citation import cited


def as_word(handout: Handout) -> bytes:
    """The bytes of a .docx."""
    out = BytesIO()
    _Writing(handout).document.save(out)
    return out.getvalue()


class _Writing:
    """A document that grows part by part."""

    def __init__(self, handout: Handout) -> None:
        self.document = Document()
        self._headings: list[tuple[int, str, str]] = []  # level, title, bookmark
        form.prepare(self.document, handout)
        self._styles = {style.name: style.style_id for style in self.document.styles}
        self._add(handout.title, "Title")
        contents = self._add(subtitle(handout), "Subtitle")
        for part in handout.parts:
            self._part(part)
        self._closing(handout)
        if handout.has_contents:
            form.contents_behind(self.document, contents, self._headings)

    def _part(self, part: Part) -> None:
        match part:
            case Heading():
                self._heading(part.text, 1)
            case Note():
                self._paragraphs(of_text(part.text), "Normal")
            case Quotation():
                self._paragraphs(of_text(part.text), QUOTATION)
                self._below(part)
            case Extract():
                self._extract(part)
            case WordList():
                self._word_list(part)

    def _extract(self, part: Extract) -> None:
        self._heading(name_of(part.source), 2)
        if part.pictures:
            for picture in part.pictures:
                self.document.add_picture(BytesIO(picture), width=form.WIDTH)
        else:
            self._paragraphs(of_extract(part), QUOTATION)
        self._below(part)

    def _below(self, part: Quotation | Extract) -> None:
        for notice in part.notices:
            self._add(notice, NOTICE)
        self._add(cited(part.source), SOURCE)

    def _paragraphs(self, found: Iterable[Paragraph], style: str) -> None:
        for paragraph in found:
            if paragraph.heading:
                self._heading(paragraph.text, min(paragraph.heading + 2, 6))
            elif paragraph.bullet == words.TICK:
                self._add(f"{words.TICK}\u2002{paragraph.text}", TICK)
            elif paragraph.bullet:
                self._add(paragraph.text, "List Bullet")
            else:
                self._add(paragraph.text, style)

    def _heading(self, title: str, level: int) -> None:
        paragraph = self._add(title, f"Heading {level}")
        if level <= 2:
            bookmark = f"_Toc{len(self._headings):08}"
            form.bookmark(paragraph, bookmark, len(self._headings))
            self._headings.append((level, title, bookmark))

    def _word_list(self, part: WordList) -> None:
        table = self.document.add_table(rows=0, cols=len(part.languages), style="Table Grid")
        for row in part.rows:
            cells = table.add_row().cells
            for cell, language, word in zip(cells, part.languages, row, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.add_run(form.clean(word))
                if language in RIGHT_TO_LEFT:
                    form.turn(paragraph)
        if part.rows:
            form.repeat_as_head(table.rows[0])

    def _closing(self, handout: Handout) -> None:
        if not handout.sources:
            return
        self._heading(words.SOURCES, 1)
        for source in handout.sources:
            self._add(name_of_edition(source), "List Bullet")
        self._add(words.NO_ADVICE, SOURCE)

    def _add(self, text: str, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph(form.clean(text))
        paragraph._p.style = self._styles[style]  # by name it is looked up twice, 13 ms a paragraph
        return paragraph
