"""Passages to look at: outdated law, and contacts older than a year; by publication and edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import streamlit as st

from kb.desk import checks
from kb.model import Edition, PageKey, Publication, Span
from kb.texts import Texts
from kb.ui import home, state
from kb.ui.address import Address
from kb.ui.markup import render
from kb.ui.naming import short_titles
from kb.ui.staff import acting, tables

_YEAR = timedelta(days=365)
_SHOWN = 100  # passages of one edition on the screen; the table has all
_CHECKED_AT_ONCE = 30
_NAMED = 3  # of what was checked off
_TICKED = "contacts-ticked"  # in the session: what was checked off last


@dataclass(frozen=True, slots=True)
class Passage:
    """A place on a page: `written` there, of which `kind`; `value` is what it is checked off as.

    `today` and `since` say what became of outdated law.
    """

    key: PageKey
    label: str
    start: int
    written: str
    kind: str
    today: str = ""
    since: str = ""
    value: str = ""

    @property
    def link(self) -> str:
        """Where to read it."""
        return Address(reading=self.key, at=self.start).link()


@dataclass(frozen=True, slots=True)
class Volume:
    """An edition with its passages; `name` is what the address calls it."""

    publication: Publication
    edition: Edition
    passages: Sequence[Passage]

    @property
    def name(self) -> str:
        """Publication and edition."""
        return f"{self.publication.id}.{self.edition.label}"


def outdated() -> Sequence[Volume]:
    """Every edition with outdated passages."""
    glossary = state.library().vocabulary
    found = (Volume(p, e, _outdated(glossary, p.id, e)) for p, e in _editions())
    return [volume for volume in found if volume.passages]


def old_contacts(today: date) -> Sequence[Volume]:
    """Every current edition older than a year, with the contacts nobody has checked since."""
    checked = checks.checked(home.desk(), today)
    found = []
    for publication, edition in _editions():
        if edition.is_current and is_old(edition, today):
            contacts = _contacts(publication.id, edition)
            left = [one for one in contacts if (publication.id, one.value) not in checked]
            found += [Volume(publication, edition, left)] if left else []
    return found


def is_old(edition: Edition, today: date) -> bool:
    """Its Rechtsstand, else its year, lies more than a year back; without either it is old."""
    year, _, month = edition.law_as_of.partition("-")
    if not year:
        year, month = str(edition.year or 1900), "12"
    return date(int(year), int(month or 12), 1) + _YEAR < today


def draw_outdated(name: str, texts: Texts) -> None:
    """The list of editions, or the passages of the one called `name`."""
    words = texts.worklists
    volumes = outdated()
    one = next((volume for volume in volumes if volume.name == name), None)
    if one is None:
        counts = [
            _counted(v, words.outdated_count_one, words.outdated_count, texts) for v in volumes
        ]
        _draw_volumes("recht", [words.outdated_what], volumes, counts, texts)
    else:
        _draw_head("recht", one, texts)
        st.html(
            render(
                "staff/passages.html",
                texts,
                passages=one.passages[:_SHOWN],
                kinds=words.outdated_kinds,
            )
        )
    rows = [
        (_title(v, volumes), v.edition.label, p.label, p.written, p.today, p.since,
         words.outdated_kinds[p.kind])
        for v in ([one] if one else volumes)
        for p in v.passages
    ]  # fmt: skip
    _offer_table(words.outdated_columns, rows, "recht.csv", texts)


def draw_contacts(name: str, texts: Texts) -> None:
    """The list of editions, or the contacts of the one called `name`."""
    words = texts.worklists
    volumes = old_contacts(date.today())
    one = next((volume for volume in volumes if volume.name == name), None)
    _offer_undo(texts)
    if one is None:
        counts = [
            _counted(v, words.contacts_count_one, words.contacts_count, texts) for v in volumes
        ]
        _draw_volumes("kontakte", [words.contacts_what], volumes, counts, texts)
    else:
        _draw_head("kontakte", one, texts)
        _draw_to_check(one, texts)
    rows = [
        (_title(v, volumes), v.edition.label, p.label, words.contacts_kinds[p.kind], p.written)
        for v in ([one] if one else volumes)
        for p in v.passages
    ]
    _offer_table(words.contacts_columns, rows, "kontakte.csv", texts)


def _draw_to_check(volume: Volume, texts: Texts) -> None:
    """One box for each contact, however often it is printed."""
    places: dict[str, list[Passage]] = {}
    for passage in volume.passages:
        places.setdefault(passage.value, []).append(passage)
    shown = dict(list(places.items())[:_CHECKED_AT_ONCE])
    for number, (value, found) in enumerate(shown.items()):
        with st.container(border=True, key=f"contact-{number}"):
            kind = texts.worklists.contacts_kinds[found[0].kind]
            st.html(render("staff/contact.html", texts, kind=kind, places=found))
            if st.button(texts.worklists.contacts_check, key=f"check-{volume.name}-{value}"):
                _check(volume, found[:1], texts)
    if len(shown) > 1 and st.button(texts.worklists.contacts_check_all):
        _check(volume, [found[0] for found in shown.values()], texts)


def _check(volume: Volume, passages: Sequence[Passage], texts: Texts) -> None:
    checks.check(home.desk(), acting.who(), _contacts_of(volume, passages), date.today())
    st.session_state[_TICKED] = (volume, passages)
    acting.tell(texts.worklists.contacts_checked)
    st.rerun()


def _offer_undo(texts: Texts) -> None:
    """A finger slips, and what it ticked off would be away for a year."""
    if _TICKED not in st.session_state:
        return
    volume, passages = st.session_state[_TICKED]
    words = texts.worklists
    with st.container(border=True, key="contacts-undo"):
        named = ", ".join(passage.written for passage in passages[:_NAMED])
        more = " …" if len(passages) > _NAMED else ""
        what = words.contacts_undo_what.format(contacts=named + more)
        st.html(render("staff/line.html", texts, line=what))
        if not st.button(words.undo):
            return
    checks.take_back(home.desk(), acting.who(), _contacts_of(volume, passages))
    del st.session_state[_TICKED]
    acting.tell(words.contacts_undone)
    st.rerun()


def _contacts_of(volume: Volume, passages: Sequence[Passage]) -> list[tuple[str, str]]:
    return [(volume.publication.id, passage.value) for passage in passages]


# -- what both lists share -------------------------------------------------------------------------


def _draw_volumes(
    which: str,
    intro: Sequence[str],
    volumes: Sequence[Volume],
    counts: Sequence[str],
    texts: Texts,
) -> None:
    st.html(render("staff/list.html", texts, name=texts.worklists.lists[which], intro=intro))
    rows = zip(volumes, counts, strict=True)
    st.html(render("staff/volumes.html", texts, which=which, rows=list(rows)))


def _draw_head(which: str, volume: Volume, texts: Texts) -> None:
    name = texts.worklists.lists[which]
    st.html(render("staff/volume.html", texts, which=which, name=name, volume=volume))


def _offer_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], name: str, texts: Texts
) -> None:
    if rows:
        table = tables.as_csv(columns, rows)
        st.download_button(texts.worklists.csv, table, name, "text/csv", on_click="ignore")


def _counted(volume: Volume, one: str, many: str, texts: Texts) -> str:
    return texts.counted(len(volume.passages), "", one, many)


def _title(volume: Volume, volumes: Sequence[Volume]) -> str:
    return short_titles([one.publication for one in volumes])[volume.publication.id]


def _editions() -> Iterator[tuple[Publication, Edition]]:
    return ((p, edition) for p in state.publications() for edition in p.editions)


# An edition names its file by digest: what was found in it holds until it is another file, or is
# read otherwise, whatever else has been published since. 1.2 ms a page the first time.


@lru_cache(maxsize=2000)
def _outdated(_glossary: str, publication: str, edition: Edition) -> Sequence[Passage]:
    return tuple(
        Passage(
            page.key,
            page.label,
            note.span.start,
            _written(page.text, note.span),
            note.kind.value,
            note.today,
            note.since,
        )
        for page, note in state.library().outdated(publication, edition.label)
    )


@lru_cache(maxsize=2000)
def _contacts(publication: str, edition: Edition) -> Sequence[Passage]:
    return tuple(
        Passage(
            page.key,
            page.label,
            contact.span.start,
            contact.written,
            contact.kind.value,
            value=contact.value,
        )
        for page, contact in state.library().contacts(publication, edition.label)
    )


def _written(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())
