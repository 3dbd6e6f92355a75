"""Pages and records as JSON: how every engine keeps them, and gets them back as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from kb.model import Edition, Heading, Kind, Page, PageKey, Publication, Reading, Visibility

Json = Any  # what `json.loads` gives


def page_as_json(page: Page) -> Sequence[Json]:
    """A page; of text, numbers and lists only."""
    headings = [(h.level, h.title, h.start) for h in page.headings]
    return str(page.key), page.text, page.label, headings, page.reader, page.order


def page_from_json(written: Sequence[Json]) -> Page:
    """What `page_as_json` was given."""
    name, text, label, headings, reader, order = written
    key = PageKey.parse(name)
    assert key is not None  # was str(PageKey) when it was written
    return Page(
        key=key,
        text=text,
        label=label,
        headings=tuple(Heading(*heading) for heading in headings),
        reader=reader,
        order=order,
    )


def publication_as_json(publication: Publication) -> Mapping[str, Json]:
    """A record; its days as "2026-02-03"."""
    written = asdict(publication)
    for edition in written["editions"]:
        edition["added"] = edition["added"] and edition["added"].isoformat()
    return written


def publication_from_json(record: Mapping[str, Json]) -> Publication:
    """What `publication_as_json` was given."""
    return Publication(
        **{
            **record,
            "editions": tuple(map(_edition, record["editions"])),
            "kind": Kind(record["kind"]),
            "visibility": Visibility(record["visibility"]),
            "audience": tuple(record["audience"]),
            "topics": tuple(record["topics"]),
        }
    )


def _edition(record: Mapping[str, Json]) -> Edition:
    added = record["added"] and date.fromisoformat(record["added"])
    kinds = tuple((page, tuple(named)) for page, named in record["text_kinds"])
    said = record["reading"]
    reading = Reading(**{**said, "numbers": tuple(map(tuple, said["numbers"]))})
    return Edition(**{**record, "added": added, "text_kinds": kinds, "reading": reading})
