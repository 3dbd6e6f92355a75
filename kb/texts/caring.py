"""Caring for publications: quality, scans, details, trash, comparing editions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caring:
    """See `kb.texts.sentences.Texts`."""

    title: str


GERMAN = Caring(
    title="Veröffentlichungen pflegen",
)

ENGLISH = Caring(
    title="Care for publications",
)
