"""What narrows the results down: facets with counts, and what was chosen from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Results
from kb.texts import Texts
from kb.ui.address import FACETS, Address
from kb.ui.naming import Names

_VALUES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: following `link` chooses it or takes it back.

    `spoken` is the count with what it counts. The keyboard finds its way back to the same `name`.
    """

    title: str
    link: str
    chosen: bool
    count: str = ""
    spoken: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values worth showing."""

    title: str
    values: Sequence[Value]


def facets(address: Address, results: Results, texts: Texts, names: Names) -> list[FacetView]:
    """The facets that would narrow the results down, and those already chosen from.

    A count says on how many pages something is found with this value and all other choices.
    """
    views = []
    for facet, name in FACETS.items():
        counts = results.facets.get(facet.value, ())
        values = [
            Value(
                title=names[facet].get(value, value),
                link=address.toggled(facet, value).link(),
                chosen=address.has(facet, value),
                count=texts.number(count),
                spoken=texts.counted(count, "", texts.page_count_one, texts.page_count),
                name=f"{name}={value}",
            )
            for value, count in counts
            if count < results.total or address.filters.get(facet)
        ][:_VALUES_SHOWN]
        if values:
            views.append(FacetView(texts.facets[facet.value], values))
    return views


def chosen(address: Address, names: Names) -> list[Value]:
    """Everything that narrows the results down now."""
    return [
        Value(names[facet].get(value, value), address.toggled(facet, value).link(), chosen=True)
        for facet in FACETS
        for value in sorted(address.filters.get(facet, ()))
    ]
