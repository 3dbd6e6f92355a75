"""One publication: its details in a form, taking it out of the library, and who changed what."""

from collections.abc import Sequence

import streamlit as st

from kb.catalogue.editing import Problem, Typed, TypedEdition, edited
from kb.errors import ChangedMeanwhile
from kb.model import Edition, Kind, Publication, Visibility
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting, history


def draw(id: str) -> None:
    """The screen of the publication `id`."""
    texts = state.texts()
    publications, _ = acting.care().publications()
    publication = next((one for one in publications if one.id == id), None)
    if publication is None:
        st.html(render("staff/unknown.html", texts))
        return
    st.html(render("staff/details.html", texts, publication=publication))
    _edit(publication, publications, texts)
    if len(publication.editions) > 1:
        _part(publication, texts)
    _withdraw(publication, publications, texts)
    st.html(render("staff/history.html", texts, lines=history.of(id, texts), short=True))


def _edit(publication: Publication, publications: Sequence[Publication], texts: Texts) -> None:
    seen = acting.seen(publication.id, "title", lambda: acting.care().seen(publication.id))
    key = acting.key(seen)
    with st.form(f"details-{key}", border=False, enter_to_submit=False):
        typed = fields(publication, publications, texts, key=key)
        if not st.form_submit_button(texts.caring.save, type="primary"):
            return
    changed, problems = edited(publication, typed)
    if problems:
        lines = [sentence(problem, texts) for problem in problems]
        st.html(render("staff/problems.html", texts, lines=lines))
        return
    _save(changed, seen, texts)


def _save(publication: Publication, seen: str, texts: Texts) -> None:
    try:
        done = acting.care().save(acting.who(), publication, seen)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.tell(texts.caring.saved if done else texts.caring.nothing_changed)
        if done:
            acting.follow()
    acting.begin_anew()
    st.rerun()


def fields(
    publication: Publication, publications: Sequence[Publication], texts: Texts, *, key: str
) -> Typed:
    """The fields of a form for the details of a publication; what others use is offered."""
    names = texts.caring.fields
    kinds, visibilities = list(Kind), list(Visibility)
    return Typed(
        title=st.text_input(names["title"], publication.title, key=f"title-{key}"),
        kind=st.selectbox(
            names["kind"],
            kinds,
            kinds.index(publication.kind),
            format_func=lambda kind: texts.kinds[kind],
            key=f"kind-{key}",
        ),
        publisher=st.text_input(names["publisher"], publication.publisher, key=f"publisher-{key}"),
        audience=several_of(
            names["audience"],
            publication.audience,
            [value for one in publications for value in one.audience],
            texts,
            key=f"audience-{key}",
        ),
        topics=several_of(
            names["topics"],
            publication.topics,
            [*texts.topics, *(value for one in publications for value in one.topics)],
            texts,
            key=f"topics-{key}",
        ),
        language=language(publication.language, texts, key),
        visibility=st.radio(
            names["visibility"],
            visibilities,
            visibilities.index(publication.visibility),
            format_func=lambda visibility: texts.caring.visibilities[visibility],
            key=f"visibility-{key}",
        ),
        editions=[_edition(publication, one, texts, key) for one in publication.editions],
        confirmed=st.checkbox(names["confirmed"], publication.confirmed, key=f"confirmed-{key}"),
    )


def several_of(
    label: str, chosen: Sequence[str], known: Sequence[str], texts: Texts, *, key: str
) -> Sequence[str]:
    """A field for several values, of those known or newly typed; topics by their names."""
    return st.multiselect(
        label,
        list(dict.fromkeys([*known, *chosen])),
        list(chosen),
        format_func=lambda value: texts.topics.get(value, value),
        accept_new_options=True,
        placeholder=texts.caring.several_hint,
        key=key,
    )


def sentence(problem: Problem, texts: Texts) -> str:
    """What is wrong with a value, in plain words."""
    plain = texts.caring.wrong[problem.wrong]
    if not problem.edition:
        return plain
    return texts.caring.wrong_edition.format(label=problem.edition, sentence=plain)


def language(code: str, texts: Texts, key: str) -> str:
    """A field for the language of a publication."""
    codes = list(dict.fromkeys([*texts.caring.languages, code]))
    return st.selectbox(
        texts.caring.fields["language"],
        codes,
        codes.index(code),
        format_func=lambda one: texts.caring.languages.get(one, one),
        key=f"language-{key}",
    )


def _edition(publication: Publication, edition: Edition, texts: Texts, key: str) -> TypedEdition:
    label = f"{edition.label}-{key}"
    names = texts.caring.fields
    title = texts.caring.edition_file.format(label=edition.label, file=edition.file)
    st.html(render("staff/subtitle.html", texts, title=title))
    year, law, newer = st.columns(3)
    others = ["", *(one.label for one in publication.editions if one.label != edition.label)]
    return TypedEdition(
        edition.label,
        year=year.text_input(names["year"], str(edition.year or ""), key=f"year-{label}"),
        law_as_of=law.text_input(
            names["law_as_of"],
            texts.month(edition.law_as_of),
            placeholder=texts.caring.law_hint,
            key=f"law-{label}",
        ),
        superseded_by=newer.selectbox(
            names["superseded_by"],
            others,
            others.index(edition.superseded_by) if edition.superseded_by in others else 0,
            format_func=lambda one: one or texts.caring.no_newer,
            key=f"newer-{label}",
        ),
    )


def _part(publication: Publication, texts: Texts) -> None:
    """Take out one edition of several."""
    c = texts.caring
    st.html(render("staff/withdraw.html", texts, title=c.part_title, what=c.part_what))
    with st.form(f"part-{publication.id}", border=False):
        labels = [edition.label for edition in publication.editions]
        label = st.selectbox(c.part_which, labels, len(labels) - 1)
        if not st.form_submit_button(c.part):
            return
    title = c.part_name.format(title=publication.title, label=label)
    try:
        acting.joining().without_edition(acting.who(), publication.id, label, title=title)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.follow()
        acting.tell(c.withdrawn.format(title=title))
    acting.begin_anew()
    st.rerun()


def _withdraw(publication: Publication, publications: Sequence[Publication], texts: Texts) -> None:
    others = {one.id: one.title for one in publications if one.id != publication.id}
    c = texts.caring
    st.html(render("staff/withdraw.html", texts, title=c.withdraw_title, what=c.withdraw_what))
    with st.form(f"withdraw-{publication.id}", border=False):
        successor = st.selectbox(
            texts.caring.withdraw_successor,
            ["", *others],
            format_func=lambda id: others.get(id, texts.caring.withdraw_no_successor),
        )
        if not st.form_submit_button(texts.caring.withdraw):
            return
    acting.care().withdraw(acting.who(), [publication.id], successor=successor)
    acting.follow()
    acting.tell(texts.caring.withdrawn.format(title=publication.title))
    st.query_params.clear()
    st.rerun()
