"""The trash: what was withdrawn can be brought back, or deleted for good after one question."""

from collections.abc import Sequence

import streamlit as st

from kb.catalogue.trash import Withdrawn
from kb.errors import NotInTrash
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting
from kb.ui.staff.door import for_staff

PATH = "papierkorb"
_ASKED = "kb-delete"


@for_staff
def page() -> None:
    """Draw the screen."""
    acting.told()
    texts = state.texts()
    care = acting.care()
    care.settle()
    withdrawn = care.trash()
    st.html(render("staff/trash.html", texts, is_empty=not withdrawn))
    titles = {one.id: one.title for one in care.publications()[0]}
    for one, who in withdrawn:
        with st.container(border=True, key=f"trash-{one.name}"):
            _draw(one, who, titles.get(one.successor, ""), texts)


def _draw(one: Withdrawn, who: str, successor: str, texts: Texts) -> None:
    since = texts.caring.trash_since.format(day=texts.day(one.at))
    by = f" {texts.caring.trash_by.format(name=who)}" if who else ""
    files = [f"{name} ({_size(size, texts)})" for name, size in one.files]
    st.html(
        render(
            "staff/withdrawn.html",
            texts,
            title=one.title,
            since=since + by,
            files=files,
            successor=successor,
        )
    )
    if st.session_state.get(_ASKED) == one.name:
        _ask(one, files, texts)
        return
    with st.container(horizontal=True):
        if st.button(texts.caring.restore, key=f"restore-{one.name}"):
            _restore(one, texts)
        if st.button(texts.caring.delete, key=f"delete-{one.name}"):
            st.session_state[_ASKED] = one.name
            st.rerun()


def _ask(one: Withdrawn, files: Sequence[str], texts: Texts) -> None:
    title = texts.caring.delete_sure.format(title=one.title)
    st.html(render("staff/delete.html", texts, title=title, files=files))
    with st.container(horizontal=True):
        if st.button(texts.caring.delete_really, key=f"really-{one.name}", type="primary"):
            _delete(one, texts)
        if st.button(texts.caring.cancel, key=f"cancel-{one.name}"):
            del st.session_state[_ASKED]
            st.rerun()


def _restore(one: Withdrawn, texts: Texts) -> None:
    try:
        acting.care().restore(acting.who(), one.name)
    except NotInTrash as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.follow()
        acting.tell(texts.caring.restored.format(title=one.title))
    st.rerun()


def _delete(one: Withdrawn, texts: Texts) -> None:
    del st.session_state[_ASKED]
    try:
        acting.care().delete(acting.who(), one.name)
    except NotInTrash as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.tell(texts.caring.deleted.format(title=one.title))
    st.rerun()


def _size(count: int, texts: Texts) -> str:
    return f"{texts.number(max(1, round(count / 1000)))} KB"
