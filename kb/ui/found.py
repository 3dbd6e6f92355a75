"""What a question finds in one edition, in the order of its pages: to walk from hit to hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.index.engine import Facet
from kb.model import Filters, Hit, PageKey, Visibility
from kb.ui import state

_ALL = 10_000
_WITH_SNIPPET = 50  # a snippet takes a millisecond or two
_LISTED = 25  # on either side of the page that is read


@dataclass(frozen=True, slots=True)
class Found:
    """Every page found, in order, and of the best ones the hit."""

    keys: Sequence[PageKey] = ()
    hits: Sequence[Hit] = ()

    def start(self, key: PageKey) -> int | None:
        """Where on its page the hit stands, for the best ones."""
        return next((hit.snippet.start for hit in self.hits if hit.page.key == key), None)

    def around(self, key: PageKey) -> list[tuple[PageKey, Hit | None]]:
        """The pages found next to one, with their hits; a list of hundreds helps nobody."""
        hits = {hit.page.key: hit for hit in self.hits}
        before = sum(other < key for other in self.keys)
        near = self.keys[max(0, before - _LISTED) : before + _LISTED + 1]
        return [(found, hits.get(found)) for found in near]


def in_edition(asked: str, key: PageKey, language: str) -> Found:
    """What the question finds in the edition of a page."""
    if not asked:
        return Found()
    name = f"{key.publication}.{key.edition}"
    edition = Filters({Facet.EDITION.value: frozenset({name})})
    hits = state.search(asked, edition, limit=_WITH_SNIPPET, language=language)
    if hits.total <= len(hits.hits):
        keys = tuple(sorted(hit.page.key for hit in hits.hits))
    else:
        seen = state.library()
        keys = _keys(asked, name, language, seen.sees, seen.state)
    return Found(keys, hits.hits)


@lru_cache(maxsize=64)
def _keys(
    asked: str, edition: str, language: str, sees: Visibility, _state: str
) -> tuple[PageKey, ...]:
    filters = Filters({Facet.EDITION.value: frozenset({edition})})
    library = state.shared_library().seen_by(sees)
    return tuple(sorted(library.keys(asked, filters=filters, limit=_ALL, language=language)))
