"""One word of the glossary: a form, what saving would change in the search, taking it out."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

import streamlit as st

from kb.catalogue.glossary_file import Entry
from kb.catalogue.glossary_lines import clean
from kb.errors import ChangedMeanwhile, KbError
from kb.german import Term
from kb.german.terms import TRANSLATION_LANGUAGES
from kb.search.effect import Effect
from kb.texts import Texts
from kb.ui import state
from kb.ui.address import Address
from kb.ui.markup import render
from kb.ui.staff import acting

_NEW = Term(id="", name="")
_FIRST = ("name", "synonyms", "variants", "abbreviation", "expansion", "definition")
_OWN_QUERIES = 6


def draw(name: str, queries: Sequence[str]) -> None:
    """The screen of the word `name`, "" for a new one.

    `queries` are searches whose results before and after are told, besides those for its own words.
    """
    texts = state.texts()
    entry = _entry(name)
    if name and entry is None:
        st.html(render("staff/no_term.html", texts))
        return
    st.html(render("staff/term.html", texts, entry=entry))
    seen = acting.seen(f"term {name}", "name", lambda: acting.glossary().seen(name))
    key = acting.key(seen)
    with st.form(f"term-{key}", border=False, enter_to_submit=False):
        typed = _fields(entry.term if entry else _NEW, texts, key)
        looks = st.form_submit_button(texts.worklists.glossary_effect)
        saves = st.form_submit_button(texts.worklists.glossary_save, type="primary")
    if saves:
        _save(typed, name, seen, texts)
    elif looks and typed.name:
        effects(typed, name, queries, texts)
    if entry and entry.own:
        _offer_removal(entry, seen, texts)


def draw_addition(name: str, word: str, queries: Sequence[str]) -> None:
    """What it would do if `word` meant the same as the term `name`, "" for none, and a button."""
    texts = state.texts()
    entry = _entry(name)
    term = _with_synonym(entry.term, word) if entry else replace(_NEW, name=word)
    seen = acting.glossary().seen(entry.term.name if entry else word)
    st.html(render("staff/addition.html", texts, term=entry.term if entry else None, word=word))
    effects(term, name, [word, *queries], texts)
    if st.button(texts.worklists.addition_save, type="primary"):
        way = ("arbeitslisten?liste=suchen", texts.worklists.lists["suchen"])  # on with the next
        _save(term, name, seen, texts, way)


def _entry(name: str) -> Entry | None:
    entries = acting.glossary().entries()
    return next((one for one in entries if one.term.name.casefold() == name.casefold()), None)


def effects(term: Term, old: str, queries: Sequence[str], texts: Texts) -> None:
    """What saving the term would change, for its own words and for `queries`."""
    own = list(dict.fromkeys([term.name, *term.synonyms, *term.variants]))[:_OWN_QUERIES]
    asked = list(dict.fromkeys(query for query in [*queries, *own] if query))
    found = state.library().effects(acting.glossary().trial(term, old), asked)
    changing = [one for one in found if not one.is_none]
    st.html(
        render(
            "staff/effects.html",
            texts,
            effects=[(one, _line(one, texts)) for one in changing],
            same=len(found) - len(changing),
            link=lambda key: Address(reading=key).link(),
        )
    )


def _line(effect: Effect, texts: Texts) -> str:
    line = texts.worklists.effect_line.format(
        before=texts.number(effect.before), after=texts.number(effect.after)
    )
    if effect.only_similar and not effect.only_similar_then:
        line += f" ({texts.worklists.effect_similar})"
    return line


def _with_synonym(term: Term, word: str) -> Term:
    known = {one.casefold() for one in (term.name, *term.synonyms, *term.variants)}
    if not word or word.casefold() in known:
        return term
    return replace(term, synonyms=(*term.synonyms, word))


def _fields(term: Term, texts: Texts, key: str) -> Term:
    """The fields, those that matter most first; the others fold away."""
    values = {name: _field(term, name, texts, key) for name in _FIRST}
    with st.expander(texts.worklists.glossary_more_fields):
        rest = [f.name for f in fields(Term) if f.name not in (*_FIRST, "id", "translations")]
        values |= {name: _field(term, name, texts, key) for name in rest}
        translations = _translations(term.translations, texts, key)
    return clean(replace(term, translations=translations, **values))  # type: ignore[arg-type]


def _field(term: Term, name: str, texts: Texts, key: str) -> str | tuple[str, ...]:
    value = getattr(term, name)
    label = texts.worklists.glossary_fields[name]
    if isinstance(value, str):
        return st.text_input(label, value, key=f"{name}-{key}")
    lines = "\n".join(value)
    height = 70 + 27 * min(len(value), 8)  # pixels
    several = texts.worklists.glossary_each_line.format(label=label)
    return tuple(st.text_area(several, lines, height=height, key=f"{name}-{key}").splitlines())


def _translations(held: Mapping[str, str], texts: Texts, key: str) -> Mapping[str, str]:
    names = texts.worklists.glossary_fields
    return {
        code: st.text_input(names[code], held.get(code, ""), key=f"{code}-{key}")
        for code in TRANSLATION_LANGUAGES
    }


def _save(term: Term, old: str, seen: str, texts: Texts, way: tuple[str, str] = ("", "")) -> None:
    try:
        acting.glossary().save(acting.who(), term, old=old, seen=seen)
    except ChangedMeanwhile as error:
        acting.tell(texts.error(error), is_problem=True)
    except KbError as error:  # a slip; what was typed stays
        st.html(render("staff/problems.html", texts, lines=[texts.error(error)]))
        return
    else:
        acting.tell(texts.worklists.glossary_saved.format(term=term.name), way=way)
        st.query_params.clear()
    acting.begin_anew()
    st.rerun()


def _offer_removal(entry: Entry, seen: str, texts: Texts) -> None:
    words = texts.worklists
    label = words.glossary_remove_shipped if entry.shipped else words.glossary_remove
    if not st.button(label):
        return
    try:
        acting.glossary().remove(acting.who(), entry.term.name, seen=seen)
    except KbError as error:
        acting.tell(texts.error(error), is_problem=True)
    else:
        acting.tell(words.glossary_removed.format(term=entry.term.name))
        st.query_params.clear()
    acting.begin_anew()
    st.rerun()
