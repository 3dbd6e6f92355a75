"""What the address bar holds: query, filters, page of results, what is read; all can be sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from kb.index.engine import Facet
from kb.language import QUERY_LANGUAGES
from kb.model import Filters, PageKey

# The names in links never change; people have them in their mails.
QUERY, PAGE, READING, SHELF, SORT = "q", "seite", "f", "p", "sort"
INSIDE, PLACE = "darin", "ab"  # of the publication that is read
WITHOUT, VIEW = "ohne", "ansicht"
SPOKEN = "sprache"  # of the question
OLD, NEW, SECTION = "von", "nach", "abschnitt"  # two editions that are compared
FACETS: Mapping[Facet, str] = {
    Facet.TEXT_KIND: "stelle",
    Facet.PUBLICATION: "pub",
    Facet.CHAPTER: "kapitel",
    Facet.TOPIC: "thema",
    Facet.AUDIENCE: "fuer",
    Facet.KIND: "art",
    Facet.YEAR: "jahr",
}
COMPARING = "vergleich"  # where two editions are compared
MAX_QUERY = 500
_BY_YEAR = "jahr"
_GROUPED = "gruppen"
_MAX_PAGE = 1000
_MAX_VALUES = 20
_MAX_VALUE = 300  # a chapter may have a long title
_MAX_PLACE = 99_999


@dataclass(frozen=True, slots=True)
class Address:
    """One place in the app.

    `shelf` is the publication, or "publication.edition", that lies open in the library; `inside`
    is asked of the publication that is read alone, and `at` an offset in the text of its page.
    `without` are synonyms not to search for; `grouped` shows the hits by publication.
    `language` is what the reader says the question is in, "" to have it found out. `old` and `new`
    are editions that are compared, as "publication.edition", and `section` is what of the
    comparison lies open.
    """

    query: str = ""
    page: int = 1
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    reading: PageKey | None = None
    shelf: str = ""
    by_year: bool = False
    grouped: bool = False
    without: frozenset[str] = frozenset()
    inside: str = ""
    at: int = 0
    language: str = ""
    old: str = ""
    new: str = ""
    section: str = ""

    @classmethod
    def read(cls, values: Callable[[str], Sequence[str]]) -> Self:
        """What the parameters say; nonsense counts as absent. `values` gives all of one name."""

        def first(name: str) -> str:
            return next(iter(values(name)), "")

        chosen = {facet: _limited(values(name)) for facet, name in FACETS.items()}
        reading = PageKey.parse(first(READING))
        return cls(
            query=first(QUERY)[:MAX_QUERY],
            page=max(1, _number(first(PAGE), _MAX_PAGE)),
            filters={facet: accepted for facet, accepted in chosen.items() if accepted},
            reading=reading,
            shelf=first(SHELF)[:_MAX_VALUE],
            by_year=first(SORT) == _BY_YEAR,
            grouped=first(VIEW) == _GROUPED,
            without=_limited(values(WITHOUT)),
            inside=first(INSIDE)[:MAX_QUERY] if reading else "",
            at=_number(first(PLACE), _MAX_PLACE) if reading else 0,
            language=first(SPOKEN) if first(SPOKEN) in QUERY_LANGUAGES else "",
            old=first(OLD)[:_MAX_VALUE],
            new=first(NEW)[:_MAX_VALUE],
            section=first(SECTION)[:_MAX_VALUE],
        )

    def link(self) -> str:
        """The address as the query part of a URL, "?q=arzt"; "?" for the bare start."""
        pairs = [(QUERY, self.query), (SHELF, self.shelf)]
        pairs += [(FACETS[f], value) for f in FACETS for value in sorted(self.filters.get(f, ()))]
        pairs += [(WITHOUT, word) for word in sorted(self.without)]
        pairs += [(OLD, self.old), (NEW, self.new), (SECTION, self.section)]
        pairs.append((SPOKEN, self.language))
        pairs.append((SORT, _BY_YEAR if self.by_year else ""))
        pairs.append((VIEW, _GROUPED if self.grouped else ""))
        pairs.append((PAGE, str(self.page) if self.page > 1 else ""))
        pairs.append((READING, str(self.reading or "")))
        if self.reading:
            pairs += [(INSIDE, self.inside), (PLACE, str(self.at or ""))]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def toggled(self, facet: Facet, value: str) -> "Address":
        """With one filter value added or taken away; from the first page of results."""
        values = self.filters.get(facet, frozenset()) ^ {value}
        filters = {**self.filters, facet: values}
        kept = {name: accepted for name, accepted in filters.items() if accepted}
        return replace(self.turned(1), filters=kept)

    def unfiltered(self) -> "Address":
        """The same question asked of everything."""
        return replace(self.turned(1), filters={})

    def asking(self, query: str) -> "Address":
        """Another question, asked of everything."""
        return Address(query=query)

    def typed(self, query: str) -> "Address":
        """Another question of the same publications, as if typed into the field."""
        return replace(self.turned(1), query=query, without=frozenset())

    def turned(self, page: int) -> "Address":
        """Another page of the results."""
        return replace(self, page=page, reading=None, inside="", at=0)

    def sorted(self, by_year: bool) -> "Address":
        """The results in another order, from the first page."""
        return replace(self.turned(1), by_year=by_year)

    def viewed(self, grouped: bool) -> "Address":
        """The results by publication or one after the other, from the first page."""
        return replace(self.turned(1), grouped=grouped)

    def switched(self, synonym: str) -> "Address":
        """With a synonym no longer searched for, or again; from the first page of results."""
        return replace(self.turned(1), without=self.without ^ {synonym})

    def spoken(self, language: str) -> "Address":
        """The question read in that language, "" to have it found out."""
        return replace(self.turned(1), language=language)

    def opened(self, key: PageKey | None, at: int = 0) -> "Address":
        """The same place with a page open for reading, or with none."""
        return replace(self, reading=key, at=at)

    def seeking(self, inside: str) -> "Address":
        """Another question, asked of the publication that is read."""
        return replace(self, inside=inside, at=0)

    def compared(self, section: str) -> "Address":
        """The same two editions, with another section of their comparison open."""
        return replace(self, section=section, reading=None, inside="", at=0)

    def has(self, facet: Facet, value: str) -> bool:
        """The filter value is chosen."""
        return value in self.filters.get(facet, ())

    @property
    def as_filters(self) -> Filters:
        """The filters as a search takes them."""
        return Filters({facet.value: values for facet, values in self.filters.items()})


def comparing(publication: str, old: str, new: str) -> str:
    """The way to what the edition `new` says otherwise than `old`."""
    return COMPARING + Address(old=f"{publication}.{old}", new=f"{publication}.{new}").link()


def _limited(values: Sequence[str]) -> frozenset[str]:
    return frozenset(value[:_MAX_VALUE] for value in list(values)[:_MAX_VALUES])


def _number(text: str, largest: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(int(text), largest) if is_number else 0
