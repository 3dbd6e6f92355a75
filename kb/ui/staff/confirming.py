"""Confirming what a file is: the proposed details, each with its source, and who may see it."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kb.catalogue.editing import Typed, TypedEdition, edited
from kb.errors import ChangedMeanwhile
from kb.model import Edition, Kind, Publication, Visibility
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting, details, proposed, relating, waiting
from kb.ui.staff.door import for_staff
from kb.ui.staff.waiting import Candidate

PATH = "angaben"
PUBLICATION, WAY, TARGET = "p", "wahl", "mit"


@for_staff
def page() -> None:
    """Draw the screen: the file asked for, else the first that waits."""
    texts = state.texts()
    acting.told()
    queue = waiting.queue()
    id = acting.parameter(PUBLICATION) or next((p.id for p in queue), "")
    candidate = waiting.candidate(id) if id else None
    if candidate is None or candidate.publication.confirmed:
        known = candidate.publication if candidate else None
        st.html(render("staff/none_waiting.html", texts, known=known, queue=queue))
        return
    others = [p for p in queue if p.id != id]
    relatives = waiting.relatives(candidate)
    way, target = acting.parameter(WAY), relating.target(acting.parameter(TARGET), relatives)
    st.html(
        render(
            "staff/confirming.html",
            texts,
            candidate=candidate,
            others=len(others),
            relatives=[] if way else [relating.shown(candidate, r, texts) for r in relatives[:1]],
            path=PATH,
        )
    )
    if way == "ausgabe" and target:
        relating.join(candidate, target, texts)
    elif way == "ersetzen" and target:
        relating.replace_file(candidate, target, texts)
    elif way == "eigen" or not relatives:
        _confirm(candidate, others, texts)
        if not relatives:
            relating.choose(candidate, texts)


def _confirm(candidate: Candidate, others: Sequence[Publication], texts: Texts) -> None:
    publication = candidate.publication
    seen = waiting.seen(publication.id)
    with st.form(f"confirm-{publication.id}-{seen}", border=False):
        typed, visibility = _fields(candidate, texts, seen)
        if not st.form_submit_button(texts.adding.confirm, type="primary"):
            return
    problems = [] if visibility else [texts.adding.choose_visibility]
    changed, wrong = edited(publication, replace(typed, visibility=visibility or typed.visibility))
    problems += [details.sentence(replace(problem, edition=""), texts) for problem in wrong]
    if problems:
        st.html(render("staff/problems.html", texts, lines=problems))
        return
    try:
        _save(changed, seen)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        said = texts.adding.confirmed.format(title=changed.title)
        acting.tell(f"{said} {texts.adding.next_one}" if others else said)
    waiting.go_on()


def _save(changed: Publication, seen: str) -> None:
    """Write the record; a label that only the team knows follows the year."""
    care = acting.care()
    if care.seen(changed.id) != seen:
        raise ChangedMeanwhile(changed.title)
    edition = changed.editions[0]
    if len(changed.editions) == 1:
        label = acting.joining().name_by_year(changed.id, edition.year)
        changed = replace(changed, editions=(replace(edition, label=label),))
    care.save(acting.who(), changed, care.seen(changed.id))


def _fields(candidate: Candidate, texts: Texts, key: str) -> tuple[Typed, Visibility | None]:
    """What the form says; the second is None while nobody has chosen."""
    publication, names = candidate.publication, texts.caring.fields
    known = acting.care().publications()[0]
    kinds, visibilities = list(Kind), list(Visibility)
    title = st.text_input(names["title"], publication.title, key=f"title-{key}")
    proposed.source("title", candidate, texts)
    publisher = st.text_input(names["publisher"], publication.publisher, key=f"publisher-{key}")
    proposed.source("publisher", candidate, texts)
    editions = [_edition(candidate, edition, texts, key) for edition in publication.editions]
    kind = st.selectbox(
        names["kind"],
        kinds,
        kinds.index(publication.kind),
        format_func=lambda one: texts.kinds[one],
        key=f"kind-{key}",
    )
    proposed.source("kind", candidate, texts)
    topics = details.several_of(
        names["topics"],
        publication.topics,
        [*texts.topics, *(value for one in known for value in one.topics)],
        texts,
        key=f"topics-{key}",
    )
    proposed.source("topics", candidate, texts)
    audience = details.several_of(
        names["audience"],
        publication.audience,
        [value for one in known for value in one.audience],
        texts,
        key=f"audience-{key}",
    )
    proposed.source("audience", candidate, texts)
    language = details.language(publication.language, texts, key)
    proposed.source("language", candidate, texts)
    is_public = publication.visibility is Visibility.PUBLIC
    visibility = st.radio(
        texts.adding.visibility,
        visibilities,
        visibilities.index(Visibility.PUBLIC) if is_public else None,
        format_func=lambda one: texts.caring.visibilities[one],
        help=texts.adding.visibility_help,
        key=f"visibility-{key}",
    )
    typed = Typed(
        title=title,
        kind=kind,
        publisher=publisher,
        audience=audience,
        topics=topics,
        language=language,
        visibility=publication.visibility,
        confirmed=True,
        editions=editions,
    )
    return typed, visibility


def _edition(candidate: Candidate, edition: Edition, texts: Texts, key: str) -> TypedEdition:
    if len(candidate.publication.editions) > 1:
        title = texts.caring.edition_file.format(label=edition.label, file=edition.file)
        st.html(render("staff/subtitle.html", texts, title=title))
    return proposed.edition_fields(candidate, edition, texts, key)
