"""What is told beside the hits: renumbered law, definitions, and why a page was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.language import GERMAN
from kb.model import Card, Hit, Results, Way
from kb.query import in_english
from kb.texts import Texts

_SHORT_QUERY = 3  # words; in a longer one a term is only part of the question
_LAW = re.compile(r"§|\bArt\.")
# the fields of a query as `kb.query.spell` writes them, in either language
_FIELD = re.compile(
    r"""(?x) (?P<title>\b(?:titel|title):)(?=") | "[^"]*"
    | \b(?:seite|page):(?P<page>[^\s()]+)
    | \b(?:jahr|year):(?P<sign>[<>]?=?)(?P<year>[\d-]+)"""
)


@dataclass(frozen=True, slots=True)
class LawLine:
    """ "§ 1835a BGB – heute § 1878 BGB": a lead, then references, then what it means."""

    lead: str
    others: Sequence[str]
    remark: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A card as shown: `is_sure` if the question is about the term and little else."""

    card: Card
    title: str
    is_sure: bool
    law_today: Sequence[str]
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A word asked for, and how the page answers it, the strongest way first."""

    asked: str
    ways: Sequence[str]


def understood(results: Results, texts: Texts) -> str:
    """How a query with signs in it was read, in words of the reader's language."""
    german = texts.language == GERMAN
    read = results.understood if german else in_english(results.understood)
    return _FIELD.sub(lambda field: _in_words(field, texts), read)


def _in_words(field: re.Match[str], texts: Texts) -> str:
    """ "seite:12" as people say it; what is quoted stays."""
    if field["year"]:
        key = {">": "from", "<": "until"}.get(field["sign"][:1], "year")
        return texts.understood_fields[key].format(value=field["year"])
    if field["page"]:
        return texts.understood_fields["page"].format(value=field["page"])
    return texts.understood_fields["title"] if field["title"] else field[0]


def law_lines(results: Results, texts: Texts) -> list[LawLine]:
    """Each paragraph asked for once, with all its other numbers."""
    lines: dict[tuple[str, str], list[str]] = {}
    for change in results.law_changes:
        if not change.today:
            words = texts.law_former, texts.law_both
        elif change.sure:
            words = texts.law_today, texts.law_both
        else:
            words = texts.law_today_unsure, ""
        lines.setdefault((words[0].format(asked=change.asked), words[1]), []).append(change.other)
    return [LawLine(lead, others, remark) for (lead, remark), others in lines.items()]


def definitions(results: Results, query: str) -> list[Definition]:
    """The cards; one that answers a short question is shown in full, others fold away."""
    is_sure = len(query.split()) <= _SHORT_QUERY and len(results.cards) == 1
    return [
        Definition(
            card=card,
            title=f"{card.term} ({card.abbreviation})" if card.abbreviation else card.term,
            is_sure=is_sure,
            law_today=[part.strip() for part in card.law_today.split(";") if part.strip()],
            is_asked=query.strip().casefold() == card.term.casefold(),
        )
        for card in results.cards
    ]


def is_law(text: str) -> bool:
    """A reference that can be searched for, not a remark such as "aufgehoben"."""
    return bool(_LAW.search(text))


def explanations(hit: Hit, texts: Texts) -> list[Explanation]:
    """Every word asked for that this page answers."""
    answers: dict[str, dict[str, None]] = {}
    for reason in hit.reasons:
        way = reason.way
        if way is Way.EXACT and reason.found.casefold() != reason.asked.casefold():
            way = Way.STEM  # "Ärzt*innen" for "Arzt"
        sentence = texts.ways[way.value].format(asked=reason.asked, found=reason.found)
        answers.setdefault(reason.asked, {})[sentence] = None
    return [Explanation(asked, list(ways)) for asked, ways in answers.items()]


def detours(hit: Hit) -> list[str]:
    """The words that mean the same as those asked for, where none of those is on the page."""
    if any(reason.way not in (Way.SYNONYM, Way.MEANING) for reason in hit.reasons):
        return []
    found = (reason.found for reason in hit.reasons if reason.way is Way.SYNONYM)
    return list(dict.fromkeys(found))[:3]


def by_meaning(hit: Hit) -> bool:
    """No word at all led to the page."""
    return bool(hit.reasons) and all(reason.way is Way.MEANING for reason in hit.reasons)
