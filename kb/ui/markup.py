"""HTML from templates; every value is escaped, so text from PDFs and people stays text."""

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


_ENVIRONMENT.filters["pieces"] = pieces
_ENVIRONMENT.filters["paragraphs"] = paragraphs
