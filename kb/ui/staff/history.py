"""Who changed what: of one publication, and of everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from kb.catalogue.care import told
from kb.catalogue.editing import Difference
from kb.desk import accounts
from kb.desk.log import Change, Deed, changes, subject_of
from kb.texts import Texts
from kb.ui import home, state
from kb.ui.markup import render
from kb.ui.staff import accounts as accounts_screen
from kb.ui.staff import acting
from kb.ui.staff.door import for_staff

PATH = "verlauf"
_TERMS = (Deed.TERM_SAVED, Deed.TERM_REMOVED)
_ACCOUNTS = (
    Deed.ACCOUNT_ADDED,
    Deed.ACCOUNT_ROLE,
    Deed.ACCOUNT_PASSWORD,
    Deed.ACCOUNT_REMOVED,
)


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
    names = {subject_of(one.account.id): one.account.name for one in accounts.entries(home.desk())}
    return [_line(change, titles, names, texts) for change in changes(home.desk(), subject)]


def _line(
    change: Change, titles: Mapping[str, str], names: Mapping[str, str], texts: Texts
) -> Line:
    subject, link = _subject(change, titles, names, texts)
    return Line(
        when=texts.moment(change.at),
        subject=subject,
        link=link,
        deed=texts.caring.deeds[change.deed],
        who=change.who or texts.caring.history_gone,
        details=_details(change, texts),
    )


def _subject(
    change: Change, titles: Mapping[str, str], names: Mapping[str, str], texts: Texts
) -> tuple[str, str]:
    """What something was done to, in words, and the way there, "" where it is gone."""
    if change.deed in _ACCOUNTS:
        return names.get(
            change.subject, texts.caring.history_account_gone
        ), f"{accounts_screen.PATH}?"
    if change.deed in _TERMS:
        return change.subject, "glossar?"
    if title := titles.get(change.subject):
        return title, f"pflege?v={change.subject}"
    named = change.detail if change.deed in (Deed.WITHDRAWN, Deed.DELETED) else ""
    return named or change.subject, ""


def _details(change: Change, texts: Texts) -> Sequence[str]:
    if change.deed in _ACCOUNTS:
        return [texts.accounts.roles[change.detail]] if change.detail else []
    return [_difference(one, texts) for one in told(change.detail)]


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
