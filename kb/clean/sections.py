"""The sections of a document: from its outline, else from large and bold lines."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kb.clean.characters import characters
from kb.clean.layout import Placed, Setting
from kb.clean.stream import compact
from kb.extract import OutlineEntry
from kb.model import Heading

_LARGE = 1.12  # times the body's size; 393 of 611 outline titles stand in letters that large
_LONGEST = 110
_LEVELS = 4
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_DIGITS = "0123456789"
_SOLID = re.compile(r"[^\W_]")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\D")
_CONTENTS = re.compile(r"(?:Inhalt|Contents|Table of Contents)\w*$", re.IGNORECASE)
_TALL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SENTENCE = re.compile(r"[.,;!…]$|[„“»]")


def headings(
    settings: Sequence[Setting], outline: Sequence[tuple[int, OutlineEntry]]
) -> list[tuple[Heading, ...]]:
    """For each page the path that leads into it, then the headings that stand on it, in order.

    `outline` pairs an entry with the index of its page in `settings`. Inherited headings have
    start -1; none are inherited by a page that begins with a heading of their level or above.
    """
    own = _from_outline(settings, outline) if outline else _from_sizes(settings)
    return list(_with_paths(own))


def _with_paths(own: Sequence[Sequence[Heading]]) -> Iterator[tuple[Heading, ...]]:
    path: list[Heading] = []
    for here in own:
        inherited = path
        if here and here[0].start == 0:
            inherited = [h for h in path if h.level < here[0].level]
        yield (*(Heading(h.level, h.title) for h in inherited), *here)
        for heading in here:
            path = [h for h in path if h.level < heading.level] + [heading]


# -- from the outline ------------------------------------------------------------------------------


def _from_outline(
    settings: Sequence[Setting], outline: Sequence[tuple[int, OutlineEntry]]
) -> list[list[Heading]]:
    by_page: dict[int, list[OutlineEntry]] = defaultdict(list)
    for index, entry in outline:
        by_page[index].append(entry)
    return [_located(setting, by_page[i]) for i, setting in enumerate(settings)]


def _located(setting: Setting, entries: Sequence[OutlineEntry]) -> list[Heading]:
    """The entries of one page with their places; one that is not found takes the page's start."""
    finder = _Finder(setting) if entries else None
    found = [finder.heading(entry) for entry in entries] if finder else []
    return sorted(found, key=lambda h: h.start)  # stable: the order of the outline where equal


class _Finder:
    """Finds titles on a page by their letters, accents aside: some outlines lack those."""

    def __init__(self, setting: Setting) -> None:
        self._text = setting.text
        letters = _plain(compact(setting.text))
        places = [m.start() for m in _SOLID.finditer(setting.text)]
        same = len(letters) == len(places)  # İ is two letters in lower case
        self._letters, self._places = (letters, places) if same else ("", [])
        self._lines = [
            (bisect_left(self._places, placed.start), _plain(compact(placed.line.text)))
            for placed in setting.lines
        ]

    def heading(self, entry: OutlineEntry) -> Heading:
        title = _plain(compact(entry.title))
        bare = title.lstrip(_DIGITS)
        at = self._find(bare or title)
        if at is None:
            return Heading(entry.level, characters(entry.title), 0)
        start, last = self._places[at], self._places[at + len(bare or title) - 1]
        return Heading(entry.level, self._spelled(entry.title, start, last), self._line_start(at))

    def _find(self, title: str) -> int | None:
        """Where lines of their own hold it, else where a line begins so, else anywhere."""
        begins = [
            (at + len(key) - len(key.lstrip(_DIGITS)), len(key.lstrip(_DIGITS)))
            for at, key in self._lines
        ]
        begins = [(at, length) for at, length in begins if self._letters.startswith(title, at)]
        whole = [at for at, length in begins if 0 < length <= len(title)]
        anywhere = self._letters.find(title) if title else -1
        found = [*whole, *(at for at, _ in begins), anywhere]
        return found[0] if title and found[0] >= 0 else None

    def _line_start(self, at: int) -> int:
        """Of a title with its number, where the number begins."""
        while at and self._letters[at - 1].isdecimal() and self._is_number_before(at):
            at -= 1
        return self._places[at]

    def _is_number_before(self, at: int) -> bool:
        between = self._text[self._places[at - 1] + 1 : self._places[at]]
        return between.strip(". ") == "" and "\n" not in between

    def _spelled(self, title: str, start: int, last: int) -> str:
        """As on the page where the outline has no accents: "fur" is "für" there."""
        here = self._text[start : last + 1]
        if not title.isascii() or here.isascii():
            return characters(title)
        return characters(" ".join(here.split()))


