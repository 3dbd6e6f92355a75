"""The piece of a page that answers best, cut where a reader would cut it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kb.model import Snippet, Span
from kb.search.matching import Found, Wanted, spans

LENGTH = 280  # characters: four lines on a phone
_AGAIN = 0.08  # a second word for the same thing counts this much
# After a full word, not after "Abs." or "z. B.", and before a capital, a quote or a list sign.
_SENTENCE = re.compile(r"(?=\s)(?:(?<=\w{4}[.!?])\s+(?=[A-ZÄÖÜ„»\"(])|\n\s*\n\s*|\n(?=\s*[-–•☐□]))")
_BLANK = re.compile(r"\s+")


def cut(
    text: str,
    found: Sequence[Found],
    wanted: Sequence[Wanted],
    headings: Sequence[Span] = (),
    *,
    length: int = LENGTH,
) -> Snippet:
    """About `length` characters of `text` around the marks that answer most of what was wanted.

    It begins and ends at a sentence where one begins or ends near enough, else between words
    (inside a word only if the word alone is longer). Without marks it is the beginning of the text.
    Of `headings`, which are shown above it, none is in it, unless there is nothing else.
    """
    bodies = _bodies(text, headings)
    telling = [[f for f in found if body.start <= f.span.start < body.end] for body in bodies]
    windows = [_window(inside, wanted, length) for inside in telling]
    best = max(range(len(windows)), key=lambda i: windows[i][0], default=None)
    if best is None or not windows[best][0]:
        best = _under_a_heading(bodies, found)
    body, marked = (
        (bodies[best], telling[best]) if best is not None else (Span(0, len(text)), found)
    )
    return _cut(text, body, marked, _window(marked, wanted, length)[1], length)


def _bodies(text: str, headings: Sequence[Span]) -> list[Span]:
    """The stretches of text between the headings."""
    borders = [0, *(place for h in sorted(headings) for place in (h.start, h.end)), len(text)]
    pieces = [_trimmed(text, a, z) for a, z in zip(borders[::2], borders[1::2], strict=True)]
    return [Span(start, end) for start, end in pieces if start < end]


def _under_a_heading(bodies: Sequence[Span], found: Sequence[Found]) -> int | None:
    """Where only headings answer: the text below the first of them."""
    if not found:
        return 0 if bodies else None
    first = found[0].span.start
    return next((i for i, body in enumerate(bodies) if body.start >= first), None)


def _cut(
    text: str, body: Span, found: Sequence[Found], window: tuple[int, int], length: int
) -> Snippet:
    first, last = window if found else (body.start, body.start)
    inside = max(first - length, body.start), min(last + 2 * length, body.end)
    starts = [body.start, *_sentence_starts(text, *inside)]
    start = max(_start(text, starts, first, max(length - (last - first), 0) // 2), body.start)
    end = _end(text[: body.end], starts, last, max(start + length, last), marked=bool(found))
    start, end = _trimmed(text, start, end)
    marks = tuple(
        Span(span.start - start, span.end - start)
        for span in spans(found)
        if start <= span.start and span.end <= end
    )
    return Snippet(
        text[start:end],
        marks,
        start,
        before=start > 0 and start not in starts,
        after=bool(text[end:].strip()),
    )


def _window(
    found: Sequence[Found], wanted: Sequence[Wanted], length: int
) -> tuple[float, tuple[int, int]]:
    """The stretch from mark to mark, at most `length` long, that is worth most, and how much."""
    best, where = 0.0, (0, 0)
    values = [[(a.which, a.strength * wanted[a.which].weight) for a in f.answers] for f in found]
    for i, first in enumerate(found):
        latest = first.span.start + length
        worth: dict[int, float] = {}
        total = 0.0
        for j in range(i, len(found)):
            end = found[j].span.end
            if end > latest and j > i:
                break
            total += _AGAIN
            for which, value in values[j]:
                if value > worth.get(which, 0.0):
                    total += value - worth.get(which, 0.0)
                    worth[which] = value
            if total > best:
                best, where = total, (first.span.start, end)
    return best, where


def _sentence_starts(text: str, first: int, last: int) -> list[int]:
    """Where sentences and paragraphs begin between two places, in order."""
    return [match.end() for match in _SENTENCE.finditer(text, first, last)]


def _start(text: str, starts: Sequence[int], first: int, room: int) -> int:
    """The earliest sentence within `room` before `first`, else a word."""
    earliest = max(first - room, 0)
    at = bisect_left(starts, earliest)
    if at < len(starts) and starts[at] <= first:
        return starts[at]
    blank = _BLANK.search(text, earliest, first) if earliest else None
    return blank.end() if blank else (first if earliest else 0)


def _end(text: str, starts: Sequence[int], last: int, latest: int, *, marked: bool) -> int:
    """The last sentence end up to `latest` if it leaves no great hole, else a word."""
    if latest >= len(text):
        return len(text)
    at = bisect_right(starts, latest) - 1
    if at >= 0 and starts[at] > last and latest - starts[at] < LENGTH // 3:
        return starts[at]
    blank = max(text.rfind(" ", last, latest + 1), text.rfind("\n", last, latest + 1))
    if blank > last:
        return blank
    return last if marked else latest  # a mark ends where a word does


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(end - (len(piece) - len(piece.rstrip())), start + left)
