"""Pages that speak of the same as the page read, or as a passage of it that was marked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb.model import Page, PageKey, Visibility
from kb.texts import Texts
from kb.ui import state
from kb.ui.address import Address
from kb.ui.markup import render
from kb.ui.naming import short_titles

PATH = "aehnlich"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page about the same; `link` opens it where the reader is."""

    title: str
    publication: str
    edition: str
    place: str
    link: str


def of_page(address: Address, texts: Texts) -> str:
    """The list for the page read; "" where there is none, as without vectors."""
    if address.reading is None:
        return ""
    seen = state.library()
    keys = _near(address.reading, seen.sees, seen.state)
    return _listed(keys, texts.similar_title, address, texts) if keys else ""


def of_passage(passage: str, address: Address, texts: Texts) -> str:
    """The list for a marked passage, or a sentence that there is nothing like it."""
    keys = state.library().similar_to(passage, limit=_SHOWN, beside=address.reading)
    return _listed(keys, texts.similar_to_title, address, texts)


def _listed(keys: Sequence[PageKey], title: str, address: Address, texts: Texts) -> str:
    titles = short_titles(state.publications())
    neighbours = [_neighbour(key, titles[key.publication], address, texts) for key in keys]
    return render("similar.html", texts, title=title, neighbours=neighbours)


def _neighbour(key: PageKey, publication: str, address: Address, texts: Texts) -> Neighbour:
    page = state.library().page(key)
    _, edition = state.library().holding(key)
    return Neighbour(
        title=_subject(page) or publication,
        publication=publication,
        edition=edition.label,
        place=texts.page_place(page.label, key.pdf_page),
        link=address.opened(key).link(),
    )


def _subject(page: Page) -> str:
    """The section that most of the page is about."""
    edges = [0, *(h.start for h in page.headings if h.start > 0), len(page.text)]
    lengths: Counter[str] = Counter()
    for start, end in pairwise(edges):
        lengths[(page.section_at(start) or ("",))[-1]] += end - start
    return max(lengths, key=lambda title: lengths[title])


@lru_cache(maxsize=256)
def _near(key: PageKey, sees: Visibility, _state: str) -> tuple[PageKey, ...]:
    return tuple(state.shared_library().seen_by(sees).similar(key, limit=_SHOWN))
