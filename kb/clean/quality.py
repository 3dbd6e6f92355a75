"""How well a document was read, in numbers that show what no error does: lost spaces, gaps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.clean.words import WORD, known
from kb.extract import RawDocument
from kb.model import Page

_SHORTEST = 3
_RUN = 22


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over one document; shares are 0 to 1.

    `words_known` is the share of words of three letters and more that the dictionary has: 0.9 and
    more for brochures, less for manuals with code and English. `long_words` is the share of letters
    in words of 22 and more: above 0.03 spaces were lost.
    """

    words: int
    words_known: float
    long_words: float
    pages: int
    pages_without_text: int
    pages_labelled: int
    headings: int
    readers: Mapping[str, int]


def quality(raw: RawDocument, pages: Sequence[Page]) -> Quality:
    """Measure the pages that `clean` made of a document."""
    words = Counter(w for page in pages for w in words_in(page.text))
    count = words.total()
    return Quality(
        words=count,
        words_known=_share(sum(n for word, n in words.items() if known(word)), count),
        long_words=_long(words),
        pages=len(raw.pages),
        pages_without_text=sum(not page.text for page in pages),
        pages_labelled=sum(bool(page.label) for page in pages),
        headings=sum(h.start >= 0 for page in pages for h in page.headings),
        readers=Counter(page.reader for page in pages if page.text),
    )


def words_in(text: str) -> list[str]:
    """The words of three letters and more, which are those that count."""
    return [word for word in WORD.findall(text) if len(word) >= _SHORTEST]


def long_share(text: str) -> float:
    """The share of letters in words of 22 and more, 0 to 1."""
    return _long(Counter(words_in(text)))


def _long(words: Counter[str]) -> float:
    letters = sum(len(w) * n for w, n in words.items())
    return _share(sum(len(w) * n for w, n in words.items() if len(w) >= _RUN), letters)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
