"""What a change of the glossary does to a search, told by what is found before and after."""

from dataclasses import dataclass

from kb.model import Hit, Results


@dataclass(frozen=True, slots=True)
class Effect:
    """`query` finds `before` pages now and `after` then; `fresh` come anew among the first ten.

    `only_similar` and `only_similar_then`: no page holds a word asked for, only similar ones.
    """

    query: str
    before: int
    after: int
    fresh: tuple[Hit, ...]
    only_similar: bool
    only_similar_then: bool

    @property
    def is_none(self) -> bool:
        """It finds the same."""
        same = self.before == self.after and self.only_similar == self.only_similar_then
        return same and not self.fresh


def effect(query: str, before: Results, after: Results) -> Effect:
    """Compare two answers to a query."""
    known = {hit.page.key for hit in before.hits}
    return Effect(
        query,
        before.total,
        after.total,
        tuple(hit for hit in after.hits if hit.page.key not in known),
        before.similar_only,
        after.similar_only,
    )
