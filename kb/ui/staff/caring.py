"""Care: every publication with its state, and the way to whatever can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kb.errors import KbError, NoIndex
from kb.model import Edition, Publication, Visibility
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting, details, several
from kb.ui.staff.door import for_staff

PATH = "pflege"
PUBLICATION, SHOWN, SEVERAL = "v", "zeige", "mehrere"


@dataclass(frozen=True, slots=True)
class Volume:
    """An edition: when its law is as of, and how much of it can be searched, both in words."""

    edition: Edition
    law: str
    stock: str


@dataclass(frozen=True, slots=True)
class Row:
    """A publication with what is to be done about it."""

    publication: Publication
    volumes: Sequence[Volume]
    problems: Sequence[str]

    def is_in(self, shown: str) -> bool:
        """Whether it belongs to what is shown under that name."""
        match shown:
            case "pruefen":
                return not self.publication.confirmed
            case "hinweise":
                return bool(self.problems)
            case "stand":
                return not all(volume.edition.law_as_of for volume in self.volumes)
            case "team":
                return self.publication.visibility is Visibility.TEAM
        return True


@for_staff
def page() -> None:
    """Draw the screen: one publication, several at once, or all of them."""
    acting.told()
    if id := acting.parameter(PUBLICATION):
        details.draw(id)
    elif acting.parameter(SEVERAL):
        several.draw()
    else:
        _draw_all()


def _draw_all() -> None:
    texts = state.texts()
    care = acting.care()
    problems = state.library().problems()
    publications, _ = care.publications()
    rows = [_row(publication, problems, texts) for publication in publications]
    shown = acting.parameter(SHOWN)
    placed = {sentence for row in rows for sentence in row.problems}
    st.html(
        render(
            "staff/caring.html",
            texts,
            path=PATH,
            rows=[row for row in rows if row.is_in(shown)],
            shows=[
                (value, name, sum(row.is_in(value) for row in rows))
                for value, name in texts.caring.shows.items()
            ],
            shown=shown if shown in texts.caring.shows else "",
            others=[s for e in problems if (s := _sentence(e, texts)) not in placed],
            in_trash=len(care.trash()),
        )
    )
    _demonstration(texts)


def _demonstration(texts: Texts) -> None:
    """The examples that came with the program leave in one click."""
    examples = acting.care().demonstration()
    if not examples:
        return
    with st.container(border=True):
        count = texts.number(len(examples))
        st.html(render("staff/demonstration.html", texts, count=count))
        if st.button(texts.caring.demonstration_remove):
            acting.care().withdraw(acting.who(), [one.id for one in examples])
            acting.follow()
            acting.tell(texts.caring.demonstration_removed)
            st.rerun()


def _row(publication: Publication, problems: Sequence[KbError], texts: Texts) -> Row:
    files = {f"{publication.id}.toml", *(edition.file for edition in publication.editions)}
    about = [problem for problem in problems if problem.data.get("file") in files]
    return Row(
        publication,
        [_volume(publication, edition, texts) for edition in publication.editions],
        [_sentence(problem, texts) for problem in about],
    )


def _volume(publication: Publication, edition: Edition, texts: Texts) -> Volume:
    try:
        pages = state.library().page_count(publication.id, edition.label)
    except NoIndex:
        pages = 0
    law = texts.law_as_of.format(when=texts.month(edition.law_as_of)) if edition.law_as_of else ""
    stock = texts.counted(
        pages, texts.caring.not_searchable, texts.page_count_one, texts.page_count
    )
    return Volume(edition, law or texts.caring.no_law_as_of, stock)


def _sentence(problem: KbError, texts: Texts) -> str:
    advice = texts.caring.advice
    kind = problem.data.get("outcome") if problem.data.get("outcome") in advice else problem.code
    return f"{texts.error(problem)} {advice.get(str(kind), '')}".strip()
