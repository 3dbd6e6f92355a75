"""The sections of a document: from its outline, else from large and bold lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kb.clean.characters import characters
from kb.clean.layout import Placed, Setting
from kb.clean.stream import compact
from kb.extract import OutlineEntry
from kb.model import Heading

_LARGE = 1.12  # times the body's size; 393 of 611 outline titles stand in letters that large
_LONGEST = 110
_LEVELS = 4
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
    places = [m.start() for m in _SOLID.finditer(setting.text)]
    letters = compact(setting.text) if entries else ""
    starts = {placed.start for placed in setting.lines}
    found = []
    for entry in entries:
        start = _find(compact(entry.title), letters, places, starts)
        found.append(Heading(entry.level, characters(entry.title), start))
    return sorted(found, key=lambda h: h.start)  # stable: the order of the outline where equal


def _find(title: str, letters: str, places: Sequence[int], starts: set[int]) -> int:
    if len(letters) != len(places) or not title:  # İ is two letters in lower case
        return 0
    at = [m.start() for m in re.finditer(re.escape(title), letters)]
    at += [m.start() for m in re.finditer(re.escape(_without_number(title)), letters)]
    offsets = [places[i] for i in at if i < len(places)]
    return next((o for o in offsets if o in starts), offsets[0] if offsets else 0)


def _without_number(title: str) -> str:
    return re.sub(r"^\d+", "", title) or title


# -- from the size of letters ----------------------------------------------------------------------


def _from_sizes(settings: Sequence[Setting]) -> list[list[Heading]]:
    body = _body_size(settings)
    groups = _without_cover([_groups(setting.lines, body) for setting in settings])
    levels = _levels(groups)
    return [
        [Heading(_level(group, levels), _title(group), group[0].start) for group in page]
        for page in groups
    ]


def _without_cover(groups: Sequence[list[list[Placed]]]) -> list[list[list[Placed]]]:
    """What only the first pages and the last have is a title and no section."""
    cover = {0, 1, len(groups) - 1} if len(groups) > 6 else set()
    pages: dict[int, set[int]] = defaultdict(set)
    for index, page in enumerate(groups):
        for group in page:
            pages[_size(group)].add(index)
    return [[g for g in page if not pages[_size(g)] <= cover] for page in groups]


def _levels(groups: Sequence[Sequence[Sequence[Placed]]]) -> Mapping[int, int]:
    """The level of headings without a number by their size, the largest first."""
    sizes = sorted({_size(group) for page in groups for group in page}, reverse=True)
    return {size: min(level, _LEVELS) for level, size in enumerate(sizes, 1)}


def _level(group: Sequence[Placed], levels: Mapping[int, int]) -> int:
    """A number says the level ("2.1" is 2), a list of contents none, else the size does."""
    title = _title(group)
    if _CONTENTS.match(title):
        return _LEVELS  # so that no chapter is part of it
    number = _NUMBERED.match(title)
    return min(number[1].count(".") + 1, _LEVELS) if number else levels[_size(group)]


def _body_size(settings: Sequence[Setting]) -> float:
    sizes: Counter[float] = Counter()
    for setting in settings:
        for placed in setting.lines:
            sizes[round(placed.line.size, 1)] += len(placed.line.text)
    sizes.pop(0.0, None)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _groups(lines: Sequence[Placed], body: float) -> list[list[Placed]]:
    """Lines that look like headings, those of one heading together."""
    groups: list[list[Placed]] = []
    last: Placed | None = None
    for placed in lines:
        if body and placed.line.size >= _LARGE * body:
            together = last is not None and _is_one_heading(last, placed)
            if together:
                groups[-1].append(placed)
            else:
                groups.append([placed])
            last = placed
        else:
            last = None
    return [group for group in groups if _is_title(_title(group))]


def _is_one_heading(a: Placed, b: Placed) -> bool:
    if _NUMBERED.match(b.line.text):
        return False
    same = abs(a.line.size - b.line.size) < 0.5 and a.line.bold == b.line.bold
    return same and 0 <= a.line.y0 - b.line.y0 < 1.6 * a.line.size


def _title(group: Sequence[Placed]) -> str:
    parts = [placed.line.text for placed in group]
    return re.sub(r"(?<=\w)- (?=[a-zäöüß])", "", " ".join(parts)).strip()


def _is_title(title: str) -> bool:
    """Short, with words, and neither a sentence nor a quotation: pull quotes are large too.

    Arabic fonts have tall boxes at any size, so their size says nothing.
    """
    if _TALL.search(title):
        return False
    return len(title) <= _LONGEST and len(_SOLID.findall(title)) > 2 and not _SENTENCE.search(title)


def _size(group: Sequence[Placed]) -> int:
    return round(group[0].line.size)
