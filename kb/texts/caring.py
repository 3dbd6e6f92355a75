"""Caring for publications: details, several at once, the trash, who changed what."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caring:
    """See `kb.texts.sentences.Texts`."""

    title: str
    intro: str
    to_add: str
    to_trash: str
    to_history: str
    to_many: str
    back: str
    shown: str
    shows: Mapping[str, str]
    none_shown: str
    confirm_tag: str
    team_tag: str
    demonstration_tag: str
    no_law_as_of: str
    not_searchable: str
    problems_title: str
    advice: Mapping[str, str]
    confirm_link: str
    edit_link: str
    quality_link: str
    demonstration_title: str
    demonstration_what: str
    demonstration_remove: str
    demonstration_removed: str

    # one publication
    details_title: str
    fields: Mapping[str, str]
    visibilities: Mapping[str, str]
    languages: Mapping[str, str]
    truths: Mapping[str, str]
    several_hint: str
    law_hint: str
    no_newer: str
    edition_file: str
    save: str
    saved: str
    nothing_changed: str
    wrong: Mapping[str, str]
    wrong_edition: str
    unknown: str
    withdraw_title: str
    withdraw_what: str
    withdraw_successor: str
    withdraw_no_successor: str
    withdraw: str
    withdrawn: str
    part_title: str
    part_what: str
    part_which: str
    part: str
    part_name: str

    # several at once
    many_title: str
    many_what: str
    many_which: str
    many_choose: str
    many_add_topics: str
    many_drop_topics: str
    many_add_audience: str
    many_drop_audience: str
    many_publisher: str
    many_visibility: str
    many_unchanged: str
    many_save: str
    many_none: str
    many_saved_one: str
    many_saved: str

    # trash
    trash_title: str
    trash_intro: str
    trash_empty: str
    trash_since: str
    trash_by: str
    trash_files: str
    trash_successor: str
    restore: str
    restored: str
    delete: str
    delete_sure: str
    delete_loses: str
    delete_keeps: str
    delete_really: str
    deleted: str
    cancel: str

    # history
    history_title: str
    history_none: str
    history_gone: str
    history_account_gone: str
    deeds: Mapping[str, str]
    difference: str
    difference_edition: str
    empty_value: str

    # for readers
    gone_withdrawn: str
    gone_successor: str


GERMAN = Caring(
    title="Veröffentlichungen pflegen",
    intro="Alles, was in der Bibliothek steht. Was Sie hier ändern, gilt nach wenigen Sekunden "
    "auch in der Suche.",
    to_add="Hinzufügen",
    to_trash="Papierkorb",
    to_history="Wer hat was geändert?",
    to_many="Mehrere zugleich ändern",
    back="Zurück zu allen Veröffentlichungen",
    shown="Zeigen:",
    shows={
        "": "Alle",
        "pruefen": "Noch zu bestätigen",
        "hinweise": "Mit Hinweisen",
        "stand": "Ohne Rechtsstand",
        "team": "Nur für das Team",
    },
    none_shown="Hier ist nichts zu tun.",
    confirm_tag="Bitte bestätigen",
    team_tag="Nur für das Team",
    demonstration_tag="Beispiel",
    no_law_as_of="ohne Rechtsstand",
    not_searchable="noch nicht durchsuchbar",
    problems_title="Diese Dateien fehlen in der Suche",
    advice={
        "needs_ocr": "Unter „Text prüfen“ können Sie den Text erkennen lassen.",
        "unreadable_pdf": "Fügen Sie bitte eine Fassung hinzu, die sich lesen lässt.",
        "bad_record": "Bitten Sie jemanden, der die Dateien auf dem Server bearbeiten kann.",
        "bad_glossary_line": "Sehen Sie bitte im Glossar nach.",
    },
    confirm_link="Angaben prüfen",
    edit_link="Bearbeiten",
    quality_link="Text prüfen",
    demonstration_title="Beispiele zum Ausprobieren",
    demonstration_what="{count} Veröffentlichungen sind Beispiele mit erfundenen Inhalten. Wenn "
    "Sie richtig anfangen, nehmen Sie sie heraus. Sie liegen dann im Papierkorb.",
    demonstration_remove="Die Beispiele entfernen",
    demonstration_removed="Die Beispiele liegen jetzt im Papierkorb.",
    details_title="Angaben bearbeiten",
    fields={
        "title": "Titel",
        "kind": "Art",
        "publisher": "Wer gibt sie heraus?",
        "audience": "Für wen?",
        "topics": "Themen",
        "language": "Sprache",
        "visibility": "Wer darf sie sehen?",
        "confirmed": "Die Angaben sind geprüft",
        "year": "Jahr",
        "law_as_of": "Rechtsstand (Monat und Jahr)",
        "superseded_by": "Ersetzt durch die Ausgabe",
    },
    visibilities={"public": "Alle", "team": "Nur das Team"},
    languages={
        "de": "Deutsch",
        "en": "Englisch",
        "fr": "Französisch",
        "ar": "Arabisch",
        "fa": "Persisch",
        "tr": "Türkisch",
        "ru": "Russisch",
        "es": "Spanisch",
        "so": "Somali",
        "ti": "Tigrinya",
        "uk": "Ukrainisch",
        "ku": "Kurdisch",
    },
    truths={"true": "ja", "false": "nein"},
    several_hint="Wählen oder neu eintippen",
    law_hint="zum Beispiel 3/2026",
    no_newer="nicht ersetzt, das ist die neueste",
    edition_file="Ausgabe {label} · {file}",
    save="Speichern",
    saved="Gespeichert. Die Suche folgt in wenigen Sekunden.",
    nothing_changed="Sie haben nichts geändert.",
    wrong={
        "no_title": "Der Titel fehlt.",
        "long_title": "Der Titel ist zu lang. Höchstens 300 Zeichen, bitte.",
        "year": "Das Jahr braucht vier Ziffern, zum Beispiel 2026.",
        "month": "Den Rechtsstand schreiben Sie bitte als Monat und Jahr, zum Beispiel 3/2026.",
        "many": "Das sind zu viele. Höchstens 30 Themen und 30 Gruppen, bitte.",
        "language": "Die Sprache hat zwei oder drei Buchstaben, zum Beispiel de.",
        "replaced_by": "Eine Ausgabe kann nur durch eine andere ersetzt sein.",
        "no_newest": "Eine Ausgabe muss die neueste sein, also nicht ersetzt.",
    },
    wrong_edition="Ausgabe {label}: {sentence}",
    unknown="Diese Veröffentlichung gibt es hier nicht mehr. Vielleicht liegt sie im Papierkorb.",
    withdraw_title="Aus der Bibliothek nehmen",
    withdraw_what="Die Veröffentlichung verschwindet aus der Suche und kommt in den Papierkorb. "
    "Sie können sie zurückholen. Wer einen alten Link öffnet, erfährt, dass sie zurückgezogen ist.",
    withdraw_successor="Was sollen Leserinnen und Leser stattdessen lesen?",
    withdraw_no_successor="Nichts Bestimmtes",
    withdraw="In den Papierkorb legen",
    withdrawn="„{title}“ liegt jetzt im Papierkorb.",
    part_title="Nur eine Ausgabe herausnehmen",
    part_what="Die anderen Ausgaben bleiben. Die Datei kommt in den Papierkorb; Sie können sie "
    "zurückholen und wieder einordnen.",
    part_which="Welche Ausgabe?",
    part="Ausgabe in den Papierkorb legen",
    part_name="{title} (Ausgabe {label})",
    many_title="Mehrere zugleich ändern",
    many_what="Wählen Sie Veröffentlichungen und füllen Sie nur aus, was sich bei allen ändern "
    "soll. Alles andere bleibt, wie es ist.",
    many_which="Welche Veröffentlichungen?",
    many_choose="Bitte wählen",
    many_add_topics="Diese Themen dazu",
    many_drop_topics="Diese Themen weg",
    many_add_audience="Für wen: dazu",
    many_drop_audience="Für wen: weg",
    many_publisher="Wer gibt sie heraus? (leer: bleibt)",
    many_visibility="Wer darf sie sehen?",
    many_unchanged="Bleibt, wie es ist",
    many_save="Bei allen gewählten ändern",
    many_none="Wählen Sie bitte Veröffentlichungen und mindestens eine Änderung.",
    many_saved_one="1 Veröffentlichung ist geändert. Die Suche folgt in wenigen Sekunden.",
    many_saved="{count} Veröffentlichungen sind geändert. Die Suche folgt in wenigen Sekunden.",
    trash_title="Papierkorb",
    trash_intro="Was hier liegt, findet niemand mehr. Sie können es zurückholen, bis Sie es "
    "endgültig löschen.",
    trash_empty="Der Papierkorb ist leer.",
    trash_since="Zurückgezogen am {day}",
    trash_by="von {name}",
    trash_files="Dateien: {files}",
    trash_successor="Alte Links führen zu: {title}",
    restore="Zurückholen",
    restored="„{title}“ ist wieder da. Die Suche folgt in wenigen Sekunden.",
    delete="Endgültig löschen",
    delete_sure="„{title}“ endgültig löschen?",
    delete_loses="Verloren gehen diese Dateien mit allen Angaben dazu:",
    delete_keeps="Das lässt sich nicht rückgängig machen. Sammlungen, die daraus zitieren, "
    "behalten ihren Text.",
    delete_really="Ja, endgültig löschen",
    deleted="„{title}“ ist gelöscht.",
    cancel="Abbrechen",
    history_title="Wer hat was geändert?",
    history_none="Noch hat niemand etwas geändert.",
    history_gone="ohne Konto",
    history_account_gone="Ein Konto, das es nicht mehr gibt:",
    deeds={
        "added": "hinzugefügt",
        "confirmed": "Angaben bestätigt",
        "edited": "Angaben geändert",
        "replaced": "Datei ersetzt",
        "joined": "als Ausgabe eingeordnet",
        "reread": "neu gelesen",
        "recognised": "Text erkannt",
        "withdrawn": "in den Papierkorb gelegt",
        "restored": "aus dem Papierkorb geholt",
        "deleted": "endgültig gelöscht",
        "term_saved": "im Glossar gespeichert",
        "term_removed": "aus dem Glossar genommen",
        "undone": "rückgängig gemacht",
        "account_added": "Konto angelegt",
        "account_role": "Rolle geändert",
        "account_password": "Passwort geändert",
        "account_removed": "Konto gelöscht",
    },
    difference="{field}: {old} → {new}",
    difference_edition="{field} (Ausgabe {label}): {old} → {new}",
    empty_value="leer",
    gone_withdrawn="„{title}“ wurde zurückgezogen und ist hier nicht mehr zu lesen.",
    gone_successor="Lesen Sie stattdessen:",
)

ENGLISH = Caring(
    title="Care for publications",
    intro="Everything in the library. What you change here counts in the search within seconds.",
    to_add="Add",
    to_trash="Trash",
    to_history="Who changed what?",
    to_many="Change several at once",
    back="Back to all publications",
    shown="Show:",
    shows={
        "": "All",
        "pruefen": "To be confirmed",
        "hinweise": "With remarks",
        "stand": "Without law as of",
        "team": "For the team only",
    },
    none_shown="Nothing to do here.",
    confirm_tag="Please confirm",
    team_tag="For the team only",
    demonstration_tag="Example",
    no_law_as_of="no date of the law",
    not_searchable="cannot be searched yet",
    problems_title="These files are missing from the search",
    advice={
        "needs_ocr": "Under “Check the text” you can have the text recognised.",
        "unreadable_pdf": "Please add a version that can be read.",
        "bad_record": "Please ask somebody who can edit the files on the server.",
        "bad_glossary_line": "Please look at the glossary.",
    },
    confirm_link="Check the details",
    edit_link="Edit",
    quality_link="Check the text",
    demonstration_title="Examples to try out",
    demonstration_what="{count} publications are examples with made-up content. Take them out "
    "when you start for real. They will be in the trash then.",
    demonstration_remove="Remove the examples",
    demonstration_removed="The examples are in the trash now.",
    details_title="Edit the details",
    fields={
        "title": "Title",
        "kind": "Kind",
        "publisher": "Who publishes it?",
        "audience": "For whom?",
        "topics": "Topics",
        "language": "Language",
        "visibility": "Who may see it?",
        "confirmed": "The details have been checked",
        "year": "Year",
        "law_as_of": "Law as of (month and year)",
        "superseded_by": "Replaced by the edition",
    },
    visibilities={"public": "Everyone", "team": "The team only"},
    languages={
        "de": "German",
        "en": "English",
        "fr": "French",
        "ar": "Arabic",
        "fa": "Persian",
        "tr": "Turkish",
        "ru": "Russian",
        "es": "Spanish",
        "so": "Somali",
        "ti": "Tigrinya",
        "uk": "Ukrainian",
        "ku": "Kurdish",
    },
    truths={"true": "yes", "false": "no"},
    several_hint="Choose or type a new one",
    law_hint="such as 3/2026",
    no_newer="not replaced, this is the newest",
    edition_file="Edition {label} · {file}",
    save="Save",
    saved="Saved. The search follows within seconds.",
    nothing_changed="You have not changed anything.",
    wrong={
        "no_title": "The title is missing.",
        "long_title": "The title is too long. At most 300 characters, please.",
        "year": "The year needs four digits, such as 2026.",
        "month": "Please write the date of the law as month and year, such as 3/2026.",
        "many": "These are too many. At most 30 topics and 30 groups, please.",
        "language": "The language has two or three letters, such as de.",
        "replaced_by": "An edition can only be replaced by another one.",
        "no_newest": "One edition must be the newest, that is, not replaced.",
    },
    wrong_edition="Edition {label}: {sentence}",
    unknown="This publication is not here any more. Perhaps it is in the trash.",
    withdraw_title="Take it out of the library",
    withdraw_what="The publication leaves the search and goes to the trash. You can bring it back. "
    "Whoever opens an old link is told that it was withdrawn.",
    withdraw_successor="What should people read instead?",
    withdraw_no_successor="Nothing in particular",
    withdraw="Move to the trash",
    withdrawn="“{title}” is in the trash now.",
    part_title="Take out one edition only",
    part_what="The other editions stay. The file goes to the trash; you can bring it back and make "
    "it an edition again.",
    part_which="Which edition?",
    part="Move the edition to the trash",
    part_name="{title} (edition {label})",
    many_title="Change several at once",
    many_what="Choose publications and fill in only what should change for all of them. Everything "
    "else stays as it is.",
    many_which="Which publications?",
    many_choose="Please choose",
    many_add_topics="Add these topics",
    many_drop_topics="Remove these topics",
    many_add_audience="For whom: add",
    many_drop_audience="For whom: remove",
    many_publisher="Who publishes them? (empty: stays)",
    many_visibility="Who may see them?",
    many_unchanged="Stays as it is",
    many_save="Change all chosen ones",
    many_none="Please choose publications and at least one change.",
    many_saved_one="1 publication was changed. The search follows within seconds.",
    many_saved="{count} publications were changed. The search follows within seconds.",
    trash_title="Trash",
    trash_intro="Nobody finds what is here. You can bring it back until you delete it for good.",
    trash_empty="The trash is empty.",
    trash_since="Withdrawn on {day}",
    trash_by="by {name}",
    trash_files="Files: {files}",
    trash_successor="Old links lead to: {title}",
    restore="Bring back",
    restored="“{title}” is back. The search follows within seconds.",
    delete="Delete for good",
    delete_sure="Delete “{title}” for good?",
    delete_loses="These files are lost, with all their details:",
    delete_keeps="This cannot be undone. Collections that quote from it keep their text.",
    delete_really="Yes, delete for good",
    deleted="“{title}” is deleted.",
    cancel="Cancel",
    history_title="Who changed what?",
    history_none="Nobody has changed anything yet.",
    history_gone="without an account",
    history_account_gone="An account that is gone:",
    deeds={
        "added": "added",
        "confirmed": "details confirmed",
        "edited": "details changed",
        "replaced": "file replaced",
        "joined": "made an edition",
        "reread": "read again",
        "recognised": "text recognised",
        "withdrawn": "moved to the trash",
        "restored": "brought back from the trash",
        "deleted": "deleted for good",
        "term_saved": "saved in the glossary",
        "term_removed": "removed from the glossary",
        "undone": "undone",
        "account_added": "account made",
        "account_role": "role changed",
        "account_password": "password changed",
        "account_removed": "account deleted",
    },
    difference="{field}: {old} → {new}",
    difference_edition="{field} (edition {label}): {old} → {new}",
    empty_value="empty",
    gone_withdrawn="“{title}” was withdrawn and cannot be read here any more.",
    gone_successor="Read this instead:",
)
