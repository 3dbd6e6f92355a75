"""A handout typeset as PDF: the same content as the Word file, tagged for screen readers."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path

import typst

from kb.handout.content import Extract, Handout, Heading, Note, Part, Quotation, WordList
from kb.handout.paragraphs import (
    RIGHT_TO_LEFT,
    name_of,
    name_of_edition,
    of_extract,
    of_text,
    subtitle,
)
from kb.model import Source
from kb.texts import handout as words
from kb.texts.citation import cited, place_of

_LOOK = "look.typ"  # what the templates share
_Value = Mapping[str, object]


def as_pdf(handout: Handout) -> bytes:
    """The bytes of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        parts = [_part(part, place, number) for number, part in enumerate(handout.parts)]
        data = {
            "title": handout.title,
            "association": handout.association,
            "subtitle": subtitle(handout),
            "accent": handout.look.accent,
            "logo": place_logo(handout, place),
            "page_of": words.PAGE_OF.replace("{pages}", "{page}").split("{page}"),
            "contents": handout.has_contents,
            "contents_title": words.CONTENTS,
            "parts": parts,
            "sources": [name_of_edition(source) for source in handout.sources],
            "sources_title": words.SOURCES,
            "no_advice": words.NO_ADVICE,
        }
        return typeset("handout.typ", data, place)


def place_logo(handout: Handout, folder: Path) -> str:
    """Copy the association's logo to where a template finds it; its name there, "" without one."""
    logo = handout.look.logo
    if logo is None or not logo.is_file():
        return ""
    name = f"logo{logo.suffix.lower()}"
    (folder / name).write_bytes(logo.read_bytes())
    return name


def typeset(template: str, data: object, folder: Path) -> bytes:
    """A template of this room filled; `folder` holds the pictures that `data` names."""
    for name in (template, _LOOK):
        (folder / name).write_bytes(resources.files("kb.handout").joinpath(name).read_bytes())
    made = typst.compile(
        str(folder / template),
        root=str(folder),
        font_paths=[str(resources.files("kb.data").joinpath("fonts"))],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _part(part: Part, folder: Path, number: int) -> _Value:
    match part:
        case Heading():
            return {"kind": "heading", "text": part.text}
        case Note():
            return {"kind": "note", "paragraphs": [asdict(p) for p in of_text(part.text)]}
        case Quotation():
            paragraphs = [asdict(p) for p in of_text(part.text)]
            return {"kind": "quotation", "paragraphs": paragraphs, **_below(part)}
        case Extract():
            return {"kind": "extract", "name": name_of(part.source), **_pages(part, folder, number)}
        case WordList():
            return _word_list(part)


def _pages(part: Extract, folder: Path, number: int) -> _Value:
    paragraphs = [] if part.pictures else [asdict(p) for p in of_extract(part)]
    return {"pictures": _pictures(part, folder, number), "paragraphs": paragraphs, **_below(part)}


def _pictures(part: Extract, folder: Path, number: int) -> Sequence[_Value]:
    found = []
    for page, picture in zip(part.pages, part.pictures, strict=bool(part.pictures)):
        name = f"{number}-{page.key.pdf_page}{page.key.half}.jpg"
        (folder / name).write_bytes(picture)
        place = Source(page.key, page.key, (page.label, page.label), part.source.title)
        found.append({"file": name, "alt": f"{part.source.title}, {place_of(place)}"})
    return found


def _below(part: Quotation | Extract) -> _Value:
    return {"notices": list(part.notices), "citation": cited(part.source)}


def _word_list(part: WordList) -> _Value:
    columns = [
        {"language": language, "right_to_left": language in RIGHT_TO_LEFT}
        for language in part.languages
    ]
    return {"kind": "words", "columns": columns, "rows": [list(row) for row in part.rows]}
