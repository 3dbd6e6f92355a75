"""What to tell beside the hits: definitions, renumbered law, synonyms in use, spelling."""

from collections.abc import Sequence

from kb.german import Found
from kb.model import Card, LawChange
from kb.query import (
    Either,
    Every,
    Exact,
    InTitle,
    InYears,
    Loose,
    Near,
    Node,
    OnPage,
    Query,
    Start,
    Without,
    Words,
)
from kb.search.planning import Plan


def cards(found: Sequence[Found]) -> tuple[Card, ...]:
    """The glossary's word on every term of the query that it defines."""
    terms = {one.term.id: one.term for one in found if one.term.definition}
    return tuple(
        Card(
            term=term.name,
            definition=term.definition,
            abbreviation=term.abbreviation,
            full=term.expansion,
            see_also=term.see_also,
            confusions=term.confusions,
            law_today=term.law_today,
            law_former=term.law_former,
            as_of=term.as_of,
            unchecked=bool(term.check),
        )
        for term in terms.values()
    )


def law_changes(plan: Plan) -> tuple[LawChange, ...]:
    """Other numbers of the paragraphs in the query, each once, today's first."""
    changes = [LawChange(c.asked, c.shown, c.today, c.sure) for c in plan.moved]
    return tuple(dict.fromkeys(sorted(changes, key=lambda change: not change.today)))


def suggestions(query: Query, plan: Plan) -> tuple[str, ...]:
    """The query with a misspelt word put right: first all of them, then other readings of one."""
    if not plan.misspelt:
        return ()
    best = query.text
    for typed, meant in plan.misspelt:
        best = best.replace(typed, meant[0])
    others = [
        query.text.replace(typed, other) for typed, meant in plan.misspelt for other in meant[1:]
    ]
    return tuple(dict.fromkeys([best, *(others if len(plan.misspelt) == 1 else [])]))


def looser(query: Query) -> str:
    """The words of a query without its conditions; "" if it has none or nothing is left."""
    if query.root is None or isinstance(query.root, Words):
        return ""
    return " ".join(dict.fromkeys(_words(query.root)))


def _words(node: Node) -> list[str]:
    match node:
        case Words(text) | Exact(text) | Start(text) | InTitle(text):
            return text.split()
        case Near(left, right):
            return _words(left) + _words(right)
        case Loose(nodes) | Every(nodes) | Either(nodes):
            return [word for one in nodes for word in _words(one)]
        case OnPage() | InYears() | Without():
            return []
