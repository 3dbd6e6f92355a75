"""The checklists on a page: their titles and points, for the sheet that goes to an appointment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.handout.paragraphs import Paragraph, of_text
from kb.model import Page

_CAPTION = re.compile(r"^[^\w\n]*\w*check-?liste\b[^\n]{0,80}$", re.IGNORECASE | re.MULTILINE)
_LONGEST_POINT = 220  # characters; more is running text again
_LONGEST_TITLE = 70


@dataclass(frozen=True, slots=True)
class PageChecklist:
    """`title` is the line below the caption or in it; `points` are at least two."""

    title: str
    points: tuple[str, ...]


def checklists(page: Page) -> list[PageChecklist]:
    """What stands below each caption "Checkliste", up to running text, a heading or the end."""
    captions = list(_CAPTION.finditer(page.text))
    ends = [*(caption.start() for caption in captions[1:]), len(page.text)]
    found = [
        _read(caption[0], page.text[caption.end() : _end(page, caption.end(), end)])
        for caption, end in zip(captions, ends, strict=False)  # no caption, one end
    ]
    return [one for one in found if len(one.points) > 1]


def _end(page: Page, start: int, end: int) -> int:
    """Where the next heading comes, unless the checklist's own title counts as one."""
    first = len(page.text[start:]) - len(page.text[start:].lstrip()) + start
    return min([end, *(h.start for h in page.headings if h.start > first)])


def _read(caption: str, text: str) -> PageChecklist:
    _, _, title = caption.partition(":")
    lines = list(_lines(text))
    if not title.strip() and lines and not lines[0].bullet and len(lines[0].text) <= _LONGEST_TITLE:
        title = lines.pop(0).text
    points: list[str] = []
    for line in lines:
        if len(line.text) > _LONGEST_POINT or line.text.isupper():  # the next box has its label so
            break
        if points and line.text[:1].islower() and not line.bullet:
            points[-1] += f" {line.text}"
        else:
            points.append(line.text)
    return PageChecklist(title.strip() or caption.strip(), tuple(points))


def _lines(text: str) -> Iterator[Paragraph]:
    for paragraph in of_text(text):
        for line in paragraph.text.split("\n"):
            yield Paragraph(line, bullet=paragraph.bullet)
