"""What narrows the results down: facets with counts, and what was chosen from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.index.engine import Facet
from kb.model import Results
from kb.texts import Texts
from kb.ui.address import FACETS, Address
from kb.ui.naming import Names

_VALUES_SHOWN = 8
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: following `link` chooses it or takes it back.

    `spoken` is the count with what it counts. The keyboard finds its way back to the same `name`.
    `rare`: shown when all values are asked for.
    """

    title: str
    link: str
    chosen: bool
    count: str = ""
    spoken: str = ""
    name: str = ""
    rare: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values worth showing; `more` asks for all of them, "" if they are shown."""

    title: str
    name: str
    values: Sequence[Value]
    more: str


def facets(address: Address, results: Results, texts: Texts, names: Names) -> list[FacetView]:
    """The facets that would narrow the results down, and those already chosen from.

    A count says on how many pages something is found with this value and all other choices.
    """
    views = (_view(facet, address, results, texts, names) for facet in FACETS)
    return [view for view in views if view.values]


def _view(
    facet: Facet, address: Address, results: Results, texts: Texts, names: Names
) -> FacetView:
    helpful = [
        (value, count)
        for value, count in results.facets.get(facet.value, ())
        if count < results.total or address.filters.get(facet)
    ]
    values = [
        Value(
            title=names[facet].get(value, value),
            link=address.toggled(facet, value).link(),
            chosen=address.has(facet, value),
            count=texts.number(count),
            spoken=texts.counted(count, "", texts.page_count_one, texts.page_count),
            name=f"{FACETS[facet]}={value}",
            rare=number >= _VALUES_SHOWN and not address.has(facet, value),
        )
        for number, (value, count) in enumerate(helpful)
    ]
    if facet is Facet.CHAPTER:
        values.sort(key=_as_in_a_book)
    more = texts.all_values.format(count=len(values)) if any(v.rare for v in values) else ""
    return FacetView(texts.facets[facet.value], FACETS[facet], values, more)


def _as_in_a_book(value: Value) -> tuple[bool, list[tuple[int, str]]]:
    """Chapter 2 stands before chapter 10, and what has no number behind them."""
    parts = _NUMBERS.split(value.title.casefold())
    keys = [(int(part), "") if part.isdecimal() else (0, part) for part in parts if part]
    return not value.title[:1].isdecimal(), keys


def chosen(address: Address, names: Names) -> list[Value]:
    """Everything that narrows the results down now."""
    return [
        Value(names[facet].get(value, value), address.toggled(facet, value).link(), chosen=True)
        for facet in FACETS
        for value in sorted(address.filters.get(facet, ()))
    ]
