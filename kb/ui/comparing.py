"""The screen that compares two editions: a summary, then what changed, chapter by chapter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from kb.compare import Change, Chapter, Comparison, LawMove, SectionChange
from kb.errors import PageNotFound
from kb.model import Edition, Publication, Visibility
from kb.texts import Texts
from kb.ui import reading, state
from kb.ui.address import Address, comparing
from kb.ui.markup import render

ALL = "alle"
_EDITION = re.compile(r"([a-z0-9-]{1,80})\.([a-z0-9-]{1,40})")
_NUMBER = re.compile(r"(\d+)[a-z]?")
_ORDER = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.SAME)


@dataclass(frozen=True, slots=True)
class Line:
    """A section in the list; `number` names it in the address, `link` opens or shuts it."""

    section: SectionChange
    title: str
    number: str
    link: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: what changed in it, section by section, and the titles of those that did not.

    `whole` is what became of all of it, None where its sections fared differently.
    """

    title: str
    lines: Sequence[Line]
    same: Sequence[str]
    whole: Change | None


def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    address = Address.read(st.query_params.get_all)
    old, new = _published(address.old), _published(address.new)
    if old and new:
        st.html(_compared(address, old, new, texts))
    else:
        asked = bool(address.old or address.new)
        st.html(
            render("comparing_choose.html", texts, address=address, choices=choices(), asked=asked)
        )
    reading.drawer(address)


def choices() -> list[tuple[Publication, list[tuple[Edition, Edition, str]]]]:
    """Every publication with several editions: each with the next older one, and the way there."""
    return [
        (publication, pairs)
        for publication in state.publications()
        if (pairs := list(_pairs(publication)))
    ]


def _pairs(publication: Publication) -> Sequence[tuple[Edition, Edition, str]]:
    return [
        (new, old, comparing(publication.id, old.label, new.label))
        for new, old in zip(publication.editions, publication.editions[1:], strict=False)
    ]


def _published(name: str) -> tuple[Publication, Edition] | None:
    match = _EDITION.fullmatch(name)
    try:
        return state.library().published(match[1], match[2]) if match else None
    except PageNotFound:
        return None


def _compared(
    address: Address,
    old: tuple[Publication, Edition],
    new: tuple[Publication, Edition],
    texts: Texts,
) -> str:
    library = state.library()
    names = (old[0].id, old[1].label), (new[0].id, new[1].label)
    c = texts.comparing
    comparison = _compare(*names, library.sees, library.state)
    return render(
        "comparing.html",
        texts,
        address=address,
        old=old[1],
        new=new[1],
        publications=list(dict.fromkeys([new[0].title, old[0].title])),
        counts=_counts(comparison.counts, texts),
        laws=_laws(comparison.laws),
        laws_title=texts.counted(len(comparison.laws), "", c.laws_one, c.laws_many),
        chapters=_parts(comparison, address, texts),
        all_link=address.compared(ALL).link(),
        none_link=address.compared("").link(),
        is_all=address.section == ALL,
    )


def _counts(counts: Mapping[Change, int], texts: Texts) -> list[tuple[Change, str]]:
    one, many = texts.comparing.counts_one, texts.comparing.counts_many
    return [
        (change, texts.counted(counts[change], "", one[change.value], many[change.value]))
        for change in _ORDER
        if counts.get(change)
    ]


def _laws(laws: Sequence[LawMove]) -> list[LawMove]:
    """By law and number, those that are new last."""
    return sorted(laws, key=lambda law: (not law.old, _by_number(law.old or law.new)))


def _by_number(reference: str) -> tuple[str, int, str]:
    """ "§ 53 Abs. 2 SGB VIII" as ("SGB VIII", 53, "53")."""
    number = _NUMBER.search(reference)
    name = " ".join(w for w in reference.split() if w.isalpha() and w != "Satz")
    return name, int(number[1]) if number else 0, number[0] if number else ""


def _parts(comparison: Comparison, address: Address, texts: Texts) -> list[Part]:
    numbers = {id(section): str(n) for n, section in enumerate(comparison.sections, 1)}

    def line(section: SectionChange) -> Line:
        number = numbers[id(section)]
        is_open = address.section in (number, ALL) and bool(section.differences)
        shut = "" if address.section == number else number
        title = section.title or texts.comparing.front
        return Line(section, title, number, address.compared(shut).link(), is_open)

    return [
        Part(
            chapter.title,
            [line(s) for s in chapter.sections if s.change is not Change.SAME],
            [s.title for s in chapter.sections if s.change is Change.SAME and s.title],
            _whole(chapter),
        )
        for chapter in comparison.chapters
    ]


def _whole(chapter: Chapter) -> Change | None:
    changes = set(chapter.counts)
    one_sided = changes == {Change.ADDED} or changes == {Change.REMOVED}
    return changes.pop() if one_sided and chapter.title else None


@lru_cache(maxsize=4)
def _compare(
    old: tuple[str, str], new: tuple[str, str], sees: Visibility, _state: str
) -> Comparison:
    return state.shared_library().seen_by(sees).compare(old, new)
