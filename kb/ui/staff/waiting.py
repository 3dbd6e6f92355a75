"""What waits for somebody to say what it is, and all that is known of it before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from kb.catalogue.proposal import Origin, Proposal, Source, propose
from kb.errors import NoIndex
from kb.extract import RawStore
from kb.ingest.reading import first_look
from kb.intake.likeness import Likeness, Relative
from kb.model import Edition, Page, PageKey, Publication
from kb.ui import home, state
from kb.ui.staff import acting

_SEEN = "kb-confirm-seen"
_SAMPLE = 700  # characters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A publication to be confirmed, as its record says and as it can be searched.

    `edition` is its first; `pages` are its printed pages, none while they cannot be searched.
    """

    publication: Publication
    edition: Edition
    pages: Sequence[Page]
    proposal: Proposal | None

    @property
    def cover(self) -> PageKey | None:
        """The first page."""
        return self.pages[0].key if self.pages else None

    @property
    def sample(self) -> str:
        """The beginning of the first page that is running text."""
        texts = [page.text for page in self.pages[:12]]
        text = next((t for t in texts[1:] if len(t) > _SAMPLE), max(texts, key=len, default=""))
        return text[:_SAMPLE].rsplit(" ", 1)[0]

    def key(self, pdf_page: int) -> PageKey | None:
        """The page of that PDF page, the left half of a spread."""
        return next((p.key for p in self.pages if p.key.pdf_page == pdf_page), None)

    def source(self, field: str) -> tuple[Source | None, str]:
        """Where a field's value was read, and what to mark there; None if nobody proposed it."""
        if self.proposal is None:
            return None, ""
        source = self.proposal.sources.get(field)
        value = _value(self.proposal.publication, field)
        is_marked = source is not None and source.origin is Origin.PAGE
        return source, value if is_marked else ""


def queue() -> Sequence[Publication]:
    """The unconfirmed publications that can be searched, those added first first."""
    held = {p.id for p in searchable()}
    found = [p for p in acting.care().publications()[0] if not p.confirmed and p.id in held]
    return sorted(found, key=lambda p: (p.editions[0].added is None, p.editions[0].added, p.id))


def candidate(id: str) -> Candidate | None:
    """A publication with all that is known of it, None if there is none of that id."""
    publication = next((p for p in acting.care().publications()[0] if p.id == id), None)
    if publication is None:
        return None
    edition = publication.editions[0]
    held = _held(id, edition.label)
    pages = state.library().pages(id, edition.label) if held else ()
    return Candidate(publication, edition, pages, _proposal(held[1]) if held else None)


def relatives(one: Candidate) -> Sequence[Relative]:
    """What it may be another edition of, the most alike first."""
    held = _held(one.publication.id, one.edition.label)
    return _relatives(*held, state.library().state) if held else ()


def seen(id: str) -> str:
    """The state of the record when its form was first drawn, which is not now."""
    held: Mapping[str, str] = st.session_state.get(_SEEN, {})
    if id not in held:
        held = {id: acting.care().seen(id)}
        st.session_state[_SEEN] = held
    return held[id]


def go_on() -> None:
    """To the next file that waits, while the index follows what was decided."""
    acting.follow()
    st.query_params.clear()
    st.rerun()


def searchable() -> Sequence[Publication]:
    """What the index holds; nothing before the first ingest."""
    try:
        return state.publications()
    except NoIndex:
        return ()


def _held(id: str, label: str) -> tuple[Publication, Edition] | None:
    """A publication and its edition as the index holds them: with the digest of what was read."""
    publication = next((p for p in searchable() if p.id == id), None)
    edition = publication.edition(label) if publication else None
    return (publication, edition) if publication and edition else None


def _proposal(edition: Edition) -> Proposal | None:
    """What the file itself says; None while its raw pages are not kept, as after an update."""
    try:
        return _proposed(edition.file, edition.sha256)
    except LookupError:
        return None


@lru_cache(maxsize=16)
def _proposed(file: str, sha256: str) -> Proposal:
    raw = RawStore(home.settings().index / "pages").load(sha256)
    if raw is None:
        raise LookupError(sha256)  # which is not remembered
    return propose(file, first_look(raw), ())


@lru_cache(maxsize=16)
def _relatives(publication: Publication, edition: Edition, _state: str) -> Sequence[Relative]:
    return Likeness(home.settings().index / "likeness", state.library()).relatives(
        publication, edition
    )


def _value(publication: Publication, field: str) -> str:
    holder = publication.editions[0] if field in ("year", "law_as_of") else publication
    return str(getattr(holder, field) or "")
