"""What a generation shows to those who may not see all of it: tables without the other rows.

They are what would have been written had the rest never been there. So a view answers exactly as a
generation without the rest, statistics included, and nothing above the tables knows of it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kb.index import columns, inverted
from kb.index.columns import Columns
from kb.index.engine import Entry
from kb.index.generations import visible
from kb.index.inverted import Inverted
from kb.index.tables import TABLES, places_in
from kb.model import Publication, Visibility


def write_views(
    folder: Path, entries: Sequence[Entry], publications: Sequence[Publication]
) -> None:
    """Write a folder of tables, named by its visibility, for each that hides something.

    The tables of all `entries` must be complete.
    """
    everything = tuple(entries), tuple(publications)
    for sees in Visibility:
        shown = visible(*everything, sees)
        if shown != everything:
            (folder / sees.value).mkdir()
            _write(folder, folder / sees.value, entries, shown[0])


def is_view_file(name: str) -> bool:
    """Whether a file of a generation belongs to a view of it."""
    return "/" in name


def _write(source: Path, target: Path, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
    size = sum(entry.pages for entry in shown)
    places = places_in(entries, shown, shown)
    for table in TABLES:
        inverted.without(Inverted.load(source, table), places, size).save(target, table)
    whole = Columns.load(source / "columns.npz")
    columns.merge([(whole, places)], size).save(target / "columns.npz")
    row_of = np.load(source / "rows.npy")
    # deleted pages have no row to look up, and stay without one
    np.save(target / "rows.npy", np.append(places, np.int32(-1))[row_of])
