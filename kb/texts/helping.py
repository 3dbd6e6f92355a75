"""The frame of the guide; what it says stands in `kb.texts.guide`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Helping:
    """See `kb.texts.sentences.Texts`. `parts` are by `kb.texts.guide.TOPICS`."""

    title: str
    intro: str
    parts: Mapping[str, str]
    all_topics: str
    next_topic: str


GERMAN = Helping(
    title="Hilfe",
    intro="Kurze Anleitungen, Schritt für Schritt.",
    parts={
        "guardians": "Suchen und lesen",
        "trainers": "Für Schulungen",
        "staff": "Für die Verwaltung",
    },
    all_topics="Alle Anleitungen",
    next_topic="Weiter:",
)

ENGLISH = Helping(
    title="Help",
    intro="Short guides, step by step.",
    parts={
        "guardians": "Searching and reading",
        "trainers": "For trainings",
        "staff": "For staff",
    },
    all_topics="All guides",
    next_topic="Next:",
)
