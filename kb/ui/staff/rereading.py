"""Having a file read otherwise: what would change is shown before anything does."""

import re
from collections.abc import Sequence

import streamlit as st

from kb.errors import KbError
from kb.ingest.examining import Examined
from kb.model import Page, Reading
from kb.texts import Texts
from kb.ui import trouble
from kb.ui.markup import render
from kb.ui.staff import acting, quality

_TRIED = "kb-reading-tried"
_NUMBER = re.compile(r"\s*([1-9]\d{0,4})\s*=\s*([0-9]{1,5}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|–|-)\s*")
_SPREADS = {"": None, "yes": True, "no": False}


def draw(examined: Examined, number: int, texts: Texts) -> None:
    """The form for it, and once filled in what it would do; `number` is the PDF page shown."""
    t = texts.examining
    name = f"{examined.publication.id}.{examined.edition.label}"
    with st.expander(t.reread, expanded=_tried(name) is not None):
        st.html(render("staff/quality_reread.html", texts, title=t.reread, sentence=t.reread_intro))
        typed = _form(examined, name, texts)
        if typed is not None:
            st.session_state[_TRIED] = (name, typed)
        tried = _tried(name)
        if tried is not None:
            _preview(examined, tried, number, texts)


def numbers(typed: str) -> tuple[tuple[int, str], ...] | None:
    """ "3 = I, 7 = 1" as `Reading.numbers`; "–" is no number; None if it is not understood."""
    matches = [_NUMBER.fullmatch(part) for part in re.split(r"[,;\n]", typed) if part.strip()]
    found = {int(m[1]): "" if m[2] in "–-" else m[2] for m in matches if m}
    return tuple(sorted(found.items())) if all(matches) else None


def written(given: Sequence[tuple[int, str]]) -> str:
    """What `numbers` reads."""
    return ", ".join(f"{page} = {label or '–'}" for page, label in given)


def _tried(name: str) -> Reading | None:
    held: tuple[str, Reading] | None = st.session_state.get(_TRIED)
    return held[1] if held and held[0] == name else None


def _form(examined: Examined, name: str, texts: Texts) -> Reading | None:
    """The reading asked for, when somebody presses the button."""
    t, now = texts.examining, examined.edition.reading
    with st.form(f"reading-{name}", border=False):
        reader = st.radio(
            t.reader,
            list(t.reader_choices),
            list(t.reader_choices).index(now.reader),
            format_func=lambda value: t.reader_choices[value],
            horizontal=True,
        )
        typed = st.text_input(t.numbers_field, written(now.numbers), help=None, max_chars=200)
        st.html(render("staff/hint.html", texts, sentence=t.numbers_hint))
        spreads = st.radio(
            t.spreads_field,
            list(t.spreads_choices),
            list(_SPREADS.values()).index(now.spreads),
            format_func=lambda value: t.spreads_choices[value],
        )
        columns = st.checkbox(t.columns_field, now.columns)
        heads = st.checkbox(t.heads_field, now.heads)
        if not st.form_submit_button(t.preview):
            return None
    found = numbers(typed)
    if found is None:
        st.html(render("staff/problems.html", texts, lines=[t.numbers_wrong]))
        return None
    return Reading(reader, found, _SPREADS[spreads], columns, heads)


def _preview(examined: Examined, tried: Reading, number: int, texts: Texts) -> None:
    t, (id, label) = texts.examining, (examined.publication.id, examined.edition.label)
    try:
        after = quality.looked_at(id, label, tried)
    except KbError as error:
        trouble.draw(error, texts)
        return
    lines = [quality.facts(one.examination, texts) for one in (examined, after)]
    values = [dict(one) for one in lines]
    names = list(dict.fromkeys(name for one in lines for name, _ in one))
    st.html(
        render(
            "staff/quality_preview.html",
            texts,
            number=number,
            facts=[(name, values[0].get(name, "–"), values[1].get(name, "–")) for name in names],
            before=_text(examined.pages, number),
            after=_text(after.pages, number),
        )
    )
    left, right = st.columns(2)
    if left.button(t.take_over, type="primary"):
        acting.rereading().read_as(acting.who().id, id, label, tried)
        acting.follow()
        acting.tell(t.taken_over)
        _forget()
    if right.button(t.take_over_not):
        _forget()


def _forget() -> None:
    st.session_state.pop(_TRIED, None)
    st.rerun()


def _text(pages: Sequence[Page], number: int) -> str:
    return "\n\n".join(page.text for page in pages if page.key.pdf_page == number)
