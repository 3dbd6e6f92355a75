"""From PDF pages to leaves, the printed pages: a spread is two of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.clean.columns import in_columns
from kb.clean.lines import page_lines
from kb.extract import PICTURE, Line, PageState, RawPage
from kb.model import Reading

_WIDE = 1.2  # width to height; A4 and A5 across have 1.41
_CROSSING = 0.03  # share of a spread's lines that may cross its middle
_CLEAN_SHARE = 0.8
_MIN_LETTERS = 80
_SMALLEST, _LARGEST = 0.6, 1.5  # times the usual size: a recognised line is text like any other


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed page as lines. `half` as in `kb.model.PageKey`; x counts from the leaf's edge."""

    pdf_page: int
    half: str
    width: float
    height: float
    reader: str
    lines: tuple[Line, ...]


def leaves(
    pages: Sequence[RawPage],
    reading: Reading = Reading(),  # noqa: B008 - frozen
    *,
    recognised: bool = False,
) -> list[Leaf]:
    """The printed pages in order; pages without text that can be used have no lines."""
    chosen = [_read_by(page, reading.reader) for page in pages]
    spread = _are_spreads(chosen) if reading.spreads is None else reading.spreads
    found = [leaf for page in chosen for leaf in _of(page, spread=spread)]
    if reading.columns:
        found = [replace(leaf, lines=in_columns(leaf.lines, leaf.width)) for leaf in found]
    if recognised:
        pictures = {page.number for page in pages if page.images > PICTURE}
        found = [_recognised(leaf) if leaf.pdf_page in pictures else leaf for leaf in found]
    return found


def _recognised(leaf: Leaf) -> Leaf:
    """Recognition takes the size of a line from its box, which depends on what letters it has."""
    sizes = sorted(size for line in leaf.lines for size in [line.size] * len(line.text))
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    lines = [
        replace(line, size=usual) if _SMALLEST * usual < line.size < _LARGEST * usual else line
        for line in leaf.lines
    ]
    return replace(leaf, reader="ocr", lines=tuple(lines))


def _read_by(page: RawPage, reader: str) -> RawPage:
    """The page with the text of the reader that people named, where that has any."""
    other = replace(page, reader=reader)
    return other if reader and other.text.strip() else page


def body_size(lines: Iterable[Line]) -> int:
    """The rounded size that most of the text is set in, 0 if no line has a place."""
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _of(page: RawPage, *, spread: bool) -> list[Leaf]:
    if page.state is not PageState.TEXT:
        page = replace(page, pypdf="", lines=())
    if not spread or not _is_wide(page):
        return [
            Leaf(page.number, "", page.width, page.height, page.reader, tuple(page_lines(page)))
        ]
    middle = page.width / 2
    lines = page_lines(replace(page, reader="pdfium"))
    left = [line for line in lines if _centre(line) < middle]
    right = [
        replace(line, x0=round(line.x0 - middle, 1), x1=round(line.x1 - middle, 1))
        for line in lines
        if _centre(line) >= middle
    ]
    return [
        Leaf(page.number, half, middle, page.height, "pdfium", tuple(half_lines))
        for half, half_lines in (("a", left), ("b", right))
    ]


def _is_wide(page: RawPage) -> bool:
    return page.height > 0 and page.width > _WIDE * page.height


def _centre(line: Line) -> float:
    return (line.x0 + line.x1) / 2


def _are_spreads(pages: Sequence[RawPage]) -> bool:
    """The wide pages of the document are spreads: on most of them nothing crosses the middle.

    One clean wide page proves little, a table has gutters too; so there must be a sign beside it:
    numbers of two neighbouring pages at its feet, a single page of half the width, or many of them.
    """
    wide = [page for page in pages if _is_wide(page) and page.lines]
    clean = [page for page in wide if _has_gutter(page)]
    if not clean or len(clean) < _CLEAN_SHARE * len(wide):
        return False
    numbered = any(_neighbours(page) for page in clean)
    single = any(_is_half_of(page, clean[0]) for page in pages)
    return numbered or single or (len(clean) >= 4 and all(map(_is_two_portraits, clean)))


def _has_gutter(page: RawPage) -> bool:
    middle, slack = page.width / 2, 0.01 * page.width
    crossing = [li for li in page.lines if li.x0 < middle - slack and li.x1 > middle + slack]
    left, right = (sum(map(str.isalpha, half)) for half in page.halves())
    return len(crossing) <= _CROSSING * len(page.lines) and max(left, right) >= _MIN_LETTERS


def _neighbours(page: RawPage) -> bool:
    """An even number stands alone on the left, the next odd one on the right."""
    middle = page.width / 2
    alone = [line for line in page.lines if line.text.strip("-–| ").isdecimal()]
    left = {int(line.text.strip("-–| ")) for line in alone if _centre(line) < middle}
    right = {int(line.text.strip("-–| ")) for line in alone if _centre(line) >= middle}
    return any(n % 2 == 0 and n + 1 in right for n in left)


def _is_half_of(page: RawPage, spread: RawPage) -> bool:
    half = spread.width / 2
    return abs(page.width - half) < 0.02 * half and abs(page.height - spread.height) < 5


def _is_two_portraits(page: RawPage) -> bool:
    return 0.6 < page.width / 2 / page.height < 0.8
