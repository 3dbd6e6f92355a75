"""The printed number of every page: from the file's page labels, else from its heads and feet."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kb.clean.roman import ROMAN, from_roman, to_roman

_MIN_HITS = 3
_NUMERAL = re.compile(rf"\d{{1,5}}|(?=[ivxlcdm]){ROMAN}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Series:
    """Pages from `first` to `last` (from 0) that are numbered `index + offset` in one style."""

    style: str
    offset: int
    first: int
    last: int
    hits: int

    def label(self, index: int) -> str:
        value = index + self.offset
        if value < 1:
            return ""
        if self.style == "1":
            return str(value)
        return to_roman(value) if self.style == "i" else to_roman(value).upper()


def labels(numbers: Sequence[Sequence[str]], given: Sequence[str]) -> list[str]:
    """One label per printed page, "" where nobody numbered it.

    `numbers` are those that stand in the heads and feet of each page, `given` the file's own page
    labels or empty. The file's are taken where they say more than 1 to n; one that is no number
    ("Inh1") gives way to a steady printed number.
    """
    printed = _printed(numbers)
    if not given or list(given) == [str(i + 1) for i in range(len(given))]:
        return printed
    return [
        label if _NUMERAL.fullmatch(label) or not own else own
        for label, own in zip(given, printed, strict=True)
    ]


def counted_on(
    found: Sequence[str], pdf_pages: Sequence[int], given: Sequence[tuple[int, str]]
) -> list[str]:
    """The labels where people said which number a PDF page bears: `given` as `Reading.numbers`.

    From such a page on they count up, from the first back as far as there are numbers.
    """
    counted = list(found)
    for number, (pdf_page, label) in enumerate(given):
        first = next((i for i, page in enumerate(pdf_pages) if page >= pdf_page), len(counted))
        start = 0 if number == 0 else first
        for index in range(start, len(counted)):
            counted[index] = _counted(label, index - first)
    return counted


def _counted(label: str, further: int) -> str:
    """ "IV" and 2 is "VI"; "" where counting back ends."""
    if not label:
        return ""
    style = "1" if label.isdecimal() else "i" if label.islower() else "I"
    value = int(label) if style == "1" else from_roman(label)
    return _Series(style, value or 1, 0, 0, 0).label(further)


def _printed(numbers: Sequence[Sequence[str]]) -> list[str]:
    """Labels from numbers that keep one offset on at least three pages and half of the numbered."""
    found = ["" for _ in numbers]
    taken = sorted(_series(numbers), key=lambda s: -s.hits)
    for series in taken:
        for index in range(series.first, series.last + 1):
            found[index] = found[index] or series.label(index)
    for series in taken:
        _extend(found, series)
    return found


def _series(numbers: Sequence[Sequence[str]]) -> list[_Series]:
    hits: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, page in enumerate(numbers):
        for number in page:
            style = "1" if number.isdecimal() else "i" if number.islower() else "I"
            value = int(number) if style == "1" else from_roman(number)
            if value:
                hits[style, value - index].append(index)
    candidates = [
        _Series(style, offset, on[0], on[-1], len(on))
        for (style, offset), pages in hits.items()
        for on in _stretches(pages)
    ]
    return [s for s in candidates if s.hits >= _MIN_HITS and _is_steady(s, numbers)]


def _stretches(pages: Sequence[int]) -> list[list[int]]:
    """Pages cut where more than a dozen in between do not share the offset."""
    stretches: list[list[int]] = []
    for page in pages:
        if stretches and page - stretches[-1][-1] <= 12:
            stretches[-1].append(page)
        else:
            stretches.append([page])
    return stretches


def _is_steady(series: _Series, numbers: Sequence[Sequence[str]]) -> bool:
    numbered = sum(bool(page) for page in numbers[series.first : series.last + 1])
    return series.hits >= numbered / 2


def _extend(found: list[str], series: _Series) -> None:
    """Pages before and after that carry no number are counted all the same, until a number that
    another page bears: an unnumbered page between chapters is not counted in every book.
    """
    borne = set(found)
    for step, index in ((-1, series.first - 1), (1, series.last + 1)):
        while 0 <= index < len(found) and not found[index]:
            if (label := series.label(index)) in borne:
                break
            found[index] = label
            index += step
