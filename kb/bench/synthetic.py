"""Made-up pages whose vocabulary grows as that of German text does; the same for the same seed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer
from kb.german.terms import shipped
from kb.model import Heading, Page, PageKey

WORDS = 220  # on a page, about as many as on one of a handbook
# Heaps' law, V = K · n ** B, with the exponent of German running text; Zipf–Mandelbrot ranks
_K, _B = 30.0, 0.62
_SHIFT = 2.7
_FUNCTION_WORDS = sorted(Analyzer().stop_words)[:80]
_SYLLABLES = re.findall(
    r"\w+",
    "ab an auf bar ben ber bin bund de der ein er fach fahr fam frist ge gel ger hal heit hilf in"
    " ju kei kla kon la lei ler li lung me mel min mut neh ord pla pfle recht rei sa schu sel set"
    " sor ste tag tel ter tra um un ver vor wal wer wi woh zu zeit",
)
_ENDINGS = ("", "en", "ung", "er", "es", "lich", "keit", "schaft", "e", "s")
PER_EDITION = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of some kind, such as "3 words" or "typo"."""

    kind: str
    text: str


def pages(count: int, seed: int = 1) -> Iterator[Page]:
    """So many pages, in editions of a hundred."""
    random = np.random.default_rng(seed)
    weights = 1.0 / (np.arange(_vocabulary(count * WORDS)) + _SHIFT)
    sums = np.cumsum(weights)
    for number in range(count):
        yield _page(number, _ranks(random, sums, _vocabulary((number + 1) * WORDS)))


def one_more(count: int) -> Iterator[Page]:
    """One more edition, behind the first `count` pages."""
    for page in pages(PER_EDITION, seed=count):
        yield replace(page, key=replace(page.key, publication="one-more"))


def queries(count: int, each: int, seed: int = 2) -> Sequence[Asked]:
    """`each` queries of every kind whose words stand on the first `count` pages."""
    random = np.random.default_rng(seed)
    found = []
    for page in islice(pages(count), 0, count, max(1, count // (each * 4))):
        words = [w for w in page.text.replace(".", "").split() if len(w) > 4]
        at = int(random.integers(0, len(words) - 8))
        found.append(words[at : at + 8])
    return [
        Asked(kind, make(found[(number * 7 + at) % len(found)]))
        for at, (kind, make) in enumerate(_KINDS.items())
        for number in range(each)
    ]


def _slip(word: str) -> str:
    """Two letters changed places."""
    at = len(word) // 2
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if len(word) > at + 1 else word


_KINDS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "1 word": lambda words: words[0],
    "2 words": lambda words: " ".join(words[:2]),
    "3 words": lambda words: " ".join(words[:3]),
    "4 words": lambda words: " ".join(words[:4]),
    "6 words": lambda words: " ".join(words[:6]),
    "phrase": lambda words: f'"{words[0]} {words[1]}"',
    "typo": lambda words: _slip(words[0]),
    "English": lambda words: "who signs at the doctor " + words[0],
}


def _vocabulary(words: int) -> int:
    return max(len(_FUNCTION_WORDS) * 4, int(_K * words**_B))


def _ranks(random: np.random.Generator, sums: NDArray[np.float64], known: int) -> NDArray[np.intp]:
    known = min(known, len(sums))
    places = random.random(WORDS) * sums[known - 1]
    return np.asarray(np.searchsorted(sums[:known], places), np.intp)


def _page(number: int, ranks: NDArray[np.intp]) -> Page:
    words = [_word(int(rank)) for rank in ranks]
    title = " ".join(word.capitalize() for word in words[:3])
    sentences = [" ".join(words[at : at + 14]) for at in range(3, len(words), 14)]
    text = f"{title}\n\n" + ". ".join(sentences) + "."
    edition, place = divmod(number, PER_EDITION)
    key = PageKey(f"p{edition:05}", "2026", place + 1)
    return Page(key, text, str(place + 1), (Heading(1, title, 0),), order=place)


@lru_cache(maxsize=1 << 20)
def _word(rank: int) -> str:
    """The word of a rank: function words, then those of the field, then made-up compounds."""
    if rank < len(_FUNCTION_WORDS):
        return _FUNCTION_WORDS[rank]
    rank -= len(_FUNCTION_WORDS)
    field = _field()
    if rank < len(field):
        return field[rank]
    random = np.random.default_rng(rank)
    parts = random.choice(_SYLLABLES, size=int(random.integers(2, 6)))
    return "".join(parts) + str(random.choice(_ENDINGS))


@lru_cache(maxsize=1)
def _field() -> Sequence[str]:
    names = [word for term in shipped() for word in term.name.split() if word.isalpha()]
    return list(dict.fromkeys(names))
