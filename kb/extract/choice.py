"""Which reader's text is taken, page by page and document by document, by measured signals."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.extract.raw import HIDDEN_BULLET, RawPage, letter_runs, letters

# measured on 1,480 pages of 61 German PDFs: these two together find 87 % of the pages on which
# pypdf lost spaces; sound pages have a median of 0.165 whitespace runs a letter
MIN_SPACES = 0.12
MAX_LONG = 0.10
# above this share of flagged pages every page is taken from PDFium: picks exactly the seven
# failing documents of the 61
DOCUMENT_SHARE = 0.20
_ENOUGH_LETTERS = 150  # fewer say little about a document's spaces
_FEW_LETTERS = 20
_GARBAGE_SHARE = 0.3

_LONG = 22  # letters without anything between

_SPACES = re.compile(r"\s+")
# fonts without a mapping: pypdf writes glyph names, PDFium control or private-use characters
_UNMAPPED = re.compile(r"/[A-Za-z]{1,3}\d{1,5}|[\x00-\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")


def lost_spaces(text: str) -> bool:
    """Words seem to run together: few spaces for the letters, or many very long words."""
    lengths = [len(run) for run in letter_runs(text)]
    count = sum(lengths)
    if count < 2 * _FEW_LETTERS:
        return False
    spaces = len(_SPACES.findall(text)) / count
    return spaces < MIN_SPACES or _long_share(lengths) > MAX_LONG


def _has_more_spaces(text: str, than: str) -> bool:
    """Otherwise the words are that long: statutes, addresses, names of commands."""
    return len(_SPACES.findall(text)) > 1.02 * len(_SPACES.findall(than))


def long_share(text: str) -> float:
    """Share of letters that stand in runs of 22 or more."""
    return _long_share([len(run) for run in letter_runs(text)])


def _long_share(lengths: Sequence[int]) -> float:
    count = sum(lengths)
    return sum(length for length in lengths if length >= _LONG) / count if count else 0.0


def is_garbage(text: str) -> bool:
    """Much of it is signs of fonts that do not say which characters they draw."""
    solid = len(_SPACES.sub("", text))
    return sum(map(len, _UNMAPPED.findall(text))) > _GARBAGE_SHARE * solid > 0


def choose(pages: Sequence[RawPage]) -> tuple[RawPage, ...]:
    """The same pages, each with the reader whose text is to be used.

    pypdf's is kept where sound. A page on which it lost spaces, found next to nothing, wrote
    glyph names or bullets that nobody sees is PDFium's; if more than a fifth of the pages lost
    spaces, all of them are.
    """
    telling = [page for page in pages if letters(page.pypdf) >= _ENOUGH_LETTERS]
    flagged = [page for page in telling if lost_spaces(page.pypdf)]
    everywhere = len(flagged) > DOCUMENT_SHARE * len(telling)
    return tuple(_chosen(page, prefer_pdfium=everywhere) for page in pages)


def _chosen(page: RawPage, *, prefer_pdfium: bool) -> RawPage:
    pdfium = page.pdfium
    here, there = letters(page.pypdf), letters(pdfium)
    # pypdf also wins a page of a switched document where PDFium read next to nothing
    if there < _FEW_LETTERS <= here or is_garbage(pdfium):
        return replace(page, reader="pypdf")
    poor = here < _FEW_LETTERS < there or is_garbage(page.pypdf)
    poor = poor or HIDDEN_BULLET in pdfium  # pypdf does not see colours
    poor = poor or (lost_spaces(page.pypdf) and _has_more_spaces(pdfium, page.pypdf))
    return replace(page, reader="pdfium" if (poor or prefer_pdfium) and there else "pypdf")
