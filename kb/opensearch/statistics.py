"""How many pages hold a token, asked of the servers once for a generation and whoever sees it."""

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

import numpy as np

from kb.index import grams
from kb.opensearch.queries import Asked, held_by, shown
from kb.opensearch.schema import PARTS, token_text
from kb.opensearch.server import Server

_MOST = 200_000  # tokens: some 30 MB
_AT_ONCE = 500  # questions in a request


class Statistics:
    """Counts over what one view of a generation shows. Safe to share between threads."""

    def __init__(self, server: Server, index: str, hidden: Collection[str], size: int) -> None:
        self._server = server
        self._index = index
        self._hidden = hidden
        self._size = size
        self._held: dict[Asked, int] = {}
        self._changing = Lock()

    def held(self, asked: Collection[Asked]) -> Mapping[Asked, int]:
        """How many pages hold each token of a stream."""
        wanted = dict.fromkeys((stream, token_text(token)) for stream, token in asked)
        with self._changing:
            known = {one: self._held[one] for one in wanted if one in self._held}
        found = self._count([one for one in wanted if one not in known]) if self._size else {}
        with self._changing:
            if len(self._held) + len(found) > _MOST:
                self._held.clear()
            self._held |= found
        return {one: known.get(one, found.get(one, 0)) for one in wanted}

    def idf(self, asked: Collection[Asked]) -> Mapping[Asked, float]:
        """What BM25 gives for how rare a token is; 0 for one that no page holds."""
        held = self.held(asked)
        counts = np.array(list(held.values()), np.int64)
        found = np.where(counts > 0, grams.idf(counts, self._size), 0).tolist()
        return dict(zip(held, found, strict=True))

    def parts(self, wanted: Sequence[str]) -> list[float]:
        """The idf of parts of words in the text of pages."""
        found = self.idf([(PARTS, part) for part in wanted])
        return [found[PARTS, token_text(part)] for part in wanted]

    def _count(self, missing: Sequence[Asked]) -> dict[Asked, int]:
        found: dict[Asked, int] = {}
        for at in range(0, len(missing), _AT_ONCE):
            some = missing[at : at + _AT_ONCE]
            queries = [held_by(*one) for one in some]
            held = self._server.counts(self._index, queries, shown(self._hidden))
            found |= zip(some, held, strict=True)
        return found
