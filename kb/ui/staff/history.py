"""Who changed what: of one publication, and of everything."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kb.catalogue.care import told
from kb.catalogue.editing import Difference
from kb.desk.log import Change, Deed, changes
from kb.texts import Texts
from kb.ui import home, state
from kb.ui.markup import render
from kb.ui.staff import acting
from kb.ui.staff.door import for_staff

PATH = "verlauf"
_TERMS = (Deed.TERM_SAVED, Deed.TERM_REMOVED)


@dataclass(frozen=True, slots=True)
class Line:
    """A deed in words; `link` leads to what it was done to, if that is still here."""

    when: str
    subject: str
    link: str
    deed: str
    who: str
    details: Sequence[str]


@for_staff
def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    st.html(render("staff/history.html", texts, lines=of(None, texts), short=False))


def of(subject: str | None, texts: Texts) -> Sequence[Line]:
    """The latest deeds to one publication, or to anything."""
    titles = {one.id: one.title for one in acting.care().publications()[0]}
    return [
        _line(change, titles.get(change.subject), texts) for change in changes(home.desk(), subject)
    ]


def _line(change: Change, title: str | None, texts: Texts) -> Line:
    found = told(change.detail)
    link = f"pflege?v={change.subject}" if title else ""
    if change.deed in _TERMS:
        link = "glossar?"
    named = change.detail if change.deed in (Deed.WITHDRAWN, Deed.DELETED) else change.subject
    return Line(
        when=texts.moment(change.at),
        subject=title or named or change.subject,
        link=link,
        deed=texts.caring.deeds[change.deed],
        who=change.who or texts.caring.history_gone,
        details=[_difference(one, texts) for one in found],
    )


def _difference(one: Difference, texts: Texts) -> str:
    sentence = texts.caring.difference_edition if one.edition else texts.caring.difference
    return sentence.format(
        field=texts.caring.fields[one.field],
        label=one.edition,
        old=_value(one.field, one.old, texts),
        new=_value(one.field, one.new, texts),
    )


def _value(field: str, value: str, texts: Texts) -> str:
    """A value as people know it: "handbook" is "Handbuch"."""
    named = {
        "kind": texts.kinds,
        "visibility": texts.caring.visibilities,
        "confirmed": texts.caring.truths,
        "language": texts.caring.languages,
    }
    if field == "topics":
        value = ", ".join(texts.topics.get(one, one) for one in value.split(", "))
    if field == "law_as_of":
        return texts.month(value) if value else texts.caring.empty_value
    return named.get(field, {}).get(value, value) or texts.caring.empty_value
