"""What the address bar holds: query, filters, page of results, what is read; all can be sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from kb.index.engine import Facet
from kb.model import Filters, PageKey

# The names in links never change; people have them in their mails.
QUERY, PAGE, READING, SHELF, SORT = "q", "seite", "f", "p", "sort"
FACETS: Mapping[Facet, str] = {
    Facet.PUBLICATION: "pub",
    Facet.KIND: "art",
    Facet.TOPIC: "thema",
    Facet.TEXT_KIND: "stelle",
    Facet.YEAR: "jahr",
}
MAX_QUERY = 500
_BY_YEAR = "jahr"
_MAX_PAGE = 1000
_MAX_VALUES = 20
_MAX_VALUE = 100


@dataclass(frozen=True, slots=True)
class Address:
    """One place in the app. `shelf` is the publication that lies open in the library."""

    query: str = ""
    page: int = 1
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    reading: PageKey | None = None
    shelf: str = ""
    by_year: bool = False

    @classmethod
    def read(cls, values: Callable[[str], Sequence[str]]) -> Self:
        """What the parameters say; nonsense counts as absent. `values` gives all of one name."""

        def first(name: str) -> str:
            return next(iter(values(name)), "")

        chosen = {
            facet: frozenset(value[:_MAX_VALUE] for value in list(values(name))[:_MAX_VALUES])
            for facet, name in FACETS.items()
        }
        return cls(
            query=first(QUERY)[:MAX_QUERY],
            page=_number(first(PAGE)),
            filters={facet: accepted for facet, accepted in chosen.items() if accepted},
            reading=PageKey.parse(first(READING)),
            shelf=first(SHELF)[:_MAX_VALUE],
            by_year=first(SORT) == _BY_YEAR,
        )

    def link(self) -> str:
        """The address as the query part of a URL, "?q=arzt"; "?" for the bare start."""
        pairs = [(QUERY, self.query), (SHELF, self.shelf)]
        pairs += [(FACETS[f], value) for f in FACETS for value in sorted(self.filters.get(f, ()))]
        pairs.append((SORT, _BY_YEAR if self.by_year else ""))
        pairs.append((PAGE, str(self.page) if self.page > 1 else ""))
        pairs.append((READING, str(self.reading or "")))
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def toggled(self, facet: Facet, value: str) -> "Address":
        """With one filter value added or taken away; from the first page of results."""
        values = self.filters.get(facet, frozenset()) ^ {value}
        filters = {**self.filters, facet: values}
        kept = {name: accepted for name, accepted in filters.items() if accepted}
        return Address(query=self.query, filters=kept, by_year=self.by_year)

    def asking(self, query: str) -> "Address":
        """Another question, asked of everything."""
        return Address(query=query)

    def turned(self, page: int) -> "Address":
        """Another page of the results."""
        return replace(self, page=page, reading=None)

    def sorted(self, by_year: bool) -> "Address":
        """The results in another order, from the first page."""
        return replace(self, by_year=by_year, page=1, reading=None)

    def opened(self, key: PageKey | None) -> "Address":
        """The same place with a page open for reading, or with none."""
        return replace(self, reading=key)

    def has(self, facet: Facet, value: str) -> bool:
        """The filter value is chosen."""
        return value in self.filters.get(facet, ())

    @property
    def as_filters(self) -> Filters:
        """The filters as a search takes them."""
        return Filters({facet.value: values for facet, values in self.filters.items()})


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), _MAX_PAGE) if is_number else 1
