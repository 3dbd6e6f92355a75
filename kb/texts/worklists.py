"""What is waiting to be done: searches without hits, outdated passages, contacts; the glossary."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklists:
    """See `kb.texts.sentences.Texts`."""

    title: str
    intro: str
    lists: Mapping[str, str]
    nothing: str
    csv: str

    # searches without hits
    unanswered_what: str
    unanswered_private: str
    unanswered_none_hit: str
    unanswered_similar: str
    unanswered_asked_once: str
    unanswered_asked: str
    unanswered_masked: str
    unanswered_hidden_one: str
    unanswered_hidden: str
    unanswered_add: str
    unanswered_add_new: str
    unanswered_done: str
    unanswered_columns: tuple[str, ...]

    # outdated passages
    outdated_what: str
    outdated_count_one: str
    outdated_count: str
    outdated_kinds: Mapping[str, str]
    outdated_columns: tuple[str, ...]
    back: str
    undo: str

    # contacts
    contacts_what: str
    contacts_kinds: Mapping[str, str]
    contacts_count_one: str
    contacts_count: str
    contacts_more: str
    contacts_check: str
    contacts_check_all: str
    contacts_checked: str
    contacts_undo_what: str
    contacts_undone: str
    contacts_columns: tuple[str, ...]

    # publications
    unready_what: str
    unready_confirm: str
    unready_scan: str

    # glossary
    glossary_title: str
    glossary_intro: str
    glossary_find: str
    glossary_shows: Mapping[str, str]
    glossary_new: str
    glossary_choose: str
    glossary_choose_new: str
    glossary_import: str
    glossary_export_own: str
    glossary_export_all: str
    glossary_none: str
    glossary_more: str
    glossary_own: str
    glossary_changed: str
    glossary_check: str
    glossary_synonyms: str
    glossary_back: str
    glossary_edit_title: str
    glossary_new_title: str
    glossary_over_shipped: str
    glossary_fields: Mapping[str, str]
    glossary_more_fields: str
    glossary_each_line: str
    glossary_effect: str
    glossary_save: str
    glossary_saved: str
    glossary_remove: str
    glossary_remove_shipped: str
    glossary_removed: str
    glossary_undo_what: str
    glossary_undone: str
    glossary_unknown: str
    glossary_whole_file: str
    addition_title: str
    addition_with: str
    addition_new: str
    addition_save: str
    effect_title: str
    effect_same: str
    effect_line: str
    effect_similar: str
    effect_fresh: str
    effect_others: str
    import_title: str
    import_what: str
    import_field: str
    import_compare: str
    import_new: str
    import_changed: str
    import_missing: str
    import_drop: str
    import_same: str
    import_save: str
    import_problems: str


GERMAN = Worklists(
    title="Arbeitslisten",
    intro="Was die Wissensbasis besser macht, nach und nach.",
    lists={
        "suchen": "Suchen ohne Treffer",
        "recht": "Überholtes Recht",
        "kontakte": "Alte Kontaktdaten",
        "unfertig": "Unfertige Veröffentlichungen",
    },
    nothing="Hier ist nichts zu tun.",
    csv="Als Tabelle speichern (CSV)",
    unanswered_what="Danach wurde gesucht und nichts Passendes gefunden. Oft fehlt nur ein anderes "
    "Wort für dieselbe Sache: Tragen Sie es im Glossar ein.",
    unanswered_private="Gezählt wird nur, wie oft und an welchen Tagen. Zahlen und Namen werden "
    "nicht gespeichert. Ungewöhnliche Wörter sehen Sie erst, wenn an {days} verschiedenen Tagen "
    "danach gesucht wurde.",
    unanswered_none_hit="nichts gefunden",
    unanswered_similar="nur Ähnliches gefunden",
    unanswered_asked_once="einmal gesucht, am {day}",
    unanswered_asked="{times}-mal gesucht, zuletzt am {day}",
    unanswered_masked="Wort verborgen",
    unanswered_hidden_one="Dazu 1 Suche, deren Wörter noch verborgen sind.",
    unanswered_hidden="Dazu {count} Suchen, deren Wörter noch verborgen sind.",
    unanswered_add="Gehört zu „{term}“",
    unanswered_add_new="Gehört zu einem anderen Wort",
    unanswered_done="Erledigt",
    unanswered_columns=("Suche", "Ergebnis", "Anzahl", "Tage", "Zuerst", "Zuletzt"),
    outdated_what="Diese Stellen nennen Gesetze oder Wörter, die wahrscheinlich nicht mehr gelten. "
    "Sehen Sie die Stellen bitte nach, wenn Sie die nächste Ausgabe vorbereiten.",
    outdated_count_one="1 Stelle",
    outdated_count="{count} Stellen",
    outdated_kinds={
        "renumbered": "steht jetzt woanders",
        "former_term": "heißt jetzt anders",
        "changed": "wurde geändert",
    },
    outdated_columns=("Veröffentlichung", "Ausgabe", "Seite", "Stelle", "Heute", "Seit", "Art"),
    back="Zurück zur Übersicht",
    undo="Rückgängig machen",
    contacts_what="Telefonnummern, Adressen und Öffnungszeiten aus Veröffentlichungen, die älter "
    "als ein Jahr sind. Stimmt eine noch? Haken Sie sie ab, dann kommt sie in einem Jahr wieder.",
    contacts_kinds={
        "phone": "Telefon",
        "email": "E-Mail",
        "web": "Internet",
        "address": "Adresse",
        "hours": "Öffnungszeiten",
    },
    contacts_count_one="1 Angabe",
    contacts_count="{count} Angaben",
    contacts_more="Auch auf:",
    contacts_check="Stimmt noch",
    contacts_check_all="Alle hier gezeigten stimmen noch",
    contacts_checked="Abgehakt. In einem Jahr steht es wieder hier.",
    contacts_undo_what="Zuletzt abgehakt: {contacts}",
    contacts_undone="Rückgängig gemacht. Es steht wieder in der Liste.",
    contacts_columns=("Veröffentlichung", "Ausgabe", "Seite", "Art", "Angabe"),
    unready_what="Diese Veröffentlichungen brauchen noch jemanden, der die Angaben prüft oder "
    "für lesbaren Text sorgt.",
    unready_confirm="Die Angaben sind noch nicht bestätigt.",
    unready_scan="Ein Bild ohne Text: Es lässt sich nicht durchsuchen.",
    glossary_title="Glossar",
    glossary_intro="Wörter, die dasselbe bedeuten. Wer eines sucht, findet auch die anderen.",
    glossary_find="Wort suchen",
    glossary_shows={"": "Alle", "eigene": "Eigene", "pruefen": "Noch zu prüfen"},
    glossary_new="Neues Wort",
    glossary_choose="Zu welchem Wort gehört „{word}“?",
    glossary_choose_new="Zu keinem: neues Wort anlegen",
    glossary_import="Aus einer Tabelle übernehmen",
    glossary_export_own="Eigene Wörter speichern (TSV)",
    glossary_export_all="Alle Wörter speichern (TSV)",
    glossary_none="Dieses Wort steht nicht im Glossar.",
    glossary_more="Es gibt noch {count} weitere. Tippen Sie oben ein Wort ein.",
    glossary_own="Eigenes Wort",
    glossary_changed="Von Ihnen geändert",
    glossary_check="Noch zu prüfen",
    glossary_synonyms="Auch:",
    glossary_back="Zurück zum Glossar",
    glossary_edit_title="Wort bearbeiten",
    glossary_new_title="Neues Wort",
    glossary_over_shipped="Dieses Wort ist mitgeliefert. Was Sie speichern, gilt an seiner Stelle; "
    "Sie können es jederzeit wieder herausnehmen.",
    glossary_fields={
        "name": "Wort, wie es in den Handbüchern steht",
        "synonyms": "Andere Wörter dafür",
        "variants": "Andere Schreibweisen",
        "abbreviation": "Abkürzung",
        "expansion": "Abkürzung ausgeschrieben",
        "definition": "Erklärung in einem Satz",
        "kind": "Art",
        "topic": "Thema",
        "see_also": "Siehe auch (wird nur angezeigt)",
        "confusions": "Nicht verwechseln mit",
        "law_today": "Gesetz heute, zum Beispiel § 1781 BGB",
        "law_former": "Gesetz früher",
        "as_of": "Gilt so seit (Jahr-Monat, zum Beispiel 2023-01)",
        "check": "Was noch zu prüfen ist",
        "en": "Englisch",
        "fr": "Französisch",
        "ar": "Arabisch",
        "fa": "Persisch",
        "tr": "Türkisch",
        "ru": "Russisch",
        "so": "Somali",
        "ti": "Tigrinya",
    },
    glossary_more_fields="Gesetz, verwandte Wörter, Übersetzungen",
    glossary_each_line="{label} (jedes in einer eigenen Zeile)",
    glossary_effect="Wirkung ansehen",
    glossary_save="Speichern",
    glossary_saved="„{term}“ ist gespeichert und gilt sofort.",
    glossary_remove="Eigenen Eintrag herausnehmen",
    glossary_remove_shipped="Wieder den mitgelieferten Eintrag nehmen",
    glossary_removed="„{term}“ ist herausgenommen.",
    glossary_undo_what="Letzte Änderung: „{term}“, {when}, {who}",
    glossary_undone="Rückgängig gemacht: „{term}“.",
    glossary_unknown="Dieses Wort steht nicht mehr im Glossar.",
    glossary_whole_file="aus einer Tabelle",
    addition_title="„{word}“ soll dasselbe bedeuten wie „{term}“?",
    addition_with="Dazu gehören schon:",
    addition_new="„{word}“ als neues Wort anlegen?",
    addition_save="Ja, so eintragen",
    effect_title="Das ändert sich in der Suche",
    effect_same="An den Ergebnissen ändert sich nichts.",
    effect_line="{before} → {after} Fundstellen",
    effect_similar="bisher nur Ähnliches",
    effect_fresh="Neu unter den ersten zehn:",
    effect_others="Bei {count} anderen Suchen ändert sich nichts.",
    import_title="Aus einer Tabelle übernehmen",
    import_what="Kopieren Sie die Zeilen aus Ihrer Tabelle, am besten mit der Kopfzeile, und fügen "
    "Sie sie hier ein. Sie sehen zuerst, was sich ändert. Gespeichert ist dann noch nichts.",
    import_field="Zeilen aus der Tabelle",
    import_compare="Unterschiede ansehen",
    import_new="Neu ({count}):",
    import_changed="Geändert ({count}):",
    import_missing="Eigene Wörter, die in der Tabelle fehlen ({count}):",
    import_drop="Auch herausnehmen, was in der Tabelle fehlt",
    import_same="Die Tabelle sagt nichts Neues.",
    import_save="Übernehmen",
    import_problems="Diese Zeilen lassen sich nicht lesen:",
)

ENGLISH = Worklists(
    title="Worklists",
    intro="What makes the knowledge base better, bit by bit.",
    lists={
        "suchen": "Searches without hits",
        "recht": "Outdated law",
        "kontakte": "Old contact details",
        "unfertig": "Unfinished publications",
    },
    nothing="Nothing to do here.",
    csv="Save as a table (CSV)",
    unanswered_what="People searched for this and found nothing fitting. Often only another word "
    "for the same thing is missing: enter it in the glossary.",
    unanswered_private="Only how often and on which days is counted. Numbers and names are not "
    "kept. You see unusual words only after they were searched for on {days} different days.",
    unanswered_none_hit="nothing found",
    unanswered_similar="only similar words found",
    unanswered_asked_once="searched once, on {day}",
    unanswered_asked="searched {times} times, last on {day}",
    unanswered_masked="hidden word",
    unanswered_hidden_one="And 1 search whose words are still hidden.",
    unanswered_hidden="And {count} searches whose words are still hidden.",
    unanswered_add="Belongs to “{term}”",
    unanswered_add_new="Belongs to another word",
    unanswered_done="Done",
    unanswered_columns=("Search", "Result", "Times", "Days", "First", "Last"),
    outdated_what="These passages name laws or words that probably no longer apply. Please look at "
    "them when you prepare the next edition.",
    outdated_count_one="1 passage",
    outdated_count="{count} passages",
    outdated_kinds={
        "renumbered": "is somewhere else now",
        "former_term": "is called otherwise now",
        "changed": "was changed",
    },
    outdated_columns=("Publication", "Edition", "Page", "Passage", "Today", "Since", "Kind"),
    back="Back to the overview",
    undo="Undo",
    contacts_what="Telephone numbers, addresses and opening hours from publications older than a "
    "year. Is one still right? Tick it off, and it will be back in a year.",
    contacts_kinds={
        "phone": "Telephone",
        "email": "E-mail",
        "web": "Web",
        "address": "Address",
        "hours": "Opening hours",
    },
    contacts_count_one="1 detail",
    contacts_count="{count} details",
    contacts_more="Also on:",
    contacts_check="Still right",
    contacts_check_all="All shown here are still right",
    contacts_checked="Ticked off. It will be back here in a year.",
    contacts_undo_what="Ticked off last: {contacts}",
    contacts_undone="Undone. It is back in the list.",
    contacts_columns=("Publication", "Edition", "Page", "Kind", "Detail"),
    unready_what="These publications still need somebody who checks their details or sees to "
    "readable text.",
    unready_confirm="The details are not confirmed yet.",
    unready_scan="A picture without text: it cannot be searched.",
    glossary_title="Glossary",
    glossary_intro="Words that mean the same. Whoever searches for one finds the others too.",
    glossary_find="Find a word",
    glossary_shows={"": "All", "eigene": "Own", "pruefen": "To be checked"},
    glossary_new="New word",
    glossary_choose="To which word does “{word}” belong?",
    glossary_choose_new="To none: make a new word",
    glossary_import="Take over from a table",
    glossary_export_own="Save own words (TSV)",
    glossary_export_all="Save all words (TSV)",
    glossary_none="This word is not in the glossary.",
    glossary_more="There are {count} more. Type a word above.",
    glossary_own="Own word",
    glossary_changed="Changed by you",
    glossary_check="To be checked",
    glossary_synonyms="Also:",
    glossary_back="Back to the glossary",
    glossary_edit_title="Edit a word",
    glossary_new_title="New word",
    glossary_over_shipped="This word came with the program. What you save counts in its place; you "
    "can take it out again at any time.",
    glossary_fields={
        "name": "Word as the handbooks have it",
        "synonyms": "Other words for it",
        "variants": "Other spellings",
        "abbreviation": "Abbreviation",
        "expansion": "Abbreviation in full",
        "definition": "Explanation in one sentence",
        "kind": "Kind",
        "topic": "Topic",
        "see_also": "See also (only shown)",
        "confusions": "Not to be mixed up with",
        "law_today": "Law today, such as § 1781 BGB",
        "law_former": "Former law",
        "as_of": "In force so since (year-month, such as 2023-01)",
        "check": "What is still to be checked",
        "en": "English",
        "fr": "French",
        "ar": "Arabic",
        "fa": "Persian",
        "tr": "Turkish",
        "ru": "Russian",
        "so": "Somali",
        "ti": "Tigrinya",
    },
    glossary_more_fields="Law, related words, translations",
    glossary_each_line="{label} (each on a line of its own)",
    glossary_effect="See the effect",
    glossary_save="Save",
    glossary_saved="“{term}” is saved and counts at once.",
    glossary_remove="Take the own entry out",
    glossary_remove_shipped="Go back to the entry that came with the program",
    glossary_removed="“{term}” was taken out.",
    glossary_undo_what="Last change: “{term}”, {when}, {who}",
    glossary_undone="Undone: “{term}”.",
    glossary_unknown="This word is not in the glossary any more.",
    glossary_whole_file="from a table",
    addition_title="“{word}” should mean the same as “{term}”?",
    addition_with="These belong to it already:",
    addition_new="Make “{word}” a new word?",
    addition_save="Yes, enter it",
    effect_title="This changes in the search",
    effect_same="The results do not change.",
    effect_line="{before} → {after} pages",
    effect_similar="only similar words so far",
    effect_fresh="New among the first ten:",
    effect_others="Nothing changes for {count} other searches.",
    import_title="Take over from a table",
    import_what="Copy the rows of your table, best with the header, and paste them here. You will "
    "see first what would change. Nothing is saved by that.",
    import_field="Rows of the table",
    import_compare="See the differences",
    import_new="New ({count}):",
    import_changed="Changed ({count}):",
    import_missing="Own words that the table lacks ({count}):",
    import_drop="Also take out what the table lacks",
    import_same="The table says nothing new.",
    import_save="Take over",
    import_problems="These rows cannot be read:",
)