def _plain(letters: str) -> str:
    return _ACCENTED.sub(lambda m: unicodedata.normalize("NFD", m[0])[0], letters)


# -- from the size of letters ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one heading: the title as the text has it, its place, the rounded size."""

    title: str
    start: int
    size: int

    @classmethod
    def of(cls, setting: Setting, lines: Sequence[Placed]) -> Self:
        title = " ".join(setting.text[lines[0].start : lines[-1].end].split())
        return cls(title, lines[0].start, round(lines[0].line.size))


def _from_sizes(settings: Sequence[Setting]) -> list[list[Heading]]:
    body = _body_size(settings)
    groups = _without_cover([_groups(setting, body) for setting in settings])
    levels = _levels(groups)
    return [
        [Heading(_level(group, levels), group.title, group.start) for group in page]
        for page in groups
    ]


def _without_cover(groups: Sequence[list[_Group]]) -> list[list[_Group]]:
    """What only the first pages and the last have is a title and no section."""
    cover = {0, 1, len(groups) - 1} if len(groups) > 6 else set()
    pages: dict[int, set[int]] = defaultdict(set)
    for index, page in enumerate(groups):
        for group in page:
            pages[group.size].add(index)
    return [[g for g in page if not pages[g.size] <= cover] for page in groups]


def _levels(groups: Sequence[Sequence[_Group]]) -> Mapping[int, int]:
    """The level of headings without a number by their size, the largest first."""
    sizes = sorted({group.size for page in groups for group in page}, reverse=True)
    return {size: min(level, _LEVELS) for level, size in enumerate(sizes, 1)}


def _level(group: _Group, levels: Mapping[int, int]) -> int:
    """A number says the level ("2.1" is 2), a list of contents none, else the size does."""
    if _CONTENTS.match(group.title):
        return _LEVELS  # so that no chapter is part of it
    number = _NUMBERED.match(group.title)
    return min(number[1].count(".") + 1, _LEVELS) if number else levels[group.size]


def _body_size(settings: Sequence[Setting]) -> float:
    sizes: Counter[float] = Counter()
    for setting in settings:
        for placed in setting.lines:
            sizes[round(placed.line.size, 1)] += len(placed.line.text)
    sizes.pop(0.0, None)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _groups(setting: Setting, body: float) -> list[_Group]:
    """Lines that look like headings, those of one heading together."""
    groups: list[list[Placed]] = []
    last: Placed | None = None
    for placed in setting.lines:
        if body and placed.line.size >= _LARGE * body:
            together = last is not None and _is_one_heading(last, placed)
            if together:
                groups[-1].append(placed)
            else:
                groups.append([placed])
            last = placed
        else:
            last = None
    found = [_Group.of(setting, group) for group in groups]
    return [group for group in found if _is_title(group.title)]


def _is_one_heading(a: Placed, b: Placed) -> bool:
    if _NUMBERED.match(b.line.text):
        return False
    same = abs(a.line.size - b.line.size) < 0.5 and a.line.bold == b.line.bold
    return same and 0 <= a.line.y0 - b.line.y0 < 1.6 * a.line.size


def _is_title(title: str) -> bool:
    """Short, with words, and neither a sentence nor a quotation: pull quotes are large too.

    Arabic fonts have tall boxes at any size, so their size says nothing.
    """
    if _TALL.search(title):
        return False
    return len(title) <= _LONGEST and len(_SOLID.findall(title)) > 2 and not _SENTENCE.search(title)
