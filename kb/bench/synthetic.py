"""Made-up pages whose vocabulary grows as that of German text does; the same for the same seed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kb.german import Analyzer, Term
from kb.german.dictionary import word_forms
from kb.german.terms import shipped
from kb.model import Edition, Heading, Kind, Page, PageKey, Publication

WORDS = 220  # on a page, about as many as on one of a handbook
# Heaps' law, V = K · n ** B, with the exponent of German running text; Zipf–Mandelbrot ranks
_K, _B = 30.0, 0.62
_SHIFT = 2.7
_FUNCTION_WORDS = sorted(Analyzer().stop_words)[:80]
_LETTERS = 4.0  # by how much the length of a word may hide how frequent it is
PER_EDITION, PER_CHAPTER = 100, 10
ONE_MORE = "one-more"
_TOPICS = ("alltag", "asyl", "gesundheit", "schule", "vormundschaft")
_AUDIENCE = ("guardians", "staff")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of some kind, such as "3 words" or "typo"."""

    kind: str
    text: str


def pages(count: int, seed: int = 1) -> Iterator[Page]:
    """So many pages, in editions of a hundred."""
    return pages_at(range(count), seed)


def pages_at(places: Sequence[int], seed: int = 1) -> Iterator[Page]:
    """Some of them, the same as among all; those between are not made."""
    weights = 1.0 / (np.arange(_vocabulary((max(places, default=0) + 1) * WORDS)) + _SHIFT)
    sums = np.cumsum(weights)
    for number in places:
        random = np.random.PCG64(seed).advance(number * WORDS)
        ranks = _ranks(np.random.Generator(random), sums, _vocabulary((number + 1) * WORDS))
        yield _page(number, ranks)


def one_more(count: int) -> Iterator[Page]:
    """One more edition, behind the first `count` pages."""
    edition = record(ONE_MORE).editions[0].label
    for page in pages(PER_EDITION, seed=count):
        yield replace(page, key=replace(page.key, publication=ONE_MORE, edition=edition))


def publications(count: int) -> Sequence[str]:
    """The ids of those that hold so many pages."""
    return [_publication(number) for number in range(0, count, PER_EDITION)]


@cache
def record(id: str) -> Publication:
    """What the record of a publication says; no two neighbours the same."""
    number = sum(id.encode())
    year = 2022 + number % 5
    edition = Edition(
        str(year), f"{id}.pdf", year, f"{year}-01", sha256=id.encode().hex().zfill(64)
    )
    return Publication(
        id,
        f"Handbuch {id}",
        (edition,),
        kind=list(Kind)[number % 3],
        audience=(_AUDIENCE[number % 2],),
        topics=(_TOPICS[number % 5],),
    )


def queries(count: int, each: int, seed: int = 2) -> Sequence[Asked]:
    """`each` queries of every kind; German ones are made of words of the first `count` pages."""
    random = np.random.default_rng(seed)
    found = []
    for page in pages_at(range(0, count, max(1, count // (each * 4)))):
        words = [w for w in page.text.replace(".", "").split() if len(w) > 4]
        at = int(random.integers(0, len(words) - 8))
        found.append(words[at : at + 8])
    return [
        Asked(kind, make(found[(number * 7 + at) % len(found)], number + seed))
        for at, (kind, make) in enumerate(_KINDS.items())
        for number in range(each)
    ]


def _slip(word: str) -> str:
    """Two letters changed places."""
    at = len(word) // 2
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if len(word) > at + 1 else word


def _foreign(language: str, question: str) -> Callable[[Sequence[str], int], str]:
    """Asks in another language about two terms of the glossary, never the same two."""

    def make(_: Sequence[str], number: int) -> str:
        terms = _translated(language)
        one, other = terms[number % len(terms)], terms[(number * 5 + 3) % len(terms)]
        return question.format(one.translations[language], other.translations[language])

    return make


_KINDS: Mapping[str, Callable[[Sequence[str], int], str]] = {
    "1 word": lambda words, _: words[0],
    "2 words": lambda words, _: " ".join(words[:2]),
    "3 words": lambda words, _: " ".join(words[:3]),
    "4 words": lambda words, _: " ".join(words[:4]),
    "5 words": lambda words, _: " ".join(words[:5]),
    "6 words": lambda words, _: " ".join(words[:6]),
    "phrase": lambda words, _: f'"{words[0]} {words[1]}"',
    "all words": lambda words, _: f"{words[0]} UND {words[3]}",
    "typo": lambda words, _: f"{_slip(words[0])} {words[4]}",
    "English": _foreign("en", "who decides about {} and what does {} mean for us"),
    "Arabic": _foreign("ar", "من يقرر بشأن {} وماذا يعني {} لنا"),
}


def _vocabulary(words: int) -> int:
    return max(len(_FUNCTION_WORDS) * 4, int(_K * words**_B))


def _ranks(random: np.random.Generator, sums: NDArray[np.float64], known: int) -> NDArray[np.intp]:
    known = min(known, len(sums))
    places = random.random(WORDS) * sums[known - 1]
    return np.asarray(np.searchsorted(sums[:known], places), np.intp)


def _page(number: int, ranks: NDArray[np.intp]) -> Page:
    words = [_word(int(rank)) for rank in ranks]
    title = " ".join(words[:3])
    sentences = [" ".join(words[at : at + 14]) for at in range(3, len(words), 14)]
    text = f"{title}\n\n" + ". ".join(sentences) + "."
    publication, place = _publication(number), number % PER_EDITION
    key = PageKey(publication, record(publication).editions[0].label, place + 1)
    chapter = Heading(1, f"Kapitel {place // PER_CHAPTER + 1}")
    return Page(key, text, str(place + 1), (chapter, Heading(2, title, 0)), order=place)


def _publication(number: int) -> str:
    """Which one a page is in."""
    return f"p{number // PER_EDITION:05}"


def _word(rank: int) -> str:
    """The word of a rank: function words, then those of the field, then the dictionary's."""
    known = _ranked()
    first, second = rank % len(known), rank // len(known)
    return known[first] + (known[second].lower() if second else "")


@cache
def _ranked() -> Sequence[str]:
    """Most frequent first; from the dictionary shorter ones rather than longer ones."""
    names = [word for term in shipped() for word in term.name.split() if word.isalpha()]
    forms = word_forms()
    chance = np.random.default_rng(0).exponential(_LETTERS, len(forms))
    order = np.argsort(np.array([len(form) for form in forms]) + chance, kind="stable")
    return list(dict.fromkeys([*_FUNCTION_WORDS, *names, *(forms[at] for at in order.tolist())]))


@cache
def _translated(language: str) -> Sequence[Term]:
    return [term for term in shipped() if language in term.translations]
