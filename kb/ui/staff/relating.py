"""Deciding what a file is to those that are here: a new edition, a better file, its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from kb.catalogue.editing import Typed, TypedEdition, edited
from kb.catalogue.joining import Details
from kb.errors import ChangedMeanwhile
from kb.intake.likeness import Relative
from kb.model import Edition, Publication
from kb.texts import Texts
from kb.ui import incoming, state
from kb.ui.address import COMPARING, Address
from kb.ui.markup import render
from kb.ui.staff import acting, proposed, waiting
from kb.ui.staff.waiting import Candidate

_NEARLY_ALL, _MUCH = 0.95, 0.2

Target = tuple[Publication, Edition]


@dataclass(frozen=True, slots=True)
class Shown:
    """A relative as the screen says it: one sentence, facts side by side, the ways to go on.

    `ways` are (word in the address, link), the likeliest first.
    """

    relative: Relative
    sentence: str
    pages: tuple[str, str]
    compare: str
    ways: Sequence[tuple[str, str]]


def target(name: str, relatives: Sequence[Relative]) -> Target | None:
    """The edition of that name, "publication.edition" or only a publication's id."""
    id, _, label = name.partition(".")
    found = next((p for p in acting.care().publications()[0] if p.id == id), None)
    if found is None:
        return None
    edition = found.edition(label) or found.editions[0]
    return found, edition


def shown(candidate: Candidate, relative: Relative, texts: Texts) -> Shown:
    """What the screen says of a relative."""
    name = f"{relative.publication.id}.{relative.edition.label}"
    own = f"{candidate.publication.id}.{candidate.edition.label}"
    likely = ["ersetzen", "ausgabe", "eigen"] if _is_same(candidate, relative) else None
    ways = [
        (way, "?" + urlencode({"p": candidate.publication.id, "wahl": way, "mit": name}))
        for way in likely or ["ausgabe", "ersetzen", "eigen"]
    ]
    count = state.library().page_count(relative.publication.id, relative.edition.label)
    return Shown(
        relative,
        _sentence(relative, texts),
        (_pages(len(candidate.pages), texts), _pages(count, texts)),
        COMPARING + Address(old=name, new=own).link(),
        ways,
    )


def join(candidate: Candidate, target: Target, texts: Texts) -> None:
    """The form that makes a file an edition of a publication that is here."""
    publication, edition = target
    st.html(
        render("staff/joining.html", texts, way="ausgabe", target=publication, candidate=candidate)
    )
    is_newer = (candidate.edition.year or 9999) >= (edition.year or 0)
    with st.form(f"join-{candidate.publication.id}", border=False):
        typed = proposed.edition_fields(candidate, candidate.edition, texts, "join")
        newest = st.radio(
            texts.adding.newest,
            ["new", "old"],
            0 if is_newer else 1,
            format_func=lambda one: texts.adding.is_newest[one],
        )
        if not st.form_submit_button(texts.adding.join, type="primary"):
            return
    changed, wrong = edited(candidate.publication, _unchanged(candidate.publication, typed))
    if wrong:
        lines = [texts.caring.wrong[problem.wrong] for problem in wrong]
        st.html(render("staff/problems.html", texts, lines=lines))
        return
    told = Details(changed.editions[0].year, changed.editions[0].law_as_of, newest == "new")
    try:
        joined = acting.joining().as_edition(acting.who(), changed.id, publication.id, told)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        incoming.intake().jobs.became(changed.id, publication.id, joined.label)
        acting.tell(texts.adding.joined.format(label=joined.label, title=publication.title))
    waiting.go_on()


def replace_file(candidate: Candidate, target: Target, texts: Texts) -> None:
    """The button that puts a file in the place of an edition's."""
    publication, edition = target
    names = {"title": publication.title, "label": edition.label}
    st.html(
        render("staff/joining.html", texts, way="ersetzen", target=publication, candidate=candidate)
    )
    st.html(
        render("staff/replacing.html", texts, sentence=texts.adding.replace_what.format(**names))
    )
    if not st.button(texts.adding.replace, type="primary"):
        return
    try:
        acting.joining().as_better_file(
            acting.who(),
            candidate.publication.id,
            publication.id,
            edition.label,
            old_title=texts.adding.replaced_title.format(**names),
        )
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        incoming.intake().jobs.became(candidate.publication.id, publication.id, edition.label)
        acting.tell(texts.adding.replaced.format(**names))
    waiting.go_on()


def choose(candidate: Candidate, texts: Texts) -> None:
    """For a file in which nothing was recognised: the publication it belongs to, by hand."""
    others = {
        p.id: p.title
        for p in acting.care().publications()[0]
        if p.id != candidate.publication.id and p.confirmed
    }
    if not others:
        return
    with st.expander(texts.adding.belongs_title):
        id = st.selectbox(
            texts.adding.belongs,
            ["", *others],
            format_func=lambda one: others.get(one, texts.adding.belongs_none),
            help=texts.adding.belongs_help,
        )
        if st.button(texts.adding.belongs_go) and id:
            st.query_params.from_dict({"p": candidate.publication.id, "wahl": "ausgabe", "mit": id})
            st.rerun()


def _is_same(candidate: Candidate, relative: Relative) -> bool:
    """The same text and the same year: rather the same edition once more."""
    alike = min(relative.share, relative.back) >= _NEARLY_ALL
    return alike and candidate.edition.year in (None, relative.edition.year)


def _sentence(relative: Relative, texts: Texts) -> str:
    t = texts.adding
    names = {"title": relative.publication.title, "label": relative.edition.label}
    if min(relative.share, relative.back) >= _NEARLY_ALL:
        return t.relative_same.format(**names)
    if relative.share >= max(_MUCH, relative.back):
        return t.relative_much.format(percent=round(100 * relative.share), **names)
    if relative.back >= _MUCH:
        return t.relative_some.format(percent=round(100 * relative.back), **names)
    return t.relative_title_only.format(**names)


def _pages(count: int, texts: Texts) -> str:
    return texts.counted(count, "", texts.page_count_one, texts.page_count)


def _unchanged(publication: Publication, edition: TypedEdition) -> Typed:
    """Everything as it is but the edition."""
    return Typed(
        title=publication.title,
        kind=publication.kind,
        publisher=publication.publisher,
        audience=publication.audience,
        topics=publication.topics,
        language=publication.language,
        visibility=publication.visibility,
        confirmed=False,
        editions=[edition],
    )
