"""Comparing two editions of a publication."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """See `kb.texts.sentences.Texts`. Mappings are by change, see `kb.compare.Change`."""

    title: str
    choose: str
    none: str
    not_here: str
    pair: str
    with_older: str
    with_newer: str
    nothing: str
    counts_one: Mapping[str, str]
    counts_many: Mapping[str, str]
    changes: Mapping[str, str]
    how: str
    laws_one: str
    laws_many: str
    laws_before: str
    laws_now: str
    laws_gone: str
    laws_new: str
    laws_today: str
    front: str
    renamed: str
    show: str
    hide: str
    show_all: str
    hide_all: str
    place: str
    unchanged: str


GERMAN = Comparing(
    title="Ausgaben vergleichen",
    choose="Welche Ausgaben möchten Sie vergleichen?",
    none="Noch gibt es keine Veröffentlichung in mehreren Ausgaben.",
    not_here="Eine der beiden Ausgaben gibt es hier nicht. Vielleicht ist der Link alt.",
    pair="Ausgabe {new} gegenüber Ausgabe {old}",
    with_older="Was ist neu gegenüber {label}?",
    with_newer="Was ist in Ausgabe {label} anders?",
    nothing="Beide Ausgaben sagen dasselbe.",
    counts_one={
        "changed": "1 Abschnitt geändert",
        "added": "1 Abschnitt neu",
        "removed": "1 Abschnitt entfallen",
        "same": "1 Abschnitt gleich",
    },
    counts_many={
        "changed": "{count} Abschnitte geändert",
        "added": "{count} Abschnitte neu",
        "removed": "{count} Abschnitte entfallen",
        "same": "{count} Abschnitte gleich",
    },
    changes={
        "same": "Gleich",
        "changed": "Geändert",
        "added": "Neu",
        "removed": "Entfallen",
        "replaced": "Neu gefasst",
        "moved": "Verschoben",
    },
    how="Das Programm vergleicht Satz für Satz. Schreibweise, Satzzeichen und Seitenwechsel zählen "
    "nicht. Was wichtig ist, prüfen Sie bitte auf den Seiten selbst.",
    laws_one="1 Gesetzesstelle geändert",
    laws_many="{count} Gesetzesstellen geändert",
    laws_before="Früher genannt",
    laws_now="Jetzt",
    laws_gone="nicht mehr genannt",
    laws_new="neu genannt",
    laws_today="laut Glossar heute {law}",
    front="Vor dem ersten Abschnitt",
    renamed="hieß: {title}",
    show="Änderungen zeigen",
    hide="Änderungen schließen",
    show_all="Alle Änderungen zeigen",
    hide_all="Alle schließen",
    place="Ausgabe {label}, {place}",
    unchanged="Gleich geblieben: {titles}",
)

ENGLISH = Comparing(
    title="Compare editions",
    choose="Which editions would you like to compare?",
    none="No publication has several editions yet.",
    not_here="One of the two editions is not here. Perhaps the link is old.",
    pair="Edition {new} compared with edition {old}",
    with_older="What is new compared with {label}?",
    with_newer="What is different in edition {label}?",
    nothing="Both editions say the same.",
    counts_one={
        "changed": "1 section changed",
        "added": "1 section new",
        "removed": "1 section removed",
        "same": "1 section the same",
    },
    counts_many={
        "changed": "{count} sections changed",
        "added": "{count} sections new",
        "removed": "{count} sections removed",
        "same": "{count} sections the same",
    },
    changes={
        "same": "Same",
        "changed": "Changed",
        "added": "New",
        "removed": "Removed",
        "replaced": "Rewritten",
        "moved": "Moved",
    },
    how="The program compares sentence by sentence. Spelling, punctuation and page breaks do not "
    "count. Please check on the pages themselves whatever matters.",
    laws_one="1 reference to a law changed",
    laws_many="{count} references to laws changed",
    laws_before="Named before",
    laws_now="Now",
    laws_gone="no longer named",
    laws_new="named for the first time",
    laws_today="according to the glossary today {law}",
    front="Before the first section",
    renamed="was: {title}",
    show="Show changes",
    hide="Close changes",
    show_all="Show all changes",
    hide_all="Close all",
    place="Edition {label}, {place}",
    unchanged="Unchanged: {titles}",
)
