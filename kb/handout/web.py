"""A handout for a website or a learning platform: one HTML page, or Markdown."""

import base64
import re
from collections.abc import Iterable, Iterator
from importlib import resources

from jinja2 import Environment, StrictUndefined

from kb.handout.content import Extract, Handout, Heading, Note, Part, Quotation, WordList
from kb.handout.paragraphs import (
    Paragraph,
    name_of,
    name_of_edition,
    of_extract,
    of_text,
    subtitle,
)
from kb.texts import handout as words
from kb.texts.citation import cited

# what CommonMark could take for markup, wherever it stands
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)", re.MULTILINE)


def as_html(handout: Handout) -> str:
    """One page that needs no other file; every value is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    source = resources.files("kb.handout").joinpath("handout.html").read_text("utf-8")
    return environment.from_string(source).render(
        handout=handout,
        parts=[(type(part).__name__, part) for part in handout.parts],
        words=words,
        zip=zip,
        cited=cited,
        name_of=name_of,
        name_of_edition=name_of_edition,
        of_extract=of_extract,
        of_text=of_text,
        subtitle=subtitle,
    )


def as_markdown(handout: Handout) -> str:
    """CommonMark, tables as in GitHub's; pictures of pages become their text."""
    blocks = [f"# {_line(handout.title)}", _line(subtitle(handout))]
    for part in handout.parts:
        blocks += _blocks(part)
    if handout.sources:
        blocks.append(f"## {words.SOURCES}")
        blocks.append("\n".join(f"- {_line(name_of_edition(s))}" for s in handout.sources))
        blocks.append(_line(words.NO_ADVICE))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _blocks(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"## {_line(part.text)}"
        case Note():
            yield from _paragraphs(of_text(part.text))
        case Quotation():
            yield _quoted(of_text(part.text))
            yield from _below(part)
        case Extract():
            yield f"### {_line(name_of(part.source))}"
            yield _quoted(of_extract(part))
            yield from _below(part)
        case WordList():
            rows = ["| " + " | ".join(map(_line, row)) + " |" for row in part.rows]
            yield "\n".join([*rows[:1], "|" + " --- |" * len(part.languages), *rows[1:]])


def _below(part: Quotation | Extract) -> Iterator[str]:
    for notice in part.notices:
        yield f"**{_line(notice)}**"
    yield f"*{_line(cited(part.source))}*"


def _quoted(paragraphs: Iterable[Paragraph]) -> str:
    return "\n>\n".join("> " + p.replace("\n", "\n> ") for p in _paragraphs(paragraphs))


def _paragraphs(found: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in found:
        text = _escaped(paragraph.text)
        if paragraph.heading:
            yield f"#### {_line(paragraph.text)}"
        elif paragraph.bullet:
            yield f"- {'[ ] ' if paragraph.bullet == words.TICK else ''}{_line(paragraph.text)}"
        else:
            yield text.replace("\n", "\\\n")


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _LIST.sub(_without_list, _MARKUP.sub(r"\\\1", text))


def _without_list(match: re.Match[str]) -> str:
    space, mark = match[1], match[2]
    return f"{space}{mark[:-1]}\\{mark[-1]}"
