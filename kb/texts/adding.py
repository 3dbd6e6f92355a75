"""Adding publications: upload, progress, confirming details, editions and duplicates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """See `kb.texts.sentences.Texts`."""

    title: str


GERMAN = Adding(
    title="Veröffentlichungen hinzufügen",
)

ENGLISH = Adding(
    title="Add publications",
)
