"""What a generation holds: editions, their pages and lengths, the records; no words."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Self

from kb.index.engine import Entry
from kb.index.generations import visible
from kb.index.written import Json, publication_as_json, publication_from_json
from kb.model import PageKey, Publication, Visibility
from kb.opensearch.schema import STREAMS

Name = tuple[str, str]  # publication, edition


@dataclass(frozen=True, slots=True)
class Held:
    """An edition: its pages in order as "17" or "4b", and how many tokens all of them have."""

    entry: Entry
    pages: tuple[str, ...]
    tokens: Mapping[str, int]

    @property
    def name(self) -> Name:
        """Publication and edition."""
        return self.entry.publication, self.entry.edition

    @property
    def keys(self) -> list[PageKey]:
        """The keys of its pages, in order."""
        return [self.key(ordinal) for ordinal in range(len(self.pages))]

    def key(self, ordinal: int) -> PageKey:
        """The key of one of its pages, from 0."""
        key = PageKey.parse(f"{self.entry.publication}.{self.entry.edition}.{self.pages[ordinal]}")
        assert key is not None  # was a PageKey when it was written
        return key


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation, or what somebody sees of it; `name` is another one where some is hidden.

    `generation` is the name of all of it, `hidden` the publications that are left out.
    """

    generation: str
    fingerprint: str
    editions: tuple[Held, ...]
    publications: tuple[Publication, ...]
    view: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What readers call it."""
        return f"{self.generation}-{self.view}" if self.view else self.generation

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The editions, in the order of their pages' rows."""
        return tuple(held.entry for held in self.editions)

    @property
    def size(self) -> int:
        """How many pages it has."""
        return sum(held.entry.pages for held in self.editions)

    def seen_by(self, sees: Visibility) -> "Manifest":
        """Without what `sees` may not see; the generation itself where that is nothing."""
        entries, publications = visible(self.entries, self.publications, sees)
        if (entries, publications) == (self.entries, self.publications):
            return self
        shown = {(entry.publication, entry.edition) for entry in entries}
        owners = {entry.publication for entry in entries}
        return replace(
            self,
            editions=tuple(held for held in self.editions if held.name in shown),
            publications=publications,
            view=sees.value,
            hidden=frozenset(entry.publication for entry in self.entries) - owners,
        )

    def means(self) -> dict[str, float]:
        """The mean length of a page in every stream: of those that everyone may see.

        An index has one set of them, and what is hidden must not show in anybody's scores.
        """
        public = self.seen_by(Visibility.PUBLIC)
        return {
            stream: sum(held.tokens.get(stream, 0) for held in public.editions)
            / max(public.size, 1)
            for stream in STREAMS
        }

    def as_json(self) -> dict[str, Json]:
        """What `from_json` reads; texts, numbers and lists only."""
        return {
            "fingerprint": self.fingerprint,
            "editions": [
                {**asdict(h.entry), "numbers": " ".join(h.pages), "tokens": dict(h.tokens)}
                for h in self.editions
            ],
            "publications": list(map(publication_as_json, self.publications)),
        }

    @classmethod
    def from_json(cls, generation: str, written: Mapping[str, Json]) -> Self:
        """What `as_json` gave."""
        return cls(
            generation=generation,
            fingerprint=written["fingerprint"],
            editions=tuple(map(_held, written["editions"])),
            publications=tuple(map(publication_from_json, written["publications"])),
        )


class Rows:
    """Which page stands in which row: editions by name, their pages in order."""

    def __init__(self, editions: Sequence[Held]) -> None:
        starts = accumulate((len(held.pages) for held in editions), initial=0)
        self._starts = list(zip(starts, editions, strict=False))
        self._named = {held.name: (start, held) for start, held in self._starts}
        self._ordinals: dict[Name, dict[str, int]] = {}

    def of(self, key: PageKey) -> int | None:
        """The row of a page, None if it is not there."""
        name = key.publication, key.edition
        if name not in self._named:
            return None
        start, held = self._named[name]
        if name not in self._ordinals:
            self._ordinals[name] = {page: ordinal for ordinal, page in enumerate(held.pages)}
        ordinal = self._ordinals[name].get(f"{key.pdf_page}{key.half}")
        return None if ordinal is None else start + ordinal

    def at(self, publication: str, edition: str, ordinal: int) -> int:
        """The row of a page by its place in its edition."""
        return self._named[publication, edition][0] + ordinal

    def keys(self, rows: Iterable[int]) -> list[PageKey]:
        """The pages in some rows."""
        return [self._key(row) for row in rows]

    def edition(self, publication: str, edition: str) -> Held | None:
        """An edition, None if it is not there."""
        found = self._named.get((publication, edition))
        return found[1] if found else None

    def _key(self, row: int) -> PageKey:
        # of editions without pages that start in the same row, the last is the one that has it
        at = bisect_right(self._starts, row, key=lambda pair: pair[0]) - 1
        start, held = self._starts[at]
        return held.key(row - start)


def _held(written: Mapping[str, Json]) -> Held:
    parts = {n: written[n] for n in ("publication", "edition", "digest", "pages")}
    return Held(Entry(**parts), tuple(written["numbers"].split()), written["tokens"])
