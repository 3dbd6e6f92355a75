"""What is waiting to be done: searches without hits, outdated law, old contacts, loose ends."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kb.errors import NoIndex
from kb.model import Outcome, Publication
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting, passages, searches
from kb.ui.staff.door import for_staff

PATH = "arbeitslisten"
LIST, VOLUME = "liste", "v"


@for_staff
def page() -> None:
    """Draw the screen: one list, or how much is on each."""
    acting.told()
    texts = state.texts()
    match acting.parameter(LIST):
        case "suchen":
            searches.draw(texts)
        case "recht":
            passages.draw_outdated(acting.parameter(VOLUME), texts)
        case "kontakte":
            passages.draw_contacts(acting.parameter(VOLUME), texts)
        case "unfertig":
            _draw_unfinished(texts)
        case _:
            _draw_all(texts)


def _draw_all(texts: Texts) -> None:
    counts = {
        "suchen": sum(not one.is_hidden for one in searches.open_ones()),
        "recht": 0,
        "kontakte": 0,
        "unfertig": len(_unfinished(texts)),
    }
    try:
        counts["recht"] = sum(len(one.passages) for one in passages.outdated())
        counts["kontakte"] = sum(len(one.passages) for one in passages.old_contacts(date.today()))
    except NoIndex:  # nothing has been read yet
        pass
    st.html(render("staff/worklists.html", texts, path=PATH, counts=counts))


def _draw_unfinished(texts: Texts) -> None:
    name, intro = texts.worklists.lists["unfertig"], [texts.worklists.unready_what]
    st.html(render("staff/list.html", texts, name=name, intro=intro))
    st.html(render("staff/unfinished.html", texts, rows=_unfinished(texts)))


def _unfinished(texts: Texts) -> Sequence[tuple[Publication, Sequence[str]]]:
    """The publications that somebody must look at, each with why."""
    scans = {
        problem.data.get("file")
        for problem in state.library().problems()
        if problem.data.get("outcome") == Outcome.NEEDS_OCR
    }
    found = []
    for publication in acting.care().publications()[0]:
        reasons = []
        if not publication.confirmed:
            reasons.append(texts.worklists.unready_confirm)
        if any(edition.file in scans for edition in publication.editions):
            reasons.append(texts.worklists.unready_scan)
        if reasons:
            found.append((publication, reasons))
    return found
