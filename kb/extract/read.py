"""Reading one file: digest, first checks, the children, choice of reader, verdict."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.extract.choice import choose
from kb.extract.limits import Limits
from kb.extract.process import Progress, gather
from kb.extract.raw import Line, Metadata, OutlineEntry, RawDocument, RawPage
from kb.extract.record import Record
from kb.extract.verdict import judge, refused, with_state
from kb.model import Outcome

_LOOK_AHEAD = 65_536  # mail gateways and old servers put junk before the header
_FARTHEST = 1e6  # points; the largest page a reader shows has 14,400
_LONGEST = 500  # of a title, an outline entry: more is not meant to be read


def read(
    path: Path, *, progress: Progress | None = None, limits: Limits | None = None
) -> RawDocument:
    """Read a file in a process of its own; whatever is wrong with it is in the outcome.

    `progress(page, pages)` is called when a page begins. Raises ReaderUnavailable if this
    installation cannot start the process at all.
    """
    limits = limits or Limits()
    try:
        with path.open("rb") as file:
            head = file.read(_LOOK_AHEAD)
        digest, size = _digest(path)
    except OSError as error:
        return RawDocument("", Outcome.DAMAGED, f"it cannot be opened: {error.strerror}")
    if (refusal := _refused_unread(head, size, limits)) is not None:
        return RawDocument(digest, *refusal)
    return _assemble(digest, gather(path, limits, progress), limits, head)


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _refused_unread(head: bytes, size: int, limits: Limits) -> tuple[Outcome, str] | None:
    if not size:
        return Outcome.NOT_A_PDF, "it is empty (0 bytes)"
    if b"%PDF-" not in head:
        return Outcome.NOT_A_PDF, "it does not begin like a PDF"
    if size > limits.file_bytes:
        return Outcome.LIMIT, f"larger than {limits.file_bytes // 1_000_000} MB"
    return None


def _assemble(digest: str, record: Record, limits: Limits, head: bytes) -> RawDocument:
    if (refusal := refused(record, limits.pages)) is not None:
        if refusal[0] is Outcome.DAMAGED and b"obj" not in head and len(head) < _LOOK_AHEAD:
            refusal = Outcome.NOT_A_PDF, "it begins like a PDF, but holds nothing of one"
        return RawDocument(digest, *refusal)
    numbers = range(1, record.total + 1)
    pages = choose([_page(number, record.pages.get(number, {})) for number in numbers])
    judged = [with_state(page, _broke_limit(record, page)) for page in pages]
    outcome, reason = judge(judged, record)
    return RawDocument(
        digest,
        outcome,
        reason,
        tuple(judged),
        _metadata(record.about.get("metadata", {})),
        _outline(record.about.get("outline", ()), record.total),
        _labels(record.about.get("labels", ()), record.total),
    )


def _page(number: int, given: Mapping[str, Mapping[str, Any]]) -> RawPage:
    pypdf, pdfium = given.get("pypdf", {}), given.get("pdfium", {})
    return RawPage(
        number,
        # PDFium's size is the page as shown, cropped and turned
        width=_length(pdfium.get("width") or pypdf.get("width") or 0),
        height=_length(pdfium.get("height") or pypdf.get("height") or 0),
        pypdf=_text(pypdf.get("text", "")),
        lines=tuple(filter(_is_on_paper, (Line(*line) for line in pdfium.get("lines", ())))),
        images=_length(pdfium.get("images", 0.0)),
        errors=tuple(f"{name}: {g['error']}" for name, g in given.items() if "error" in g),
    )


def _is_on_paper(line: Line) -> bool:
    """Not beyond all paper, or at no number at all: files may say anything."""
    return all(abs(n) < _FARTHEST for n in (line.x0, line.y0, line.x1, line.y1, line.size))


def _length(value: float) -> float:
    """The number; 0 for one that is none, or that no page has."""
    return float(value) if 0 <= value < _FARTHEST else 0.0


def _broke_limit(record: Record, page: RawPage) -> bool:
    """pypdf said so, or the only text there is came from a reader that did.

    Where pypdf read a page in peace, it does not matter that PDFium died on it.
    """
    given = record.pages.get(page.number, {})
    broke = {name for name, what in given.items() if what.get("kind") == "limit"}
    if not given and record.stopped:
        return True
    return page.reader in broke or ("pypdf" in broke and "pdfium" not in given)


def _metadata(given: Mapping[str, Any]) -> Metadata:
    year = given.get("year")
    return Metadata(
        **{name: _one_line(given.get(name)) for name in Metadata.__slots__ if name != "year"},
        year=year if isinstance(year, int) and 1900 < year < 2200 else None,
    )


def _outline(given: Sequence[Sequence[Any]], pages: int) -> tuple[OutlineEntry, ...]:
    entries = (OutlineEntry(int(level), _one_line(t), int(page)) for level, t, page in given)
    return tuple(e for e in entries if e.title and 1 <= e.page <= pages)


def _labels(given: Sequence[str], pages: int) -> tuple[str, ...]:
    labels = tuple(_one_line(label)[:20] for label in given)
    return labels if len(labels) == pages else ()


def _one_line(value: object) -> str:
    return _text(" ".join(str(value or "").split()))[:_LONGEST].strip("\ufeff\x00 ")


def _text(value: str) -> str:
    """Text that can be written as UTF-8: broken fonts give lone surrogates."""
    return value.encode("utf-8", "replace").decode("utf-8")
