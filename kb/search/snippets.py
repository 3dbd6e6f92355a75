"""The piece of a page that answers best, cut where a reader would cut it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kb.model import Snippet, Span
from kb.search.matching import Found, Wanted

LENGTH = 280  # characters: four lines on a phone
_AGAIN = 0.08  # a second word for the same thing counts this much
# After a full word, not after "Abs." or "z. B.", and before a capital, a quote or a list sign.
_SENTENCE = re.compile(r"(?<=\w{4}[.!?])\s+(?=[A-ZÄÖÜ„»\"(])|\n\s*\n\s*|\n(?=\s*[-–•☐□])")
_BLANK = re.compile(r"\s+")


def cut(
    text: str, found: Sequence[Found], wanted: Sequence[Wanted], *, length: int = LENGTH
) -> Snippet:
    """About `length` characters of `text` around the marks that answer most of what was wanted.

    It begins and ends at a sentence where one begins or ends near enough, else between words
    (inside a word only if the word alone is longer). Without marks it is the beginning of the text.
    """
    first, last = _window(found, wanted, length) if found else (0, 0)
    start = _start(text, first, max(length - (last - first), 0) // 2)
    end = _end(text, last, max(start + length, last))
    start, end = _trimmed(text, start, end)
    marks = tuple(
        Span(f.span.start - start, f.span.end - start)
        for f in found
        if start <= f.span.start and f.span.end <= end
    )
    return Snippet(
        text[start:end],
        marks,
        start,
        before=start > 0 and start not in _sentence_starts(text),
        after=bool(text[end:].strip()),
    )


def _window(found: Sequence[Found], wanted: Sequence[Wanted], length: int) -> tuple[int, int]:
    """The stretch from mark to mark, at most `length` long, that is worth most; first of equals."""
    best, where = -1.0, (0, 0)
    for i, first in enumerate(found):
        worth: dict[int, float] = {}
        again = 0.0
        for last in found[i:]:
            if last is not first and last.span.end - first.span.start > length:
                break
            again += _AGAIN
            for answer in last.answers:
                value = answer.strength * wanted[answer.which].weight
                worth[answer.which] = max(value, worth.get(answer.which, 0.0))
            if (total := sum(worth.values()) + again) > best:
                best, where = total, (first.span.start, last.span.end)
    return where


def _sentence_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE.finditer(text))]


def _start(text: str, first: int, room: int) -> int:
    """The earliest sentence within `room` before `first`, else a word."""
    earliest = max(first - room, 0)
    starts = _sentence_starts(text)
    at = bisect_left(starts, earliest)
    if at < len(starts) and starts[at] <= first:
        return starts[at]
    blank = _BLANK.search(text, earliest, first) if earliest else None
    return blank.end() if blank else (first if earliest else 0)


def _end(text: str, last: int, latest: int) -> int:
    """The last sentence end up to `latest` if it leaves no great hole, else a word."""
    if latest >= len(text):
        return len(text)
    starts = _sentence_starts(text)
    sentence = starts[bisect_right(starts, latest) - 1]
    if sentence > last and latest - sentence < LENGTH // 3:
        return sentence
    blank = max(text.rfind(" ", last, latest), text.rfind("\n", last, latest))
    return blank if blank > last else latest


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(end - (len(piece) - len(piece.rstrip())), start + left)
