"""The lines of the list of files: what became of each, and what somebody can do about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kb.intake import Job, State
from kb.model import Outcome, Publication, Visibility
from kb.texts import Texts

_KEPT = timedelta(hours=12)  # that somebody finds what was confirmed in the list
# reading such a file once more comes to the same
_CERTAIN = (Outcome.NOT_A_PDF, Outcome.PASSWORD, Outcome.NO_PAGES, Outcome.EMPTY)


@dataclass(frozen=True, slots=True)
class Row:
    """A file in the list. `title` and `link` may be "".

    `percent` is None where there is nothing to count. `tone` is "to-do", "problem", "done" or "".
    """

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


def row(
    job: Job, records: Mapping[str, Publication], searchable: Collection[str], texts: Texts
) -> Row | None:
    """The line of a job; None once nobody needs it any more.

    `searchable` are the ids of the publications that the index holds.
    """
    t, publication = texts.adding, records.get(job.publication)
    title = publication.title if publication else ""
    plain = Row(job.id, job.name, title, t.states[job.state], t.to_do.get(job.state, ""))
    is_recognised = job.state is State.NEEDS_OCR and job.publication in searchable
    if job.state is State.SEARCHABLE or is_recognised:
        return _searchable(job, plain, records, texts)
    match job.state:
        case State.READING if job.pages:
            sentence = t.reading.format(page=job.page, pages=job.pages)
            return replace(plain, sentence=sentence, percent=100 * job.page // job.pages)
        case State.REFUSED:
            return _refused(job, plain, texts)
        case State.HERE:
            link = f"pflege?v={job.publication}" if publication else ""
            return replace(plain, link=link, link_text=t.open_it, can_go=True)
        case State.NEEDS_OCR:
            link = f"qualitaet?a={job.publication}.{job.edition}"
            return replace(plain, link=link, link_text=t.recognise, can_go=True, tone="to-do")
    return plain


def _searchable(
    job: Job, plain: Row, records: Mapping[str, Publication], texts: Texts
) -> Row | None:
    t, publication = texts.adding, records.get(job.publication)
    if publication is None:
        return replace(plain, sentence=t.states["gone"], to_do="", can_go=True)
    if publication.confirmed:
        return _confirmed(job, plain, publication, texts)
    relative = records.get(job.relative)
    state = "perhaps_edition" if relative else "searchable"
    return replace(
        plain,
        sentence=t.states[state].format(title=relative.title if relative else ""),
        to_do=t.to_do[state],
        link=f"angaben?p={publication.id}",
        link_text=t.check,
        tone="to-do",
    )


def _confirmed(job: Job, plain: Row, publication: Publication, texts: Texts) -> Row | None:
    if datetime.now(UTC) - job.received > _KEPT:
        return None
    is_public = publication.visibility is Visibility.PUBLIC
    return replace(
        plain,
        sentence=texts.adding.states["confirmed" if is_public else "confirmed_team"],
        to_do="",
        link=f"pflege?v={publication.id}",
        link_text=texts.adding.open_it,
        can_go=True,
        tone="done",
    )


def _refused(job: Job, plain: Row, texts: Texts) -> Row:
    t = texts.adding
    return replace(
        plain,
        sentence=t.refused.get(job.reason, t.states["refused"]),
        to_do=t.refused_to_do.get(job.reason, ""),
        can_retry=job.reason not in _CERTAIN,
        can_go=True,
        tone="problem",
    )
