"""Typesets the demonstration publications: sources here -> PDFs in documents/ and toc.json here.

    pip install .
    python documents/sources/build.py [NAME …]

The same sources give the same bytes: fonts come only from fonts/ and kb/data/fonts/, and every date
is a fixed one.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typst
from finishing import double_pages, poor_metadata, scan_of, sheet_of

HERE = Path(__file__).parent
DOCUMENTS = HERE.parent
PICTURE_PPI = 200
FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=False,
    font_paths=[str(HERE / "fonts"), str(DOCUMENTS.parent / "kb" / "data" / "fonts")],
)

Place = dict[str, str | int]


def unchanged(pdf: bytes) -> bytes:
    """The PDF as Typst made it."""
    return pdf


def same_page(page: int) -> int | None:
    """Page for page, as Typst laid them out."""
    return page


def no_page(page: int) -> int | None:
    """Nothing of it can be found: a picture has no text."""
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF to build: `typ` is its main file, `pdf` its name in documents/.

    `pictures` are typeset first, as PNGs beside their sources, for figures whose words must not be
    in the text. `finish` works on the bytes last; where it moves pages, `moved` says where Typst's
    page ends up. The main file holds a `<toc>` metadata value: one {key, title, printed, pdf_page}
    per section.
    """

    publication: str
    edition: str
    typ: str
    pdf: str
    pictures: tuple[str, ...] = ()
    finish: Callable[[bytes], bytes] = unchanged
    moved: Callable[[int], int | None] = same_page


# The current edition of a publication stands before its older ones: toc.json keeps this order.
SOURCES = (
    Source(
        "handbuch",
        "2026",
        "handbuch/handbuch.typ",
        "handbuch-2026.pdf",
        pictures=("handbuch/schaubild2.typ",),
    ),
    Source(
        "broschuere",
        "2026",
        "broschuere/broschuere.typ",
        "broschuere-2026.pdf",
        finish=poor_metadata,
    ),
    Source("handbuch", "2018", "handbuch-2018/handbuch-2018.typ", "handbuch-2018.pdf"),
    Source(
        "broschuere",
        "2026-doppelseiten",
        "broschuere/broschuere.typ",
        "broschuere-2026-doppelseiten.pdf",
        finish=double_pages,
        moved=sheet_of,
    ),
    Source(
        "scan-woerter",
        "2026",
        "broschuere/broschuere.typ",
        "scan-woerter.pdf",
        finish=partial(scan_of, page=23),
        moved=no_page,
    ),
)


def compiler(typ: str) -> typst.Compiler:
    """Typst for one main file, which may include whatever lies in this folder."""
    return typst.Compiler(str(HERE / typ), root=str(HERE), font_paths=FONTS)


def one_file(made: bytes | list[bytes] | None) -> bytes:
    """What Typst made, where it is a single file."""
    assert isinstance(made, bytes), "more than one page or none"
    return made


def draw(typ: str) -> None:
    """Typesets a figure as a PNG beside its source."""
    png = one_file(compiler(typ).compile(format="png", ppi=PICTURE_PPI))
    (HERE / typ).with_suffix(".png").write_bytes(png)


def typeset(source: Source) -> bytes:
    """The finished PDF."""
    for picture in source.pictures:
        draw(picture)
    return source.finish(one_file(compiler(source.typ).compile(format="pdf")))


def places(source: Source) -> dict[str, Place]:
    """Section key -> where its heading stands, as Typst laid it out."""
    found = compiler(source.typ).query("<toc>", field="value", one=True)
    return {
        entry["key"]: {
            "publication": source.publication,
            "edition": source.edition,
            "title": entry["title"],
            "printed": entry["printed"],
            "pdf_page": page,
        }
        for entry in json.loads(found)
        if (page := source.moved(entry["pdf_page"]))
    }


def contents(sources: Sequence[Source]) -> dict[str, Place | list[Place]]:
    """Section key -> its place, or its places where several editions have the section."""
    gathered: dict[str, list[Place]] = {}
    for source in sources:
        for key, place in places(source).items():
            gathered.setdefault(key, []).append(place)
    return {key: found[0] if len(found) == 1 else found for key, found in gathered.items()}


def main(names: Sequence[str]) -> None:
    """Builds the PDFs of those names, or all, and toc.json for all."""
    for source in SOURCES:
        if names and source.pdf.removesuffix(".pdf") not in names:
            continue
        started = time.perf_counter()
        pdf = typeset(source)
        (DOCUMENTS / source.pdf).write_bytes(pdf)
        print(f"{source.pdf}: {len(pdf):,} bytes, {time.perf_counter() - started:.1f} s")
    toc = json.dumps(contents(SOURCES), ensure_ascii=False, indent=2)
    (HERE / "toc.json").write_text(toc + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
