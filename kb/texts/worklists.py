"""What is waiting to be done: searches without hits, outdated passages; and the glossary."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklists:
    """See `kb.texts.sentences.Texts`."""

    title: str


GERMAN = Worklists(
    title="Arbeitslisten",
)

ENGLISH = Worklists(
    title="Worklists",
)
