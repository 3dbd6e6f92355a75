"""What reading costs at least: `python -m kb.extract.bare FILE…` has both libraries read all pages.

No limits, no places of words, nothing kept: the measure that `kb bench ingest` holds ours against.
"""

import sys

import pypdfium2
from pypdf import PdfReader


def main(files: list[str]) -> None:
    """Print how many pages there were."""
    pages = 0
    for file in files:
        for page in PdfReader(file).pages:
            page.extract_text()
            pages += 1
        with pypdfium2.PdfDocument(file) as document:
            for sheet in document:
                sheet.get_textpage().get_text_range()
    sys.stdout.write(f"{pages}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
