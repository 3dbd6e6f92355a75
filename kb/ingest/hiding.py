"""What may no longer be seen leaves the search first: reading new files may take an hour."""

from collections.abc import Collection
from dataclasses import replace

from kb.catalogue import Catalogue
from kb.errors import NoIndex
from kb.index.engine import Changes, Engine
from kb.model import Publication, Visibility

Name = tuple[str, str]  # publication, edition


def hide(engine: Engine, catalogue: Catalogue, fingerprint: str) -> list[Name]:
    """Let nobody see any longer what the records no longer let them see.

    Only that: what may be seen by more people, or reads differently, waits for its ingest. May be
    called while one runs. Returns the editions that are out of the index now; none where all of it
    is about to be built anew. Raises IngestRunning while another publishes, FolderNotWritable.
    """
    try:
        with engine.reader(Visibility.TEAM) as reader:
            before = tuple(reader.publications)
    except NoIndex:
        return []
    if engine.state()[0] != fingerprint or engine.damage() is not None:
        return []
    after = _as_recorded(before, catalogue)
    gone = sorted(_names(before) - _names(after))
    if after != before:
        engine.publish(Changes((), gone, after, fingerprint))
    return gone


def _as_recorded(held: Collection[Publication], catalogue: Catalogue) -> tuple[Publication, ...]:
    """What may still be seen of `held`; a record that cannot be read changes nothing."""
    records = {publication.id: publication for publication in catalogue.publications()[0]}
    unusable = catalogue.unusable()  # reads every record
    records |= {p.id: p for p in held if p.id in unusable}
    # found without a record, and none could be written: the file alone speaks for it
    unrecorded = {path.name for path in catalogue.unrecorded()}
    seen = [_still_seen(p, records.get(p.id), unrecorded) for p in held]
    return tuple(publication for publication in seen if publication.editions)


def _still_seen(
    held: Publication, record: Publication | None, unrecorded: Collection[str]
) -> Publication:
    if record is None:
        return replace(held, editions=tuple(e for e in held.editions if e.file in unrecorded))
    labels = {edition.label for edition in record.editions}
    is_internal = Visibility.TEAM in (held.visibility, record.visibility)
    return replace(
        held,
        visibility=Visibility.TEAM if is_internal else Visibility.PUBLIC,
        editions=tuple(e for e in held.editions if e.label in labels),
    )


def _names(publications: Collection[Publication]) -> set[Name]:
    return {(p.id, e.label) for p in publications for e in p.editions}
