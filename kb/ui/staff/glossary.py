"""The glossary: all words, those of the association first to change, undo, save, take over."""

import csv
from collections.abc import Sequence
from io import StringIO
from urllib.parse import urlencode

import streamlit as st

from kb.catalogue.glossary_file import NAME, Differences, Entry
from kb.catalogue.glossary_lines import row
from kb.errors import ChangedMeanwhile
from kb.german import fold
from kb.german.terms import COLUMNS
from kb.texts import Texts
from kb.ui import state
from kb.ui.markup import render
from kb.ui.staff import acting, searches, term
from kb.ui.staff.door import for_staff

PATH = "glossar"
WORD, NEW, MORE, SHOWN, IMPORT = "wort", "neu", "dazu", "zeige", "uebernehmen"
_SHOWN = 60  # rows; nobody reads two hundred


@for_staff
def page() -> None:
    """Draw the screen: one word, a table to take over, or all words."""
    acting.told()
    word, more = acting.parameter(WORD), acting.parameter(MORE)
    queries = [*searches.asked_lately(), *state.texts().examples]
    if more and (word or acting.parameter(NEW)):
        term.draw_addition(word, more, queries)
    elif word or acting.parameter(NEW):
        term.draw(word, queries)
    elif acting.parameter(IMPORT):
        _import(state.texts())
    else:
        _draw_all(more, state.texts())


def _draw_all(more: str, texts: Texts) -> None:
    """All words; with `more` to choose the one it is a synonym of."""
    entries = acting.glossary().entries()
    st.html(render("staff/glossary.html", texts, path=PATH, more=more))
    if not more:
        _offer_undo(texts)
    typed = st.text_input(texts.worklists.glossary_find, live="300ms", key="glossary-find")
    shown = acting.parameter(SHOWN)
    found = [entry for entry in entries if _is_in(entry, shown) and _holds(entry, typed or "")]
    st.html(
        render(
            "staff/terms.html",
            texts,
            path=PATH,
            entries=found[:_SHOWN],
            left=len(found) - _SHOWN,
            link=lambda name: f"{PATH}?{urlencode({WORD: name} | ({MORE: more} if more else {}))}",
            shown=shown,
            shows=[
                (value, name, sum(_is_in(entry, value) for entry in entries))
                for value, name in texts.worklists.glossary_shows.items()
            ],
        )
    )
    _offer_export(entries, texts)


def _is_in(entry: Entry, shown: str) -> bool:
    return (shown != "eigene" or entry.own) and (shown != "pruefen" or bool(entry.term.check))


def _holds(entry: Entry, typed: str) -> bool:
    one = entry.term
    words = (one.name, one.abbreviation, one.expansion, *one.synonyms, *one.variants)
    return any(fold(typed.strip()) in fold(word) for word in words)


def _offer_undo(texts: Texts) -> None:
    change = acting.glossary().undoable()
    if change is None:
        return
    name = texts.worklists.glossary_whole_file if change.term == NAME else change.term
    with st.container(border=True, key="glossary-undo"):
        what = texts.worklists.glossary_undo_what.format(
            term=name, when=texts.moment(change.at), who=change.who
        )
        st.html(render("staff/line.html", texts, line=what))
        if not st.button(texts.worklists.undo):
            return
    try:
        acting.glossary().undo(acting.who(), change)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.tell(texts.worklists.glossary_undone.format(term=name))
    st.rerun()


def _offer_export(entries: Sequence[Entry], texts: Texts) -> None:
    own = [entry for entry in entries if entry.own]
    words = texts.worklists
    with st.container(horizontal=True):
        if own:
            st.download_button(
                words.glossary_export_own,
                acting.glossary().content(),
                NAME,
                "text/tab-separated-values",
                on_click="ignore",
            )
        st.download_button(
            words.glossary_export_all,
            _table(entries),
            "glossar.tsv",
            "text/tab-separated-values",
            on_click="ignore",
        )


def _table(entries: Sequence[Entry]) -> bytes:
    """All terms as they count; with the mark by which Excel knows UTF-8."""
    columns = [column for column in COLUMNS if column != "id"]
    out = StringIO()
    writer = csv.DictWriter(out, columns, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writeheader()
    writer.writerows(row(entry.term) for entry in entries)
    return out.getvalue().encode("utf-8-sig")


# -- taking over a table ---------------------------------------------------------------------------


def _import(texts: Texts) -> None:
    st.html(render("staff/import.html", texts, path=PATH))
    seen = acting.seen("import", "table", acting.glossary().digest)
    with st.form("import", border=False, enter_to_submit=False):
        table = st.text_area(
            texts.worklists.import_field, height=240, key=f"table-{acting.key(seen)}"
        )
        st.form_submit_button(texts.worklists.import_compare)
    if not table.strip():
        return
    found = acting.glossary().differences(table)
    st.html(render("staff/differences.html", texts, found=found, error=texts.error))
    if found.new or found.changed or found.missing:
        _take_over(found, seen, texts)


def _take_over(found: Differences, seen: str, texts: Texts) -> None:
    with st.form("take-over", border=False):
        dropping = bool(found.missing) and st.checkbox(texts.worklists.import_drop)
        if not st.form_submit_button(texts.worklists.import_save, type="primary"):
            return
    try:
        acting.glossary().take_over(acting.who(), found, seen=seen, dropping=dropping)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        name = texts.worklists.glossary_whole_file
        acting.tell(texts.worklists.glossary_saved.format(term=name))
        st.query_params.clear()
    acting.begin_anew()
    st.rerun()
