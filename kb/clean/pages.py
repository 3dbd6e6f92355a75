"""Cleaning a document: raw pages in, printed pages out."""

from collections.abc import Sequence

from kb.clean.heads import strip_heads, strip_number
from kb.clean.labels import counted_on, labels
from kb.clean.layout import mend_page_ends, set_text
from kb.clean.leaves import Leaf, body_size, leaves
from kb.clean.sections import headings
from kb.clean.words import Vocabulary
from kb.extract import OutlineEntry, RawDocument
from kb.model import Outcome, Page, PageKey, Reading

# raised whenever the same raw pages would come out otherwise; part of an index's fingerprint
CLEANING = "3"


def clean(
    raw: RawDocument,
    publication: str,
    edition: str,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    *,
    recognised: bool = False,
) -> tuple[Page, ...]:
    """The printed pages of a document, those without text included, so that `order` has no gaps.

    Empty unless the outcome is TEXT. The same raw document gives the same pages everywhere.
    `reading` is what people said of how it is to be read; of a copy of a scan whose text was
    `recognised`, the pages that are pictures have the reader "ocr".
    """
    if raw.outcome is not Outcome.TEXT:
        return ()
    whole = leaves(raw.pages, reading, recognised=recognised)
    stripped, numbers = strip_heads(whole)
    stripped = stripped if reading.heads else whole
    label_of = labels(numbers, _given_labels(raw, stripped))
    label_of = counted_on(label_of, [leaf.pdf_page for leaf in stripped], reading.numbers)
    printed = [strip_number(leaf, label) for leaf, label in zip(stripped, label_of, strict=True)]
    vocabulary = Vocabulary(line.text for leaf in printed for line in leaf.lines)
    flowing = mend_page_ends([leaf.lines for leaf in printed], vocabulary)
    body = body_size(line for leaf in printed for line in leaf.lines)
    settings = [
        set_text(lines, vocabulary, width=leaf.width, body=body)
        for leaf, lines in zip(printed, flowing, strict=True)
    ]
    found = zip(
        printed,
        settings,
        label_of,
        headings(settings, _outline(raw.outline, printed)),
        strict=True,
    )
    return tuple(
        Page(
            PageKey(publication, edition, leaf.pdf_page, leaf.half),
            setting.text,
            label,
            path,
            leaf.reader,
            order,
        )
        for order, (leaf, setting, label, path) in enumerate(found)
    )


def _given_labels(raw: RawDocument, leaves: Sequence[Leaf]) -> Sequence[str]:
    """The file's page labels, if there is one for each printed page: not for spreads."""
    return raw.labels if len(raw.labels) == len(leaves) else ()


def _outline(
    outline: Sequence[OutlineEntry], leaves: Sequence[Leaf]
) -> list[tuple[int, OutlineEntry]]:
    """Each entry with the index of the first leaf of its PDF page."""
    index = {leaf.pdf_page: i for i, leaf in reversed(list(enumerate(leaves)))}
    return [(index[entry.page], entry) for entry in outline if entry.page in index]
