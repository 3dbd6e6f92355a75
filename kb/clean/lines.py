"""The lines of a page: the chosen reader's text, each line with the place PDFium saw it at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kb.clean.characters import characters
from kb.clean.stream import SUPERSCRIPTS, Piece, Stream, raise_digits
from kb.clean.words import unknown_words
from kb.extract import Line, RawPage

BULLETS = "•–—-*▪■□☐☑☒✓✔►▶→·○◦"
_ONLY_BULLET = re.compile(rf"[{re.escape(BULLETS)}]|\d{{1,2}}[.)]")
_CHAPTER = re.compile(r"\d{1,2}\.?|[IVX]{1,4}\.?")
_TALL = 1.3  # times the title's size
_DOTS = re.compile(r"[.… ]*")  # a leader's, when they come one by one
_FOOTNOTE = re.compile(rf"^([{SUPERSCRIPTS}]+)(?=\S)")
_LOOSE_HYPHEN = re.compile(r"(?<=[^\W_]) -$")


def page_lines(page: RawPage) -> list[Line]:
    """The lines in the order of the file, characters put right; all 0.0 where the place is unknown.

    Where pypdf's text was chosen, PDFium's lines give the places: the readers agree on letters,
    not on spaces, so equal letters are the same line.
    """
    placed = [_put_right(line) for line in page.lines]
    placed = [line for line in placed if not _DOTS.fullmatch(line.text)]
    if page.reader == "pdfium":
        return list(_with_numbers(_with_bullets(placed)))
    texts = [characters(line) for line in page.pypdf.splitlines()]
    lines = _placed([text for text in texts if not _DOTS.fullmatch(text)], placed)
    return list(_with_numbers(_with_bullets(lines)))


def _put_right(line: Line) -> Line:
    """A footnote's number at the beginning of a line stands apart: ¹Art. 3 is ¹ Art. 3."""
    text = _FOOTNOTE.sub(r"\1 ", characters(line.text))
    return line if text == line.text else replace(line, text=text)


def _placed(texts: Sequence[str], places: Sequence[Line]) -> Iterator[Line]:
    """The texts with their places; cut where they run over several, as cells of a row do."""
    stream = Stream([line.text for line in places])
    claims = [stream.claim(text) for text in texts]
    for found, run in groupby(zip(texts, claims, strict=True), key=lambda pair: bool(pair[1])):
        if found:
            for _, pieces in run:
                yield from (_part(p, places[p.line], alone=len(pieces) == 1) for p in pieces)
        else:
            yield from _unclaimed([text for text, _ in run], places, stream)


def _unclaimed(texts: Sequence[str], places: Sequence[Line], stream: Stream) -> Iterator[Line]:
    """Lines that PDFium does not have: its own where those hold the same letters in another order,
    as in "9", "SeiteEinleitung" for "Einleitung Seite 9".
    """
    same = stream.anagram("".join(texts))
    if same is not None:
        yield from places[same[0] : same[1]]
    elif len(texts) > 1:
        for text in texts:
            yield from _unclaimed([text], places, stream)
    else:
        near = stream.beginning(texts[0])
        place = places[near] if near is not None else Line("", 0, 0, 0, 0, 0)
        yield replace(place, text=texts[0])


def _part(piece: Piece, line: Line, *, alone: bool) -> Line:
    """The piece in its place; a whole cell of a row is as PDFium has it, signs and all."""
    text = piece.text
    if piece.end == 1 and line.text.endswith("-"):
        text = _LOOSE_HYPHEN.sub("-", text)  # pypdf may leave "Ge -" of "Ge-gensatz"
    if (piece.start, piece.end) == (0, 1):
        return replace(line, text=_better_spaced(text, line.text)) if alone else line
    width = line.x1 - line.x0
    x0, x1 = line.x0 + width * piece.start, line.x0 + width * piece.end
    return replace(line, text=text, x0=round(x0, 1), x1=round(x1, 1))


def _better_spaced(pypdf: str, pdfium: str) -> str:
    """Of a line that the two space differently ("Minderjähri gen") the one with fewer odd words."""
    pypdf = raise_digits(pypdf, pdfium)
    if pypdf.split() == pdfium.split():
        return pypdf
    return pdfium if unknown_words(pdfium) < unknown_words(pypdf) else pypdf


def _with_bullets(lines: Iterable[Line]) -> Iterator[Line]:
    """A bullet that stands alone is put before the line that it belongs to."""
    before: Line | None = None
    bullet: Line | None = None
    for line in lines:
        if bullet is not None and _belongs(bullet, line):
            line = replace(line, text=f"{bullet.text} {line.text}")
        elif bullet is not None:
            yield bullet
        bullet = line if _ONLY_BULLET.fullmatch(line.text) and not _in_row(before, line) else None
        if bullet is None:
            yield line
        before = line
    if bullet is not None:
        yield bullet


def _with_numbers(lines: Iterable[Line]) -> Iterator[Line]:
    """A chapter's number that stands tall beside its title is put before it."""
    number: Line | None = None
    for line in lines:
        if number is not None and _is_beside(number, line):
            line = replace(line, text=f"{number.text} {line.text}", x0=number.x0)
        elif number is not None:
            yield number
        number = line if _CHAPTER.fullmatch(line.text) else None
        if number is None:
            yield line
    if number is not None:
        yield number


def _is_beside(number: Line, title: Line) -> bool:
    tall = number.size >= _TALL * title.size > 0
    gap = title.x0 - number.x1
    return tall and 0 <= gap < number.size and number.y0 < title.y1 and title.y0 < number.y1


def _in_row(before: Line | None, line: Line) -> bool:
    """It is a cell behind another, where a dash means that it is empty."""
    return before is not None and line.size > 0 and line.continues(before)


def _belongs(bullet: Line, line: Line) -> bool:
    """To its right, as far as is known."""
    return line.continues(bullet) or not (bullet.size and line.size)
