"""Adding publications: the way in for files, and what became of each."""

from collections.abc import Iterable, Sequence

import streamlit as st

from kb.catalogue import Catalogue
from kb.errors import UnreadablePdf
from kb.intake import LARGEST
from kb.model import Publication
from kb.texts import Texts
from kb.ui import home, incoming, session, state
from kb.ui.markup import render
from kb.ui.staff import files, waiting
from kb.ui.staff.door import for_staff

PATH = "hinzufuegen"
_LOOK_EVERY = 1.0  # seconds, while files are being worked on


@for_staff
def page() -> None:
    """Draw the screen."""
    texts = state.texts()
    st.html(
        render(
            "staff/adding.html",
            texts,
            token=session.form_token(),
            largest=LARGEST,
            megabytes=LARGEST // 1_000_000,
        )
    )
    is_busy = bool(incoming.intake().jobs.open())
    st.fragment(_files, run_every=_LOOK_EVERY if is_busy else None)()


@for_staff
def _files() -> None:
    """What became of the files; asks again by itself only while something is being done."""
    texts = state.texts()
    jobs = incoming.intake().jobs.latest()
    records = {p.id: p for p in Catalogue(home.settings().documents).publications()[0]}
    searchable = {p.id for p in waiting.searchable()}
    rows = [row for job in jobs if (row := files.row(job, records, searchable, texts))]
    still_open = sum(job.state.is_open for job in jobs)
    shown = {job.publication for job in jobs}
    st.html(
        render(
            "staff/added.html",
            texts,
            rows=rows,
            still_open=still_open,
            finished=incoming.FINISHED,
            found=[p for p in records.values() if not p.confirmed and p.id not in shown],
            searchable=searchable,
            problems=_problems(records.values(), texts),
        )
    )
    if not still_open and st.session_state.pop("busy", False):
        st.rerun()  # the whole screen, which then no longer asks by itself
    st.session_state["busy"] = bool(still_open)


def _problems(records: Iterable[Publication], texts: Texts) -> Sequence[str]:
    """What lies in the folder and could not be read, other than what is listed already."""
    listed = {e.file for publication in records for e in publication.editions}
    return [
        texts.error(problem)
        for problem in state.library().problems()
        if isinstance(problem, UnreadablePdf) and problem.data["file"] not in listed
    ]
