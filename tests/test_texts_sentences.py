"""The interface is complete in each of its languages, and its sentences fit what fills them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter

import pytest
import streamlit

from kb import errors, settings
from kb.errors import KbError
from kb.model import Kind, Outcome
from kb.search.searcher import COUNTED
from kb.texts import ALL_TEXTS, ENGLISH, GERMAN, Texts, texts_in
from kb.ui.address import FACETS

EACH = pytest.mark.parametrize("texts", ALL_TEXTS.values(), ids=ALL_TEXTS)


def _errors() -> list[type[KbError]]:
    found = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, KbError)]
    assert len(found) > 5
    return found


def _sentences(texts: object) -> Iterator[tuple[str, str]]:
    """Every text with its name, nested ones included."""
    assert is_dataclass(texts)
    for field in fields(texts):
        value = getattr(texts, field.name)
        if is_dataclass(value):
            yield from ((f"{field.name}.{name}", text) for name, text in _sentences(value))
        elif isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())
        elif isinstance(value, tuple):
            yield from ((f"{field.name}.{number}", text) for number, text in enumerate(value))
        else:
            yield field.name, value


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@EACH
def test_every_sentence_exists(texts: Texts) -> None:
    """Each language has German's keys; Streamlit's words differ, English ones may stay."""
    german, own = (
        {name for name, _ in _sentences(spoken) if not name.startswith("builtin")}
        for spoken in (GERMAN, texts)
    )
    assert german == own


def test_the_settings_name_the_languages() -> None:
    """Whoever runs the app may choose each of them."""
    assert list(settings.INTERFACE_LANGUAGES) == list(ALL_TEXTS)


@EACH
def test_every_facet_is_counted_and_named(texts: Texts) -> None:
    """What the filters offer has its counts and its title."""
    assert set(FACETS) == set(COUNTED)
    assert {facet.value for facet in FACETS} <= set(texts.facets)


@EACH
def test_no_sentence_is_empty(texts: Texts) -> None:
    """A text that is there says something."""
    assert [name for name, text in _sentences(texts) if not text.strip()] == []


@EACH
def test_all_languages_fill_in_the_same_values(texts: Texts) -> None:
    """A name in braces in German stands in the others too."""
    german = dict(_sentences(GERMAN))
    differing = [
        name
        for name, text in _sentences(texts)
        if name in german and _names(text) != _names(german[name])
    ]
    assert differing == []


@EACH
@pytest.mark.parametrize("kind", _errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence(texts: Texts, kind: type[KbError]) -> None:
    """Each kind of error can be said in each language from the data it carries."""
    assert kind.code in texts.errors
    # the reason is put into plain words by the texts themselves
    assert _names(texts.errors[kind.code]) <= _names(kind.sentence) | {"reason"}


@EACH
def test_an_error_says_its_reason_in_the_language_of_the_reader(texts: Texts) -> None:
    """The outcome of reading a file is translated inside the sentence of its error."""
    error = errors.UnreadablePdf(Path("a.pdf"), Outcome.PASSWORD.value)
    assert texts.reasons["refused:password"] in texts.error(error)
    assert "a.pdf" in texts.error(error)


@EACH
def test_every_reason_and_kind_has_a_name(texts: Texts) -> None:
    """Outcomes that leave nothing to search and kinds of publication are all translated."""
    assert {o.value for o in Outcome if o is not Outcome.TEXT} <= set(texts.reasons)
    assert {kind.value for kind in Kind} == set(texts.kinds)


def test_german_is_formal() -> None:
    """Readers are addressed as Sie; examples are questions they ask themselves."""
    informal = re.compile(r"\b(du|dir|dich|dein|deine|deinen)\b", re.IGNORECASE)
    assert [name for name, text in _sentences(GERMAN) if informal.search(text)] == []


def test_streamlits_words_are_those_it_uses() -> None:
    """A phrase that an update of Streamlit no longer has would be left untranslated unnoticed."""
    scripts = Path(streamlit.__file__).parent.glob("static/static/js/*.js")
    bundle = "".join(script.read_text("utf-8", "replace") for script in scripts)
    assert bundle
    phrases = {*GERMAN.builtin, *ENGLISH.builtin}
    ends = {phrase: "" if phrase.endswith(" ") else "`" for phrase in phrases}
    assert [phrase for phrase, end in ends.items() if f"`{phrase}{end}" not in bundle] == []


@pytest.mark.parametrize(
    ("label", "pdf_page", "place"),
    [("12", 17, "S. 12 (PDF-Seite 17)"), ("12", 12, "S. 12"), ("", 3, "PDF-Seite 3")],
)
def test_a_place_names_printed_and_pdf_page(label: str, pdf_page: int, place: str) -> None:
    """The printed number comes first; the PDF's only where it differs."""
    assert GERMAN.page_place(label, pdf_page) == place


def test_numbers_and_months_are_written_as_people_do() -> None:
    """Thousands are parted by the language's own sign; months are words; nonsense stays."""
    assert (GERMAN.number(12345), ENGLISH.number(12345)) == ("12.345", "12,345")
    assert (GERMAN.month("2026-03"), ENGLISH.month("2026-03")) == ("März 2026", "March 2026")
    assert (GERMAN.month("2026"), GERMAN.month("2026-99")) == ("2026", "2026-99")


def test_an_unknown_language_is_answered_in_german() -> None:
    """A cookie may hold anything."""
    assert texts_in("<script>") is GERMAN


def test_no_text_lies_unused() -> None:
    """Every text is asked for somewhere in the app."""
    app = Path(__file__).parent.parent / "kb"
    files = [file for kind in ("*.py", "*.html", "*.js") for file in app.rglob(kind)]
    used = "".join(f.read_text("utf-8") for f in files if f.stem not in ("german", "english"))
    areas = [v for f in fields(Texts) if is_dataclass(v := getattr(GERMAN, f.name))]
    names = [field.name for texts in (GERMAN, *areas) for field in fields(texts)]
    assert [name for name in names if not re.search(rf"\.{name}\b", used)] == []
