"""Fields for proposed values, each with the place it was read from."""

import streamlit as st

from kb.catalogue.editing import TypedEdition
from kb.model import Edition
from kb.texts import Texts
from kb.ui.markup import render
from kb.ui.staff.waiting import Candidate


def edition_fields(candidate: Candidate, edition: Edition, texts: Texts, key: str) -> TypedEdition:
    """Year and Rechtsstand of an edition."""
    names = texts.caring.fields
    year = st.text_input(names["year"], str(edition.year or ""), key=f"year-{edition.label}-{key}")
    source("year", candidate, texts)
    law_as_of = st.text_input(
        names["law_as_of"],
        texts.month(edition.law_as_of),
        help=texts.caring.law_hint,
        key=f"law-{edition.label}-{key}",
    )
    source("law_as_of", candidate, texts)
    return TypedEdition(
        edition.label, year=year, law_as_of=law_as_of, superseded_by=edition.superseded_by
    )


def source(field: str, candidate: Candidate, texts: Texts) -> None:
    """Where the proposed value was read; the page itself unfolds."""
    found, value = candidate.source(field)
    st.html(render("staff/source.html", texts, candidate=candidate, source=found, value=value))
