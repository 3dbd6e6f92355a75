"""Collections: keeping passages and pages, ordering them, sharing, and the handout."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """See `kb.texts.sentences.Texts`. `files` names the kinds of handout, by file ending."""

    title: str
    intro: str
    team_only: str
    none: str
    new: str
    new_label: str
    create: str
    count_none: str
    count_one: str
    count_many: str
    changed: str
    owned_by: str
    may_only_read: str
    archived: str
    back: str
    rename: str
    save: str
    duplicate: str
    duplicated: str
    archive: str
    restore: str
    delete: str
    delete_sure: str
    share_title: str
    share_label: str
    share_edit: str
    share: str
    shared_read: str
    shared_edit: str
    unshare: str
    leave: str
    empty: str
    to_search: str
    add_heading: str
    add_note: str
    heading_label: str
    note_label: str
    heading_hint: str
    note_hint: str
    up: str
    down: str
    drag: str
    remove: str
    undo: str
    undone: str
    removed: str
    moved: str
    saved: str
    kept_both: str
    edges: str
    edge_earlier: str
    edge_later_start: str
    edge_earlier_end: str
    edge_later: str
    edge_none: str
    renew: str
    renewed: str
    as_pictures: str
    as_text: str
    in_library: str
    handout: str
    handout_hint: str
    files: Mapping[str, str]
    from_kept: str
    from_kept_done: str
    keep_title: str
    keep_where: str
    keep_new: str
    keep_passage: str
    keep_marked: str
    keep_page: str
    keep_pages: str
    keep_pages_to: str
    keep_chapter: str
    keep: str
    cancel: str
    kept_in: str
    not_on_page: str
    trouble: str
    unsent: str
    ready_title: str
    ready_kind: str
    ready_topic: str
    ready_every_topic: str
    ready_about: str
    ready_make: str
    ready_called: str
    ready_none: str
    questions_title: str
    questions_label: str
    questions_make: str
    questions_called: str
    words_title: str
    words_intro: str
    words_languages: str
    words_make: str
    languages: Mapping[str, str]


GERMAN = Collecting(
    title="Sammlungen",
    intro="Sammeln Sie Textstellen und Seiten für eine Schulung und nehmen Sie sie als Handout "
    "mit: "
    "als Word-Datei oder als PDF, jede Stelle mit ihrer Quelle.",
    team_only="Sammlungen sind für Trainerinnen, Trainer und Mitarbeitende. "
    "Bitte melden Sie sich an.",
    none="Sie haben noch keine Sammlung. Legen Sie eine an und übernehmen Sie dann aus der Suche, "
    "was Sie brauchen.",
    new="Neue Sammlung",
    new_label="Titel, zum Beispiel „Modul 3: Asylrecht“",
    create="Anlegen",
    count_none="noch leer",
    count_one="1 Eintrag",
    count_many="{count} Einträge",
    changed="geändert am {date}",
    owned_by="von {name}",
    may_only_read="nur zum Lesen",
    archived="Archiv",
    back="Alle Sammlungen",
    rename="Titel",
    save="Speichern",
    duplicate="Kopie anlegen",
    duplicated="{title} (Kopie)",
    archive="Ins Archiv",
    restore="Aus dem Archiv holen",
    delete="Endgültig löschen",
    delete_sure="Die Sammlung „{title}“ wird mit allen Notizen gelöscht. Das lässt sich nicht "
    "rückgängig machen.",
    share_title="Mit anderen teilen",
    share_label="Anmeldename der Kollegin oder des Kollegen",
    share_edit="darf mitarbeiten",
    share="Teilen",
    shared_read="{name} darf lesen",
    shared_edit="{name} arbeitet mit",
    unshare="Nicht mehr teilen",
    leave="Aus meiner Liste nehmen",
    empty="In dieser Sammlung ist noch nichts. Suchen Sie nach einem Thema und wählen Sie an einer "
    "Fundstelle „In Sammlung“.",
    to_search="Zur Suche",
    add_heading="Überschrift einfügen",
    add_note="Text einfügen",
    heading_label="Überschrift",
    note_label="Ihr Text",
    heading_hint="Überschrift eingeben",
    note_hint="Ihren Text eingeben",
    up="Nach oben",
    down="Nach unten",
    drag="Ziehen, um die Reihenfolge zu ändern",
    remove="Herausnehmen",
    undo="Rückgängig",
    undone="Die letzte Änderung ist rückgängig gemacht.",
    removed="Herausgenommen.",
    moved="Verschoben.",
    saved="Gespeichert.",
    kept_both="Hier hat inzwischen jemand anderes geschrieben. Beide Texte sind da: Ihrer steht "
    "als "
    "eigener Text darunter.",
    edges="Kürzer oder länger",
    edge_earlier="+ Satz davor",
    edge_later_start="− erster Satz",
    edge_earlier_end="− letzter Satz",
    edge_later="+ Satz danach",
    edge_none="Weiter geht es hier nicht: Der Auszug hat schon den ganzen Text oder nur noch einen "
    "Satz.",
    renew="Die neue Fassung darunter einfügen",
    renewed="Die neue Fassung steht jetzt darunter. Vergleichen Sie bitte und nehmen Sie heraus, "
    "was Sie nicht brauchen.",
    as_pictures="Als Bild der Seite",
    as_text="Als Text",
    in_library="In der Veröffentlichung ansehen",
    handout="Handout",
    handout_hint="Die Dateien enthalten, was hier steht, in dieser Reihenfolge und mit allen "
    "Quellen.",
    files={
        "docx": "Word-Datei zum Bearbeiten",
        "pdf": "PDF zum Austeilen",
        "originale.pdf": "PDF mit den Originalseiten",
        "bogen.pdf": "Bogen für einen Termin: die Checklisten auf einer Seite",
        "html": "Webseite (HTML)",
        "md": "Text (Markdown)",
        "bib": "Quellen für BibTeX",
        "ris": "Quellen für Zotero und Citavi (RIS)",
    },
    from_kept="Merkliste hierher übernehmen",
    from_kept_done="{count} Stellen aus der Merkliste übernommen.",
    keep_title="In Sammlung",
    keep_where="Sammlung",
    keep_new="Neue Sammlung",
    keep_passage="diesen Absatz",
    keep_marked="den markierten Text",
    keep_page="diese Seite",
    keep_pages="die Seiten ab hier",
    keep_pages_to="bis Seite",
    keep_chapter="den ganzen Abschnitt",
    keep="Übernehmen",
    cancel="Abbrechen",
    kept_in="In „{title}“ übernommen.",
    not_on_page="Der markierte Text steht so nicht auf dieser Seite. Markieren Sie bitte nur "
    "Text aus "
    "der Veröffentlichung.",
    trouble="Das hat nicht geklappt. Prüfen Sie bitte Ihre Internetverbindung und versuchen Sie es "
    "noch einmal.",
    unsent="Ohne Internetverbindung. Ihr Text steht noch hier und wird gespeichert, sobald Sie "
    "wieder verbunden sind. Schließen Sie diese Seite bitte nicht.",
    ready_title="Alle Checklisten, Fallbeispiele oder Tabellen zusammenstellen",
    ready_kind="Was?",
    ready_topic="Zu welchem Thema?",
    ready_every_topic="alle Themen",
    ready_about="Genauer (freiwillig), zum Beispiel „Anhörung“",
    ready_make="Zusammenstellen",
    ready_called="{kind}: {topic}",
    ready_none="Dazu gibt es keine Seite. Wählen Sie bitte ein anderes Thema.",
    questions_title="Seminar vorbereiten: zu vielen Fragen die besten Stellen",
    questions_label="Ihre Fragen, eine in jeder Zeile",
    questions_make="Stellen suchen",
    questions_called="Fragen vom {date}",
    words_title="Wortliste in mehreren Sprachen",
    words_intro="Die Übersetzungen stammen aus dem Glossar. Lassen Sie sie bitte von jemandem "
    "prüfen, der die Sprache spricht.",
    words_languages="Sprachen",
    words_make="Wortliste als PDF",
    languages={
        "en": "Englisch",
        "fr": "Französisch",
        "ar": "Arabisch",
        "fa": "Persisch, Dari",
        "tr": "Türkisch",
        "ru": "Russisch",
        "so": "Somali",
        "ti": "Tigrinya",
    },
)

ENGLISH = Collecting(
    title="Collections",
    intro="Collect passages and pages for a training and take them with you as a handout: as a "
    "Word "
    "file or a PDF, every passage with its source.",
    team_only="Collections are for trainers and staff. Please sign in.",
    none="You have no collection yet. Create one, then take what you need from the search.",
    new="New collection",
    new_label="Title, for example “Module 3: Asylum law”",
    create="Create",
    count_none="still empty",
    count_one="1 entry",
    count_many="{count} entries",
    changed="changed on {date}",
    owned_by="by {name}",
    may_only_read="to read only",
    archived="Archive",
    back="All collections",
    rename="Title",
    save="Save",
    duplicate="Make a copy",
    duplicated="{title} (copy)",
    archive="Move to the archive",
    restore="Take out of the archive",
    delete="Delete for good",
    delete_sure="The collection “{title}” will be deleted with all its notes. This cannot be "
    "undone.",
    share_title="Share with others",
    share_label="The colleague’s sign-in name",
    share_edit="may work on it",
    share="Share",
    shared_read="{name} may read",
    shared_edit="{name} works on it too",
    unshare="Stop sharing",
    leave="Take off my list",
    empty="There is nothing in this collection yet. Search for a topic and choose “Add to "
    "collection” on a result.",
    to_search="To the search",
    add_heading="Insert heading",
    add_note="Insert text",
    heading_label="Heading",
    note_label="Your text",
    heading_hint="Write a heading",
    note_hint="Write your text",
    up="Up",
    down="Down",
    drag="Drag to change the order",
    remove="Take out",
    undo="Undo",
    undone="The last change has been undone.",
    removed="Taken out.",
    moved="Moved.",
    saved="Saved.",
    kept_both="Somebody else has written here meanwhile. Both texts are there: yours stands "
    "below as "
    "a text of its own.",
    edges="Shorter or longer",
    edge_earlier="+ sentence before",
    edge_later_start="− first sentence",
    edge_earlier_end="− last sentence",
    edge_later="+ sentence after",
    edge_none="That is as far as it goes: the passage already has all the text, or only one "
    "sentence left.",
    renew="Insert the new version below",
    renewed="The new version now stands below. Please compare and take out what you do not need.",
    as_pictures="As a picture of the page",
    as_text="As text",
    in_library="See it in the publication",
    handout="Handout",
    handout_hint="The files hold what stands here, in this order and with all sources.",
    files={
        "docx": "Word file for editing",
        "pdf": "PDF to hand out",
        "originale.pdf": "PDF with the original pages",
        "bogen.pdf": "Sheet for an appointment: the checklists on one page",
        "html": "Web page (HTML)",
        "md": "Text (Markdown)",
        "bib": "Sources for BibTeX",
        "ris": "Sources for Zotero and Citavi (RIS)",
    },
    from_kept="Bring my saved passages here",
    from_kept_done="{count} saved passages brought here.",
    keep_title="Add to collection",
    keep_where="Collection",
    keep_new="New collection",
    keep_passage="this paragraph",
    keep_marked="the text I marked",
    keep_page="this page",
    keep_pages="the pages from here",
    keep_pages_to="to page",
    keep_chapter="the whole section",
    keep="Add",
    cancel="Cancel",
    kept_in="Added to “{title}”.",
    not_on_page="The marked text does not stand on this page like that. Please mark text of the "
    "publication only.",
    trouble="That did not work. Please check your internet connection and try again.",
    unsent="No internet connection. Your text is still here and will be saved as soon as you are "
    "connected again. Please do not close this page.",
    ready_title="Put together all checklists, case examples or tables",
    ready_kind="What?",
    ready_topic="On which topic?",
    ready_every_topic="all topics",
    ready_about="More exactly (optional), for example “Anhörung”",
    ready_make="Put together",
    ready_called="{kind}: {topic}",
    ready_none="There is no page on that. Please choose another topic.",
    questions_title="Prepare a seminar: the best passages for many questions",
    questions_label="Your questions, one in each line",
    questions_make="Find passages",
    questions_called="Questions of {date}",
    words_title="Word list in several languages",
    words_intro="The translations come from the glossary. Please have them checked by somebody who "
    "speaks the language.",
    words_languages="Languages",
    words_make="Word list as PDF",
    languages={
        "en": "English",
        "fr": "French",
        "ar": "Arabic",
        "fa": "Persian, Dari",
        "tr": "Turkish",
        "ru": "Russian",
        "so": "Somali",
        "ti": "Tigrinya",
    },
)
