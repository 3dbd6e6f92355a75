"""Searches without hits: what people asked for, and the two clicks that make a synonym of it."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from kb.desk import unanswered
from kb.desk.masking import HIDDEN
from kb.desk.unanswered import DAYS, Unanswered
from kb.errors import NoIndex
from kb.german import Analyzer, fold
from kb.texts import Texts
from kb.ui import home, state
from kb.ui.markup import render
from kb.ui.staff import tables

_SHOWN = 40
STOP_WORDS = Analyzer.stop_words


def open_ones() -> Sequence[Unanswered]:
    """What nobody has dealt with and nothing answers by now: a new word or publication may."""
    return [one for one in unanswered.unanswered(home.desk()) if not _is_answered(one)]


def _is_answered(one: Unanswered) -> bool:
    words = _missing(one.words)
    if not words:
        return False
    try:
        found = state.search(words, limit=1)
    except NoIndex:
        return False
    return bool(found.total) and not found.similar_only


def asked_lately() -> Sequence[str]:
    """Searches whose words are all known, for trying out what a change would do."""
    return [one.words for one in open_ones() if HIDDEN not in one.words][:10]


def draw(texts: Texts) -> None:
    """The list."""
    words = texts.worklists
    found = open_ones()
    shown = [one for one in found if not one.is_hidden]
    hidden = sum(one.times for one in found if one.is_hidden)
    intro = [words.unanswered_what, words.unanswered_private.format(days=DAYS)]
    st.html(render("staff/list.html", texts, name=words.lists["suchen"], intro=intro))
    if not found:
        st.html(render("staff/line.html", texts, line=words.nothing))
    for one in shown[:_SHOWN]:
        with st.container(border=True, key=f"asked-{one.asked[0][:16]}"):
            _draw_one(one, texts)
    if hidden:
        line = texts.counted(hidden, "", words.unanswered_hidden_one, words.unanswered_hidden)
        st.html(render("staff/line.html", texts, line=line))
    if shown:
        rows = [
            (o.words, _result(o, texts), o.times, o.days, o.first.isoformat(), o.last.isoformat())
            for o in shown
        ]
        table = tables.as_csv(words.unanswered_columns, rows)
        st.download_button(words.csv, table, "suchen.csv", "text/csv", on_click="ignore")


def _draw_one(one: Unanswered, texts: Texts) -> None:
    words = texts.worklists
    missing = _missing(one.words)
    st.html(
        render(
            "staff/asked.html",
            texts,
            words=one.words.replace(HIDDEN, f"[{words.unanswered_masked}]"),
            result=_result(one, texts),
            asked=(words.unanswered_asked if one.times > 1 else words.unanswered_asked_once).format(
                times=texts.number(one.times), day=texts.day(one.last)
            ),
            search=f"./?{urlencode({'q': one.words})}" if HIDDEN not in one.words else "",
            terms=[
                (term.name, f"glossar?{urlencode({'wort': term.name, 'dazu': missing})}")
                for term in state.library().related_terms(missing)
            ]
            if missing
            else [],
            other=f"glossar?{urlencode({'dazu': missing})}",
        )
    )
    if st.button(words.unanswered_done, key=f"done-{one.asked[0][:16]}"):
        with home.desk().writing() as connection:
            unanswered.set_aside(connection, one.asked)
        st.rerun()


def _result(one: Unanswered, texts: Texts) -> str:
    words = texts.worklists
    return words.unanswered_similar if one.similar else words.unanswered_none_hit


def _missing(words: str) -> str:
    """What of a search could be a synonym: its words without those that are in every question."""
    kept = (word for word in words.split() if word != HIDDEN and fold(word) not in STOP_WORDS)
    return " ".join(kept)
