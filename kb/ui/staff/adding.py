"""Adding publications: the way in for files, and what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from kb.catalogue import Catalogue
from kb.errors import UnreadablePdf
from kb.intake import LARGEST, Job, State
from kb.model import Outcome, Publication, Visibility
from kb.texts import Texts
from kb.ui import incoming, session, state
from kb.ui.markup import render
from kb.ui.staff import waiting
from kb.ui.staff.door import for_staff

PATH = "hinzufuegen"
_KEPT = timedelta(hours=12)  # that somebody finds what was confirmed in the list
# reading such a file once more comes to the same
_CERTAIN = (Outcome.NOT_A_PDF, Outcome.PASSWORD, Outcome.NO_PAGES, Outcome.EMPTY)
_LOOK_EVERY = 1.0  # seconds, while files are being worked on


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the list. `percent` is None where there is nothing to count; links may be ""."""

    id: str
    name: str
    title: str
    sentence: str
    to_do: str = ""
    percent: int | None = None
    link: str = ""
    link_text: str = ""
    can_retry: bool = False
    can_go: bool = False
    tone: str = ""


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
    records = {p.id: p for p in Catalogue(state.settings().documents).publications()[0]}
    rows = [row for job in jobs if (row := _row(job, records, texts))]
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
            searchable={p.id for p in waiting.searchable()},
            problems=_problems(records.values(), texts),
        )
    )
    if not still_open and st.session_state.pop("busy", False):
        st.rerun()  # the whole screen, which then no longer asks by itself
    st.session_state["busy"] = bool(still_open)


def _row(job: Job, records: Mapping[str, Publication], texts: Texts) -> Row | None:
    """The line of a job; None once nobody needs it any more."""
    t = texts.adding
    publication = records.get(job.publication)
    title = publication.title if publication else ""
    plain = Row(job.id, job.name, title, t.states[job.state])
    match job.state:
        case State.READING if job.pages:
            sentence = t.reading.format(page=job.page, pages=job.pages)
            return Row(job.id, job.name, "", sentence, percent=100 * job.page // job.pages)
        case State.SEARCHABLE:
            return _searchable(job, records, texts)
        case State.REFUSED:
            return Row(
                job.id,
                job.name,
                "",
                t.refused.get(job.reason, t.states["refused"]),
                t.refused_to_do.get(job.reason, ""),
                can_retry=job.reason not in _CERTAIN,
                can_go=True,
                tone="problem",
            )
        case State.HERE:
            link = f"pflege?v={job.publication}" if publication else ""
            return Row(
                job.id, job.name, title, t.states["here"], t.to_do["here"],
                link=link, link_text=t.open_it, can_go=True,
            )  # fmt: skip
        case State.NEEDS_OCR:
            return Row(
                job.id, job.name, title, t.states["needs_ocr"], t.to_do["needs_ocr"],
                link=f"qualitaet?a={job.publication}.{job.edition}", link_text=t.recognise,
                can_go=True, tone="to-do",
            )  # fmt: skip
    return plain


def _searchable(job: Job, records: Mapping[str, Publication], texts: Texts) -> Row | None:
    t = texts.adding
    publication = records.get(job.publication)
    if publication is None:
        return Row(job.id, job.name, "", t.states["gone"], can_go=True)
    link = f"angaben?p={publication.id}"
    relative = records.get(job.relative)
    if not publication.confirmed and relative:
        return Row(
            job.id, job.name, publication.title,
            t.states["perhaps_edition"].format(title=relative.title), t.to_do["perhaps_edition"],
            link=link, link_text=t.check, tone="to-do",
        )  # fmt: skip
    if not publication.confirmed:
        return Row(
            job.id, job.name, publication.title, t.states["searchable"], t.to_do["searchable"],
            link=link, link_text=t.check, tone="to-do",
        )  # fmt: skip
    if datetime.now(UTC) - job.received > _KEPT:
        return None
    is_public = publication.visibility is Visibility.PUBLIC
    sentence = t.states["confirmed" if is_public else "confirmed_team"]
    return Row(
        job.id, job.name, publication.title, sentence,
        link=f"pflege?v={publication.id}", link_text=t.open_it, can_go=True, tone="done",
    )  # fmt: skip


def _problems(records: Iterable[Publication], texts: Texts) -> Sequence[str]:
    """What lies in the folder and could not be read, other than what is listed already."""
    listed = {e.file for publication in records for e in publication.editions}
    return [
        texts.error(problem)
        for problem in state.library().problems()
        if isinstance(problem, UnreadablePdf) and problem.data["file"] not in listed
    ]
