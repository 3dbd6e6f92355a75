"""The first screen: a question, its answers, and what narrows them down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st

from kb.index.engine import Facet
from kb.language import GERMAN
from kb.model import Hit, Publication, Results, Visibility
from kb.search.searcher import PER_GROUP
from kb.texts import Texts, texts_in
from kb.ui import home, narrowing, reading, shortcuts, start, state, telling, today, unanswered
from kb.ui.address import MAX_QUERY, QUERY, Address
from kb.ui.markup import render
from kb.ui.naming import names, short_titles

_COMPLETED = 2  # words
_GROUPED_LENGTH = 10 * PER_GROUP


@dataclass(frozen=True, slots=True)
class Group:
    """The best hits of one publication; `link` leads to all of them, `count` says how many."""

    publication: Publication
    hits: Sequence[Hit]
    count: str
    link: str


def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    title = st.container()
    query = _field(texts)
    address = Address.read(st.query_params.get_all)
    if address.query != query:
        address = replace(address.turned(1), query=query)
    is_asked = bool(query.strip() or address.filters)
    with title:
        st.html(render("search_title.html", texts, searching=is_asked))
    if is_asked:
        _completions(address, texts)
        st.html(_results(address, texts))
    else:
        st.html(start.content(texts))
    reading.drawer(address)


def _field(texts: Texts) -> str:
    typed = st.text_input(
        texts.search_label,
        key=QUERY,
        type="search",
        live="300ms",
        bind="query-params",
        placeholder=texts.search_placeholder,
        label_visibility="collapsed",
    )
    return (typed or "")[:MAX_QUERY]


def _completions(address: Address, texts: Texts) -> None:
    """An element of its own, above the results: it is there before they are.

    A question of several words is rather answered than completed: after "wer unterschreibt beim
    arzt" every word that begins with "arzt" would be offered.
    """
    is_short = len(address.query.split()) <= _COMPLETED
    is_german = address.language in ("", GERMAN)
    offered = state.library().complete(address.query) if is_short and is_german else ()
    links = [(text, address.typed(text).link()) for text in offered]
    st.html(render("completions.html", texts, completions=links))


def _results(address: Address, texts: Texts) -> str:
    shown = address.turned(address.page)  # what is read above them changes nothing of the results
    results = _found(shown)
    unanswered.consider(address, results)
    last_page = _last_page(shown, results)
    if shown.page > last_page:
        return _results(shown.turned(last_page), texts)
    if not results.total:  # the topics that are offered then may not be known yet
        return _html(shown, texts)
    seen = state.library()
    return _drawn(shown.link(), texts.language, seen.settings.index, seen.sees, seen.state)


@lru_cache(maxsize=128)
def _drawn(link: str, language: str, _index: Path, _sees: Visibility, _state: str) -> str:
    """The results at an address, for everybody who sees as much."""
    values = parse_qs(link.removeprefix("?"))
    return _html(Address.read(lambda name: values.get(name, ())), texts_in(language))


def _html(address: Address, texts: Texts) -> str:
    results, length = _found(address), _length(address)
    last_page = _last_page(address, results)
    publications = state.publications()
    named = names(texts, publications)
    return render(
        "results.html",
        texts,
        address=address,
        results=results,
        settings=home.settings(),
        count=texts.counted(results.total, texts.pages_none, texts.pages_one, texts.pages_many),
        titles=short_titles(publications),
        shortcuts=shortcuts.shortcuts(address, texts),
        understood=telling.understood(results, texts),
        law_lines=telling.law_lines(results, texts),
        definitions=telling.definitions(results, address.query),
        is_law=telling.is_law,
        outdated=lambda hit: today.on_card(hit, texts),
        newer=lambda hit: today.newer(hit.page, hit.snippet.start, texts),
        explanations=telling.explanations,
        detours=telling.detours,
        by_meaning=telling.by_meaning,
        groups=_groups(address, results, texts) if address.grouped else (),
        facets=narrowing.facets(address, results, texts, named),
        chosen=narrowing.chosen(address, named),
        topics=() if results.total else start.topics(texts, publications),
        first=(address.page - 1) * length + 1,
        last_page=last_page,
        pagination=_pagination(address.page, last_page),
    )


def _found(address: Address) -> Results:
    length = _length(address)
    return state.search(
        address.query,
        address.as_filters,
        offset=(address.page - 1) * length,
        limit=length,
        by_year=address.by_year,
        grouped=address.grouped,
        without=address.without,
        language=address.language,
    )


def _length(address: Address) -> int:
    return _GROUPED_LENGTH if address.grouped else state.PAGE_LENGTH


def _last_page(address: Address, results: Results) -> int:
    rows = _grouped_total(address, results) if address.grouped else results.total
    return max(1, -(-rows // _length(address)))


# -- by publication --------------------------------------------------------------------------------


def _groups(address: Address, results: Results, texts: Texts) -> list[Group]:
    """The hits by publication, in the order of the best of each."""
    hits: dict[str, list[Hit]] = {}
    for hit in results.hits:
        hits.setdefault(hit.publication.id, []).append(hit)
    counts = dict(results.facets[Facet.PUBLICATION.value])
    alone = replace(address, filters={**address.filters, Facet.PUBLICATION: frozenset()})
    return [
        Group(
            publication=of_one[0].publication,
            hits=of_one,
            count=texts.counted(counts[id], "", "", texts.all_of_publication)
            if counts[id] > len(of_one)
            else "",
            link=alone.toggled(Facet.PUBLICATION, id).viewed(grouped=False).link(),
        )
        for id, of_one in hits.items()
    ]


def _grouped_total(address: Address, results: Results) -> int:
    """How many hits are shown on all pages together: a few of each publication."""
    chosen = address.filters.get(Facet.PUBLICATION)
    counts = results.facets.get(Facet.PUBLICATION.value, ())
    return sum(min(PER_GROUP, n) for value, n in counts if not chosen or value in chosen)


def _pagination(page: int, last: int) -> list[int]:
    """The page numbers to offer: the ends and the neighbours; 0 stands for those left out."""
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    numbers: list[int] = []
    for number in near:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers
