"""Damaged and made-up PDFs, through the child, cleaning and analysis: an outcome, never more."""

from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

from kb.clean import clean
from kb.extract import (
    Limits,
    Line,
    OutlineEntry,
    PageState,
    RawDocument,
    RawPage,
    RawStore,
    read,
)
from kb.extract.read import _assemble
from kb.extract.record import Record
from kb.german import Analyzer
from kb.index.documents import document
from kb.ingest.reading import first_look
from kb.model import Edition, Outcome, Publication
from tests.hostile import EXAMPLES, fuzzed, mutated, texts
from tests.small_pdf import Words, as_bytes, sheet, writer

_ANALYZER = Analyzer()
_EDITION = Edition("2026", "a.pdf")
_PUBLICATION = Publication("test", "Test", (_EDITION,))

# what makes readers allocate, recurse, or look elsewhere
TOKENS = [
    b"/Length 99999999999",
    b"/Kids [1 0 R 2 0 R 1 0 R]",
    b"/Count 2147483648",
    b"/MediaBox [0 0 1e38 1e38]",
    b"/MediaBox [0 0 nan 0]",
    b"/Parent 3 0 R",
    b"/Filter [/FlateDecode /FlateDecode /ASCII85Decode]",
    b"/Encrypt 1 0 R",
    b"/Rotate 37",
    b"xref 0 99999999",
    b"startxref 5",
    b"<<" * 500,
    b"[" * 3000,
    b"q " * 3000,
    b"1e308 0 0 1e308 0 0 cm ",
    b"BT /F1 -1e9 Tf (x) Tj ET ",
    b"/Title <FEFFD800D800>",
    b"\\ud800",
]


@cache
def seeds() -> list[bytes]:
    """Small files with all that a reader looks at: outline, labels, metadata, form, real fonts."""
    rich = writer([sheet("Die Vormundschaft endet."), [Words("Das Amt hilft.", 70, 500, 20)]])
    rich.add_metadata({"/Title": "Handbuch", "/CreationDate": "D:20260401"})
    chapter = rich.add_outline_item(title="1 Rolle", page_number=0)
    rich.add_outline_item(title="1.1 Amt", page_number=1, parent=chapter)
    rich.set_page_label(0, 1, style=PageLabelStyle.DECIMAL)
    locked = writer([sheet("Die Vormundschaft endet.")])
    locked.encrypt(user_password="", algorithm="AES-128")
    return [as_bytes(rich), as_bytes(locked), _one_page("broschuere-2026.pdf")]


def _one_page(name: str) -> bytes:
    """A page as real programs write it, with its fonts and pictures."""
    source = Path(__file__).parent.parent / "documents" / name
    cut = PdfWriter()
    cut.add_page(PdfReader(source).pages[3])
    out = BytesIO()
    cut.write(out)
    return out.getvalue()


def check(raw: RawDocument, folder: Path) -> None:
    """What holds of whatever was read: it can be kept, cleaned, analysed and proposed from."""
    store = RawStore(folder)
    store.save(raw)
    assert store.load(raw.sha256) == raw
    assert raw.reason or raw.outcome is Outcome.TEXT
    if raw.pages:
        first_look(raw)
    for page in clean(raw, "test", "2026"):
        assert not {"\0", "\x02", "\r"} & set(page.text)
        page.text.encode()  # no half of a surrogate pair
        document(page, _PUBLICATION, _EDITION, _ANALYZER)


@settings(fuzzed, max_examples=max(6, EXAMPLES // 10))  # each starts a process
@given(data=st.deferred(lambda: mutated(seeds(), TOKENS)))
def test_a_damaged_pdf_is_an_outcome(data: bytes) -> None:
    """Whatever of it can be read is whole text; what cannot has a reason."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        path.write_bytes(data)
        check(read(path), Path(folder, "pages"))


# a file says where its letters are; what is beyond all paper is left out when it is read
_NUMBERS = st.one_of(
    st.floats(-1e6, 1e6), st.floats(-900, 900), st.sampled_from([0.0, -1.0, 12.0, 595.0])
)


def test_letters_beyond_all_paper_are_left_out() -> None:
    """And those at no number at all; a page of no size has none."""
    places = [1.0, 1e308, -1e7, float("nan"), float("inf"), -float("inf")]
    lines = [["Wort", place, 1.0, 20.0, 12.0, 11.0, False] for place in places]
    record = Record(opened={"pdfium": 1}, total=1)
    page = {"lines": lines, "width": float("nan"), "height": float("inf"), "images": 1e300}
    record.pages = {1: {"pdfium": page}}
    (read_page,) = _assemble("0" * 64, record, Limits(), b"%PDF-").pages
    assert [line.x0 for line in read_page.lines] == [1.0]
    assert (read_page.width, read_page.height, read_page.images) == (0.0, 0.0, 0.0)


def _one_line(line: Line) -> RawDocument:
    page = RawPage(1, lines=(line,), reader="pdfium")
    return RawDocument("0" * 64, Outcome.TEXT, pages=(page,))


@st.composite
def _raw_documents(draw: st.DrawFn) -> RawDocument:
    lines = st.builds(Line, texts, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS, st.booleans())
    pages = [
        RawPage(
            number,
            draw(_NUMBERS),
            draw(_NUMBERS),
            draw(texts),
            tuple(draw(st.lists(lines, max_size=8))),
            draw(_NUMBERS),
            reader=draw(st.sampled_from(["pypdf", "pdfium"])),
            state=draw(st.sampled_from(PageState)),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    entries = st.builds(OutlineEntry, st.integers(-5, 50), texts, st.integers(1, len(pages)))
    return RawDocument(
        "0" * 64,
        Outcome.TEXT,
        pages=tuple(pages),
        outline=tuple(draw(st.lists(entries, max_size=5))),
        labels=tuple(draw(st.lists(texts, min_size=len(pages), max_size=len(pages)))),
    )


@fuzzed
@given(raw=_raw_documents())
@example(raw=_one_line(Line("0", 1.0, 0.0, 0.0, 0.0, 1.0)))
def test_any_geometry_is_cleaned(raw: RawDocument) -> None:
    """Boxes of no size or less, beside the paper, above each other: the text comes out."""
    first_look(raw)
    pages = clean(raw, "test", "2026")
    assert [page.order for page in pages] == list(range(len(pages)))
    for page in pages:
        assert not {"\0", "\x02", "\r"} & set(page.text)
        document(page, _PUBLICATION, _EDITION, _ANALYZER)
