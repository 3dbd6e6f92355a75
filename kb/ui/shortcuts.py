"""What a few questions really ask for: a page, what an edition changed, all passages of a kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.index.engine import Facet
from kb.language import GERMAN
from kb.model import Publication
from kb.texts import Texts
from kb.ui import comparing, contents, state
from kb.ui.address import Address
from kb.ui.naming import short_titles

# "Handbuch Seite 12", "Broschüre, S. IV", "handbook page 3"; "Seite 12" alone is a search
_PAGE_OF = re.compile(
    r"\s*(?P<name>[^\W\d].*?)[\s,:]+(?:seite|s\.|page|p\.)\s*(?P<label>\d{1,4}|[ivxl]{1,7})\s*",
    re.I,
)
_CHANGES = re.compile(r"änder|neu|unterschied|vergleich|chang|differ|compar|new", re.I)
_EDITIONS = re.compile(r"auflage|ausgabe|fassung|edition", re.I)
_LEAST = 4  # letters of a name
_PLURALS = ("", "e", "n", "en", "s")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A link that leads there, with the title of what is there; `drawer`: it opens a page."""

    sentence: str
    title: str
    link: str
    drawer: bool
    language: str = GERMAN  # of the title


def shortcuts(address: Address, texts: Texts) -> Sequence[Shortcut]:
    """The shortcuts that a question suggests; mostly none."""
    page = _PAGE_OF.fullmatch(address.query)
    if page and len(page["name"]) >= _LEAST:
        return list(_pages(address, page["name"], page["label"], texts))
    if _CHANGES.search(address.query) and _EDITIONS.search(address.query):
        return list(_comparisons(texts))
    return list(_kinds(address.query, texts))


def _pages(address: Address, name: str, label: str, texts: Texts) -> Iterator[Shortcut]:
    publications = state.publications()
    titles = short_titles(publications)
    for publication in publications:
        if not _is_called(publication, name, texts):
            continue
        begins = contents.of(publication.id, publication.editions[0].label).begins
        for key, (printed, _) in begins.items():
            if printed.casefold() == label.casefold():
                sentence = texts.page_place(printed, key.pdf_page)
                link = address.opened(key).link()
                yield Shortcut(sentence, titles[publication.id], link, drawer=True)


def _is_called(publication: Publication, name: str, texts: Texts) -> bool:
    """By a word of its title, or by what kind of publication it is."""
    known = f"{publication.title} {texts.kinds.get(publication.kind, '')}".casefold()
    return all(word in known for word in name.casefold().split())


def _kinds(query: str, texts: Texts) -> Iterator[Shortcut]:
    """ "Fallbeispiele": all pages that hold one, not those that speak of them."""
    asked = query.strip().casefold()
    for kind, name in texts.text_kinds.items():
        if asked and asked in {name.casefold() + ending for ending in _PLURALS}:
            link = Address().toggled(Facet.TEXT_KIND, kind).link()
            yield Shortcut(texts.all_of_kind, name, link, drawer=False, language=texts.language)


def _comparisons(texts: Texts) -> Iterator[Shortcut]:
    for publication, pairs in comparing.choices():
        for new, old, link in pairs[:1]:
            sentence = texts.comparing.pair.format(new=new.label, old=old.label)
            yield Shortcut(sentence, publication.title, link, drawer=False)
