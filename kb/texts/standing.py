"""What became of a place since it was kept: on the screen, and in German in a handout."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """See `kb.texts.sentences.Texts`; each is a notice of `kb.handout.standing`."""

    older: str
    older_place: str
    older_only: str
    renumbered: str
    law_changed: str
    former: str
    outdated: str
    withdrawn: str
    changed: str
    internal: str


GERMAN = Standing(
    older="Ältere Ausgabe. Die aktuelle Fassung steht in: {place}.",
    older_place="Ausgabe {edition}, {page}",
    older_only="Ältere Ausgabe. Es gibt eine neuere: Ausgabe {edition}.",
    renumbered="Bitte prüfen: {written}, heute {today}.",
    law_changed="Bitte prüfen, das Recht dazu wurde geändert: {written} (heute {today}).",
    former="Nicht mehr aktuell: {written}. Heute: {today}.",
    outdated="Nicht mehr aktuell: {written}.",
    withdrawn="Diese Veröffentlichung wurde inzwischen zurückgezogen.",
    changed="Der Text an dieser Stelle wurde seither geändert. Hier steht die aufbewahrte Fassung.",
    internal="Nur für das Team: nicht weitergeben.",
)

ENGLISH = Standing(
    older="Older edition. The current version stands in: {place}.",
    older_place="edition {edition}, {page}",
    older_only="Older edition. There is a newer one: edition {edition}.",
    renumbered="Please check: {written}, today {today}.",
    law_changed="Please check, the law on this has changed: {written} (today {today}).",
    former="Out of date: {written}. Today: {today}.",
    outdated="Out of date: {written}.",
    withdrawn="This publication has been withdrawn meanwhile.",
    changed="The text in this place has been changed since. This is the version that was kept.",
    internal="For the team only: do not pass on.",
)
