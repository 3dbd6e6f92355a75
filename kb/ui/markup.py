"""HTML from templates; every value is escaped, so text from PDFs and people stays text."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kb.model import Span
from kb.texts import Texts

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

# "beratung@example.org"; "+49 421 12 34-5", "0421/123 45": of a number at least six digits
_REACHABLE = re.compile(r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|\+?\d(?:[ /()-]{0,2}\d){5,14}")


def render(template: str, texts: Texts, **values: object) -> str:
    """A template filled; in it `t` is the texts."""
    return _ENVIRONMENT.get_template(template).render(t=texts, **values)


def pieces(text: str, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text cut at its marks, in order, each piece with whether it is marked."""
    end = 0
    for mark in marks:
        if mark.start < end:
            continue
        if text[end : mark.start]:
            yield text[end : mark.start], False
        yield text[mark.start : mark.end], True
        end = mark.end
    if text[end:]:
        yield text[end:], False


def paragraphs(text: str, marks: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """The lines of a text, each with the marks that lie in it, counted from its beginning."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(m.start, start), min(m.end, end)) for m in marks]
        yield line, [Span(a - start, b - start) for a, b in inside if a < b]
        start = end + 1


def linked(line: str) -> Iterator[tuple[str, str]]:
    """A line cut at its mail addresses and telephone numbers, each piece with its link or ""."""
    end = 0
    for found in _REACHABLE.finditer(line):
        yield line[end : found.start()], ""
        mail = found["mail"]
        yield found[0], f"mailto:{mail}" if mail else "tel:" + re.sub(r"[^+\d]", "", found[0])
        end = found.end()
    yield line[end:], ""


_ENVIRONMENT.filters["pieces"] = pieces
_ENVIRONMENT.filters["linked"] = linked
_ENVIRONMENT.filters["paragraphs"] = paragraphs
