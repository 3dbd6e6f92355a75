"""The first screen: a question, its answers, and what narrows them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from kb.index.engine import Facet
from kb.model import Hit, Publication, Results, Way
from kb.texts import Texts
from kb.ui import reading, state
from kb.ui.address import FACETS, MAX_QUERY, QUERY, Address
from kb.ui.markup import render

_VALUES_SHOWN = 8
_DETOURS = {Way.SYNONYM, Way.LAW, Way.MEANING}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: following `link` chooses it or takes it back."""

    title: str
    count: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values worth showing."""

    title: str
    values: Sequence[Value]


def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    title = st.container()
    query = _field(texts)
    address = Address.read(st.query_params.get_all)
    address = address if address.query == query else Address(query=query, filters=address.filters)
    with title:
        st.html(render("search_title.html", texts, searching=bool(query.strip())))
    if query.strip():
        st.html(_results(address, texts))
    else:
        st.html(_start(address, texts))
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


# -- start -----------------------------------------------------------------------------------------


def _start(address: Address, texts: Texts) -> str:
    publications = state.publications()
    pages = sum(
        state.library().page_count(p.id, edition.label)
        for p in publications
        for edition in p.editions
    )
    stock = texts.stock.format(publications=len(publications), pages=texts.number(pages))
    newest = sorted(publications, key=lambda p: -(p.editions[0].year or 0))
    examples = _answered(texts.examples, state.library().state)
    return render(
        "start.html",
        texts,
        address=address,
        examples=examples,
        publications=newest,
        stock=stock,
        chosen=_chosen(address, _titles(texts, publications)),
    )


@lru_cache(maxsize=4)
def _answered(examples: tuple[str, ...], _state: str) -> list[str]:
    """The example questions that find something here: none may lead nowhere."""
    return [example for example in examples if state.search(example, limit=1).total]


# -- results ---------------------------------------------------------------------------------------


def _results(address: Address, texts: Texts) -> str:
    results = state.search(
        address.query,
        address.as_filters,
        offset=(address.page - 1) * state.PAGE_LENGTH,
        by_year=address.by_year,
    )
    last_page = max(1, -(-results.total // state.PAGE_LENGTH))
    if address.page > last_page:
        return _results(address.turned(last_page), texts)
    titles = _titles(texts, state.publications())
    return render(
        "results.html",
        texts,
        detours=_detours,
        address=address,
        results=results,
        count=texts.counted(results.total, texts.pages_none, texts.pages_one, texts.pages_many),
        facets=_facets(address, results, texts, titles),
        chosen=_chosen(address, titles),
        first=(address.page - 1) * state.PAGE_LENGTH + 1,
        last_page=last_page,
        pagination=_pagination(address.page, last_page),
    )


def _detours(hit: Hit) -> list[str]:
    """The words that stand for those asked for, where none of those is on the page."""
    if not {reason.way for reason in hit.reasons} <= _DETOURS:
        return []
    return list(dict.fromkeys(reason.found for reason in hit.reasons))[:3]


def _titles(texts: Texts, publications: Sequence[Publication]) -> Mapping[Facet, Mapping[str, str]]:
    return {
        Facet.PUBLICATION: {p.id: p.title for p in publications},
        Facet.KIND: texts.kinds,
        Facet.TOPIC: texts.topics,
        Facet.TEXT_KIND: texts.text_kinds,
        Facet.YEAR: {},
    }


def _facets(
    address: Address,
    results: Results,
    texts: Texts,
    titles: Mapping[Facet, Mapping[str, str]],
) -> list[FacetView]:
    """The facets that would narrow the results down, and those already chosen from."""
    views = []
    for facet in FACETS:
        values = [
            Value(
                titles[facet].get(value, value),
                texts.number(count),
                address.toggled(facet, value).link(),
                address.has(facet, value),
            )
            for value, count in results.facets.get(facet.value, ())
            if count < results.total or address.has(facet, value)
        ][:_VALUES_SHOWN]
        if values:
            views.append(FacetView(texts.facets[facet.value], values))
    return views


def _chosen(address: Address, titles: Mapping[Facet, Mapping[str, str]]) -> list[Value]:
    return [
        Value(titles[facet].get(value, value), "", address.toggled(facet, value).link(), True)
        for facet in FACETS
        for value in sorted(address.filters.get(facet, ()))
    ]


def _pagination(page: int, last: int) -> list[int]:
    """The page numbers to offer: the ends and the neighbours; 0 stands for those left out."""
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    numbers: list[int] = []
    for number in near:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers
