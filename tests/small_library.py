"""A home folder with two small publications, for tests that need a real library and real PDFs."""

import shutil
from pathlib import Path

from kb.library import Library
from kb.settings import Settings
from tests.small_pdf import Words, pdf, sheet

HOSTILE = "<img src=x onerror=alert(1)> *Fett* & ![Bild](https://example.invalid/x.png)"

_RECORD = """\
title = '''{title}'''
kind = "{kind}"
publisher = "Musterverein"
topics = ["alltag", "{topic}"]
confirmed = true
"""
_EDITION = """
[[editions]]
label = "{label}"
year = {label}
law_as_of = "{label}-03"
file = "{file}"
"""


def build(home: Path) -> Library:
    """Thirteen pages of a handbook and two editions of a leaflet with a hostile title, ingested."""
    documents = home / "documents"
    documents.mkdir(parents=True)
    (documents / "handbuch.pdf").write_bytes(pdf(*_HANDBOOK))
    (documents / "neu.pdf").write_bytes(pdf(_LEAFLET))
    (documents / "alt.pdf").write_bytes(pdf(_OLD_LEAFLET))
    record = _RECORD.format(title="Handbuch für Vormunde", kind="handbook", topic="schule")
    edition = _EDITION.format(label=2026, file="handbuch.pdf")
    (documents / "handbuch.toml").write_text(record + edition, "utf-8")
    record = _RECORD.format(title=HOSTILE, kind="leaflet", topic="geld")
    editions = _EDITION.format(label=2025, file="neu.pdf")
    editions += _EDITION.format(label=2018, file="alt.pdf") + 'superseded_by = "2025"\n'
    (documents / "blatt.toml").write_text(record + editions, "utf-8")
    library = Library(Settings(home=home))
    library.ingest()
    return library


def copied(home: Path, to: Path) -> Path:
    """A copy to be changed, without what tests of other screens left: their desk."""
    without = shutil.ignore_patterns("desk.sqlite3*")
    return Path(shutil.copytree(home, to, dirs_exist_ok=True, ignore=without))


def add_internal(home: Path) -> Library:
    """To that library, two editions of instructions for the team only, ingested.

    They are the newest of all; no other publication has their words, topic, chapter or kind.
    """
    documents = home / "documents"
    (documents / "intern-neu.pdf").write_bytes(pdf(_INSTRUCTIONS, _MORE_INSTRUCTIONS))
    (documents / "intern-alt.pdf").write_bytes(pdf(_OLD_INSTRUCTIONS))
    record = _RECORD.format(title="Dienstanweisung Notgroschen", kind="report", topic="personal")
    record += 'visibility = "team"\naudience = ["Hauptamtliche"]\n'
    editions = _EDITION.format(label=2031, file="intern-neu.pdf")
    editions += _EDITION.format(label=2030, file="intern-alt.pdf") + 'superseded_by = "2031"\n'
    (documents / "intern.toml").write_text(record + editions, "utf-8")
    library = Library(Settings(home=home))
    library.ingest()
    return library


# thirteen pages are more than one screenful; each reads differently, or its lines would be taken
# for running heads and left out
_SUBJECTS = (
    "Ankunft",
    "Clearing",
    "Wohnung",
    "Schule",
    "Arzt",
    "Impfung",
    "Sprachkurs",
    "Sport",
    "Konto",
    "Freunde",
    "Ausbildung",
    "Papiere",
    "Abschied",
)
_HANDBOOK = [
    sheet(
        Words(f"{number} {subject}", 70, 760, 18),
        Words(f"{subject}: Das bespricht der Vormund mit dem jungen Menschen.", 70, 700),
        Words(f"Wer unterschreibt, wenn es um {subject} geht? Beim Arzt zum Beispiel", 70, 680),
        Words(f"entscheidet, wer die Personensorge hat. Seite {number} erklärt das.", 70, 660),
    )
    for number, subject in enumerate(_SUBJECTS, 1)
]
_LEAFLET = sheet("Taschengeld", "Das Taschengeld zahlt das Jugendamt jeden Monat.")
_OLD_LEAFLET = sheet("Taschengeld", "Das Taschengeld zahlte das Jugendamt jede Woche.")
_INSTRUCTIONS = sheet(
    Words("Schlüsselkasten", 70, 760, 18),
    Words("Der Notgroschen liegt im Schlüsselkasten. Das Jugendamt weiß davon nichts.", 70, 700),
)
_MORE_INSTRUCTIONS = sheet(
    Words("Checkliste Taschengeldbuch", 70, 760, 18),
    Words("Wer aus dem Notgroschen Taschengeld auszahlt, unterschreibt im Buch.", 70, 700),
)
_OLD_INSTRUCTIONS = sheet(
    Words("Schlüsselkasten", 70, 760, 18),
    Words("Der Notgroschen lag früher im Schlüsselkasten beim Empfang.", 70, 700),
)
