"""How well a file was read: a verdict, numbers, each page's text beside its picture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from kb.clean import Examination, Finding, PageQuality
from kb.errors import KbError
from kb.ingest.examining import Examined
from kb.model import PageKey, Reading, Visibility
from kb.texts import Texts
from kb.ui import state, trouble
from kb.ui.markup import render
from kb.ui.staff import acting, recognition, rereading
from kb.ui.staff.door import for_staff

PATH = "qualitaet"
EDITION, PAGE = "a", "s"
_EDITION = re.compile(r"([a-z0-9-]{1,80})\.([a-z0-9-]{1,40})")
_NAMED = 20  # pages that a finding names


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words; `pages` are (PDF page, the way to its text), `more` how many follow."""

    sentence: str
    advice: str
    pages: Sequence[tuple[int, str]]
    more: str
    example: str


@dataclass(frozen=True, slots=True)
class Row:
    """A page in the list of all."""

    page: PageQuality
    known: str
    state: str
    link: str


@for_staff
def page() -> None:
    """Draw the screen: the edition that the address names, else the choice of one."""
    texts = state.texts()
    acting.told()
    match = _EDITION.fullmatch(acting.parameter(EDITION))
    if match is None:
        publications = acting.care().publications()[0]
        st.html(render("staff/quality_choose.html", texts, publications=publications, link=link))
        return
    try:
        examined = looked_at(match[1], match[2])
    except KbError as error:
        trouble.draw(error, texts)
        return
    st.html(_verdict(examined, texts))
    recognition.draw(examined, texts)
    st.html(_report(examined, texts))
    _draw_page(examined, texts)
    rereading.draw(examined, _number(examined), texts)


def link(publication: str, edition: str, pdf_page: int = 0) -> str:
    """The way to the report on an edition, or to one page in it."""
    pairs = {EDITION: f"{publication}.{edition}", **({PAGE: str(pdf_page)} if pdf_page else {})}
    return f"{PATH}?{urlencode(pairs)}"


def looked_at(publication: str, edition: str, reading: Reading | None = None) -> Examined:
    """As `Library.quality`; the same question while nothing changed is answered from memory."""
    library = state.library()
    seen = acting.care().seen(publication)
    return _looked_at(publication, edition, reading, library.sees, f"{library.state} {seen}")


@lru_cache(maxsize=8)
def _looked_at(
    publication: str, edition: str, reading: Reading | None, sees: Visibility, _state: str
) -> Examined:
    return state.shared_library().seen_by(sees).quality(publication, edition, reading)


# -- the report ------------------------------------------------------------------------------------


def _verdict(examined: Examined, texts: Texts) -> str:
    found = examined.examination
    return render(
        "staff/quality_verdict.html",
        texts,
        examined=examined,
        is_sound=found.is_sound,
        remarks=[_remark(examined, finding, texts) for finding in found.findings],
        back=f"pflege?{urlencode({'v': examined.publication.id})}",
    )


def _report(examined: Examined, texts: Texts) -> str:
    found = examined.examination
    return render(
        "staff/quality.html",
        texts,
        heads=found.heads,
        facts=facts(found, texts),
        rows=[_row(examined, one, texts) for one in found.pages],
        worst=[_row(examined, one, texts) for one in found.worst if one.words_known < 1],
    )


def facts(found: Examination, texts: Texts) -> list[tuple[str, str]]:
    """The report in numbers: what it is about, what was found."""
    t, quality = texts.examining, found.quality
    readers = [t.readers[name].format(count=n) for name, n in sorted(quality.readers.items())]
    empty = sum(not page.reader for page in found.pages)
    known = share(quality.words_known, texts) if quality.words else "–"
    lines = [
        (t.pages, texts.number(quality.pages)),
        (t.spreads, texts.number(found.spreads) if found.spreads else ""),
        (t.without_text, texts.number(empty) if empty else t.without_text_none),
        (t.known_words, f"{known}. {t.known_words_note}" if quality.words else known),
        (t.read_by, ", ".join(readers)),
        (t.headings, texts.number(quality.headings)),
        (t.numbers, _numbers(found, texts)),
    ]
    return [(name, value) for name, value in lines if value]


def share(value: float, texts: Texts) -> str:
    """0.957 as "95,7 %"."""
    return f"{100 * value:.1f}".replace(".", texts.decimal) + " %"


def _numbers(found: Examination, texts: Texts) -> str:
    t = texts.examining
    source = t.numbers_from[found.numbers_from]
    if not found.quality.pages_labelled:
        return source
    if found.offset is None:
        return f"{source}; {t.numbers_changing}"
    return f"{source}; {t.numbers_offset.format(page=found.offset + 1)}"


def _remark(examined: Examined, finding: Finding, texts: Texts) -> Remark:
    t = texts.examining
    named = finding.pages[:_NAMED]
    more = len(finding.pages) - len(named)
    return Remark(
        t.signs[finding.sign],
        t.advice[finding.sign],
        [(number, _page_link(examined, number)) for number in named],
        t.and_more.format(count=more) if more else "",
        finding.example,
    )


def _row(examined: Examined, one: PageQuality, texts: Texts) -> Row:
    return Row(
        one,
        share(one.words_known, texts) if one.words else "–",
        texts.examining.states[one.state],
        _page_link(examined, one.pdf_page),
    )


def _page_link(examined: Examined, pdf_page: int) -> str:
    return link(examined.publication.id, examined.edition.label, pdf_page)


# -- one page --------------------------------------------------------------------------------------


def _draw_page(examined: Examined, texts: Texts) -> None:
    number = _number(examined)
    total = examined.examination.quality.pages
    st.html(
        render(
            "staff/quality_page.html",
            texts,
            number=number,
            is_there=1 <= number <= total,
            before=_page_link(examined, number - 1) if number > 1 else "",
            after=_page_link(examined, number + 1) if number < total else "",
            pages=[p for p in examined.pages if p.key.pdf_page == number],
            image=lambda key: f"seite/{key}",
            whole=PageKey(examined.publication.id, examined.edition.label, max(number, 0)),
        )
    )


def _number(examined: Examined) -> int:
    """The PDF page asked for, else the one most worth looking at."""
    asked = acting.parameter(PAGE)
    if asked.isascii() and asked.isdecimal() and len(asked) < 6:
        return int(asked)
    found = examined.examination
    named = (number for finding in found.findings for number in finding.pages)
    return next(named, next((one.pdf_page for one in found.worst), 1))
