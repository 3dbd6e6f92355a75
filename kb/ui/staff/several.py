"""Several publications at once: topics, audience, publisher and visibility."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from kb.model import Publication, Visibility
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting
from kb.ui.staff.details import several_of


@dataclass(frozen=True, slots=True)
class Change:
    """What to change; what is empty or None stays."""

    add_topics: Sequence[str] = ()
    drop_topics: Sequence[str] = ()
    add_audience: Sequence[str] = ()
    drop_audience: Sequence[str] = ()
    publisher: str = ""
    visibility: Visibility | None = None

    def __call__(self, old: Publication) -> Publication:
        """The publication, changed."""
        return replace(
            old,
            topics=_listed(old.topics, self.add_topics, self.drop_topics),
            audience=_listed(old.audience, self.add_audience, self.drop_audience),
            publisher=" ".join(self.publisher.split()) or old.publisher,
            visibility=self.visibility or old.visibility,
        )


def draw() -> None:
    """The screen."""
    texts = state.texts()
    publications, _ = acting.care().publications()
    st.html(render("staff/several.html", texts))
    with st.form("several", border=False, enter_to_submit=False):
        chosen = st.multiselect(
            texts.caring.many_which,
            [one.id for one in publications],
            format_func={one.id: one.title for one in publications}.__getitem__,
            placeholder=texts.caring.many_choose,
        )
        change = _change(publications, texts)
        if not st.form_submit_button(texts.caring.many_save, type="primary"):
            return
    done = acting.care().save_many(acting.who(), chosen, change)
    if done:
        acting.follow()
    one, many = texts.caring.many_saved_one, texts.caring.many_saved
    acting.tell(texts.counted(len(done), texts.caring.many_none, one, many))
    st.rerun()


def _change(publications: Sequence[Publication], texts: Texts) -> Change:
    topics = [topic for one in publications for topic in one.topics]
    audience = [value for one in publications for value in one.audience]
    caring = texts.caring
    return Change(
        add_topics=several_of(
            caring.many_add_topics, (), [*texts.topics, *topics], texts, key="add-topics"
        ),
        drop_topics=several_of(caring.many_drop_topics, (), topics, texts, key="drop-topics"),
        add_audience=several_of(caring.many_add_audience, (), audience, texts, key="add-audience"),
        drop_audience=several_of(
            caring.many_drop_audience, (), audience, texts, key="drop-audience"
        ),
        publisher=st.text_input(caring.many_publisher),
        visibility=st.selectbox(
            caring.many_visibility,
            [None, *Visibility],
            format_func=lambda one: caring.visibilities[one] if one else caring.many_unchanged,
        ),
    )


def _listed(old: Sequence[str], more: Sequence[str], less: Sequence[str]) -> tuple[str, ...]:
    found = (" ".join(value.split()) for value in (*old, *more) if value not in less)
    return tuple(dict.fromkeys(filter(None, found)))
