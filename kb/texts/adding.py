"""Adding publications: upload, progress, confirming details, editions and duplicates."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """See `kb.texts.sentences.Texts`.

    `states` and `to_do` are by `kb.intake.State`, `refused` and `refused_to_do` by
    `kb.model.Outcome`. `sending` is what the browser says while it sends files, by a name that
    `kb/ui/static/adding.js` knows, `sources` by `kb.catalogue.proposal.Origin`, `ways` and
    `ways_help` by the word in the address.
    """

    title: str
    intro: str
    drop: str
    choose_files: str
    choose_folder: str
    limits: str
    not_signed_in: str
    sending: Mapping[str, str]
    files_title: str
    files_none: str
    announce_open_one: str
    announce_open_many: str
    announce_done: str
    states: Mapping[str, str]
    to_do: Mapping[str, str]
    reading: str
    refused: Mapping[str, str]
    refused_to_do: Mapping[str, str]
    open_it: str
    check: str
    recognise: str
    try_again: str
    remove: str
    clear: str
    found_title: str
    found_intro: str
    problems_title: str

    # confirming
    confirm_title: str
    confirm_intro: str
    still_waiting: str
    none_waiting_title: str
    none_waiting: str
    add_more: str
    already_confirmed: str
    edit: str
    file_facts: str
    sample: str
    read_it: str
    sources: Mapping[str, str]
    source_page: str
    source_none: str
    visibility: str
    visibility_help: str
    choose_visibility: str
    confirm: str
    confirmed: str
    next_one: str
    relative_title: str
    relative_same: str
    relative_much: str
    relative_some: str
    relative_title_only: str
    relative_new: str
    relative_old: str
    compare: str
    choose: str
    ways: Mapping[str, str]
    ways_help: Mapping[str, str]
    other_way: str
    then_seen_by: Mapping[str, str]
    newest: str
    is_newest: Mapping[str, str]
    join: str
    joined: str
    replace: str
    replace_what: str
    replaced: str
    replaced_title: str
    belongs_title: str
    belongs_help: str
    belongs: str
    belongs_none: str
    belongs_go: str


GERMAN = Adding(
    title="Veröffentlichungen hinzufügen",
    intro="Wählen Sie PDF-Dateien von Ihrem Gerät. Was Sie hinzufügen, sieht zuerst nur das Team. "
    "Für alle sichtbar wird es, wenn Sie die Angaben bestätigt haben.",
    drop="PDF-Dateien oder Ordner hierher ziehen",
    choose_files="Dateien wählen",
    choose_folder="Ordner wählen",
    limits="Nur PDF, höchstens {megabytes} MB je Datei.",
    not_signed_in="Sie sind nicht mehr angemeldet. Melden Sie sich bitte in einem neuen Fenster an "
    "und senden Sie die Datei dann noch einmal.",
    sending={
        "title": "Wird gesendet",
        "queued": "Wartet auf das Senden",
        "sending": "{percent} % gesendet",
        "checking": "Gesendet, wird gespeichert …",
        "again": "Verbindung unterbrochen. Wir versuchen es gleich noch einmal.",
        "lost": "Die Verbindung kam nicht wieder. Die Datei ist noch nicht gespeichert.",
        "too_large": "Die Datei ist größer als {megabytes} MB. Speichern Sie das PDF bitte mit "
        "kleineren Bildern.",
        "unreadable": "Ihr Browser kann die Datei nicht mehr lesen. Wählen Sie sie bitte noch "
        "einmal.",
        "retry": "Noch einmal senden",
        "cancel": "Nicht senden",
        "skipped": "Ausgelassen, weil es keine PDF-Dateien sind: {names}",
        "and_more": "und {count} weitere",
        "leave": "Es werden noch Dateien gesendet.",
    },
    files_title="Ihre Dateien",
    files_none="Noch keine Dateien.",
    announce_open_one="1 Datei in Arbeit. Sie können das Fenster schließen, es geht von allein "
    "weiter.",
    announce_open_many="{count} Dateien in Arbeit. Sie können das Fenster schließen, es geht von "
    "allein weiter.",
    announce_done="Alle Dateien sind fertig bearbeitet.",
    states={
        "waiting": "Gespeichert, wartet.",
        "reading": "Wird gelesen.",
        "indexing": "Gelesen, wird für die Suche vorbereitet.",
        "searchable": "Wird gefunden, bisher nur vom Team.",
        "confirmed": "Fertig: für alle sichtbar.",
        "confirmed_team": "Fertig: nur für das Team sichtbar.",
        "perhaps_edition": "Wird gefunden. Vielleicht eine andere Ausgabe von „{title}“.",
        "gone": "Nicht mehr in der Bibliothek.",
        "here": "Ist schon da.",
        "needs_ocr": "Die Seiten sind nur Bilder.",
        "refused": "Nicht aufgenommen.",
    },
    to_do={
        "searchable": "Prüfen Sie bitte die Angaben.",
        "perhaps_edition": "Prüfen Sie bitte die Angaben und entscheiden Sie, was damit geschehen "
        "soll.",
        "here": "Genau diese Datei gibt es hier schon. Sie müssen nichts tun.",
        "needs_ocr": "Damit man darin suchen kann, muss der Text erst erkannt werden.",
    },
    reading="Seite {page} von {pages} wird gelesen.",
    refused={
        "empty": "In der Datei steht kein Text.",
        "refused:password": "Die Datei ist mit einem Passwort geschützt.",
        "refused:not_a_pdf": "Das ist keine PDF-Datei, auch wenn sie so heißt.",
        "refused:damaged": "Die Datei ist beschädigt.",
        "refused:limit": "Die Datei ist zu umfangreich oder lässt sich nicht in vernünftiger Zeit "
        "lesen.",
        "refused:limit_on_page": "Eine Seite der Datei ist so aufwendig gebaut, dass sie sich "
        "nicht lesen lässt.",
        "refused:no_pages": "Die Datei hat keine Seiten.",
    },
    refused_to_do={
        "empty": "Öffnen Sie die Datei und sehen Sie nach, ob es die richtige ist.",
        "refused:password": "Öffnen Sie die Datei mit dem Passwort, speichern Sie sie ohne "
        "Passwort und fügen Sie diese Datei hinzu.",
        "refused:not_a_pdf": "Öffnen Sie die Datei in dem Programm, aus dem sie stammt, und "
        "speichern Sie sie dort als PDF.",
        "refused:damaged": "Laden Sie die Datei noch einmal herunter, oder bitten Sie die "
        "Herausgeber um eine neue.",
        "refused:limit": "Drucken Sie die Datei in ein neues PDF, oder teilen Sie sie in mehrere.",
        "refused:limit_on_page": "Drucken Sie die Datei in ein neues PDF und fügen Sie dieses "
        "hinzu.",
        "refused:no_pages": "Bitten Sie die Herausgeber um eine neue Datei.",
    },
    open_it="Ansehen",
    check="Angaben prüfen",
    recognise="Text erkennen",
    try_again="Noch einmal lesen",
    remove="Aus der Liste nehmen",
    clear="Fertige aus der Liste nehmen",
    found_title="Neu, noch nicht bestätigt",
    found_intro="Diese Veröffentlichungen warten darauf, dass jemand ihre Angaben prüft.",
    problems_title="Liegt im Ordner, konnte aber nicht aufgenommen werden",
    confirm_title="Angaben prüfen",
    confirm_intro="Wir haben die Angaben aus der Datei gelesen. Ändern Sie bitte, was nicht "
    "stimmt.",
    still_waiting="Danach warten noch {count}.",
    none_waiting_title="Alles ist geprüft",
    none_waiting="Im Moment wartet keine Veröffentlichung darauf, dass jemand ihre Angaben prüft.",
    add_more="Weitere hinzufügen",
    already_confirmed="Diese Angaben sind schon bestätigt.",
    edit="Angaben ändern",
    file_facts="{pages} · Datei: {file}",
    sample="So haben wir den Text gelesen",
    read_it="Ganz ansehen",
    sources={
        "metadata": "Steht in den Eigenschaften der Datei.",
        "file_name": "Steht im Namen der Datei.",
        "text": "Aus dem Text erschlossen.",
    },
    source_page="Steht auf PDF-Seite {page}",
    source_none="Dazu haben wir nichts gefunden.",
    visibility="Wer darf die Veröffentlichung sehen?",
    visibility_help="Was nur für das Team ist, sieht niemand ohne Anmeldung, auch nicht in der "
    "Suche.",
    choose_visibility="Wählen Sie bitte, wer die Veröffentlichung sehen darf.",
    confirm="Bestätigen",
    confirmed="Bestätigt: {title}. In wenigen Sekunden steht alles so in der Suche.",
    next_one="Hier ist die nächste.",
    relative_title="Das kennen wir vielleicht schon",
    relative_same="Fast der ganze Text steht Wort für Wort auch in „{title}“, Ausgabe {label}.",
    relative_much="{percent} % des Textes stehen Wort für Wort auch in „{title}“, Ausgabe {label}.",
    relative_some="{percent} % von „{title}“, Ausgabe {label}, stehen Wort für Wort auch in dieser "
    "Datei.",
    relative_title_only="Eine Veröffentlichung mit fast demselben Titel ist schon da: „{title}“, "
    "Ausgabe {label}. Der Text ist anders.",
    relative_new="Diese Datei",
    relative_old="Schon da",
    compare="Beide vergleichen",
    choose="Was ist diese Datei?",
    ways={
        "ausgabe": "Eine neue Ausgabe",
        "ersetzen": "Dieselbe Ausgabe, bessere Datei",
        "eigen": "Etwas Eigenes",
    },
    ways_help={
        "ausgabe": "Beide bleiben. Die neuere steht vorn, bei der älteren steht, dass es eine "
        "neuere gibt.",
        "ersetzen": "Die alte Datei kommt in den Papierkorb. Links auf die Seiten bleiben gültig.",
        "eigen": "Beide bleiben, jede für sich.",
    },
    other_way="Anders entscheiden",
    then_seen_by={
        "public": "Danach sieht sie jeder, wie die Ausgabe, die schon da ist.",
        "team": "Danach sieht sie nur das Team, wie die Ausgabe, die schon da ist.",
    },
    newest="Welche ist die neuere?",
    is_newest={"new": "Diese Datei", "old": "Die Ausgabe, die schon da ist"},
    join="Als Ausgabe aufnehmen",
    joined="Aufgenommen als Ausgabe {label} von „{title}“.",
    replace="Datei ersetzen",
    replace_what="„{title}“, Ausgabe {label}, bekommt diese Datei. Titel, Jahr und alle anderen "
    "Angaben bleiben, wie sie sind. Die alte Datei kommt in den Papierkorb.",
    replaced="Ersetzt: „{title}“, Ausgabe {label}. Die alte Datei ist im Papierkorb.",
    replaced_title="{title} (ersetzte Datei der Ausgabe {label})",
    belongs_title="Gehört zu einer Veröffentlichung, die schon da ist?",
    belongs_help="Dann wird sie als Ausgabe dort aufgenommen.",
    belongs="Veröffentlichung",
    belongs_none="Bitte wählen",
    belongs_go="Weiter",
)

ENGLISH = Adding(
    title="Add publications",
    intro="Choose PDF files on your device. What you add is seen by the team only at first. "
    "Everyone can see it once you have confirmed its details.",
    drop="Drag PDF files or folders here",
    choose_files="Choose files",
    choose_folder="Choose a folder",
    limits="PDF only, {megabytes} MB per file at most.",
    not_signed_in="You are no longer signed in. Please sign in in a new window, then send the file "
    "again.",
    sending={
        "title": "Being sent",
        "queued": "Waits to be sent",
        "sending": "{percent} % sent",
        "checking": "Sent, being stored …",
        "again": "Connection lost. We will try again in a moment.",
        "lost": "The connection did not come back. The file is not stored yet.",
        "too_large": "The file is larger than {megabytes} MB. Please save the PDF with smaller "
        "pictures.",
        "unreadable": "Your browser can no longer read the file. Please choose it again.",
        "retry": "Send again",
        "cancel": "Do not send",
        "skipped": "Left out, since they are no PDF files: {names}",
        "and_more": "and {count} more",
        "leave": "Files are still being sent.",
    },
    files_title="Your files",
    files_none="No files yet.",
    announce_open_one="1 file in progress. You may close the window, it goes on by itself.",
    announce_open_many="{count} files in progress. You may close the window, it goes on by itself.",
    announce_done="All files are done.",
    states={
        "waiting": "Stored, waits.",
        "reading": "Being read.",
        "indexing": "Read, being prepared for the search.",
        "searchable": "Can be found, by the team only so far.",
        "confirmed": "Done: everyone can see it.",
        "confirmed_team": "Done: only the team can see it.",
        "perhaps_edition": "Can be found. Perhaps another edition of “{title}”.",
        "gone": "No longer in the library.",
        "here": "Already here.",
        "needs_ocr": "The pages are only pictures.",
        "refused": "Not taken in.",
    },
    to_do={
        "searchable": "Please check the details.",
        "perhaps_edition": "Please check the details and decide what to do with it.",
        "here": "Exactly this file is here already. Nothing to do.",
        "needs_ocr": "To be searched, its text must be recognised first.",
    },
    reading="Page {page} of {pages} is being read.",
    refused={
        "empty": "There is no text in the file.",
        "refused:password": "The file is protected by a password.",
        "refused:not_a_pdf": "This is not a PDF file, even if it is named like one.",
        "refused:damaged": "The file is damaged.",
        "refused:limit": "The file is too large, or cannot be read in reasonable time.",
        "refused:limit_on_page": "A page of the file is built in such a way that it cannot be "
        "read.",
        "refused:no_pages": "The file has no pages.",
    },
    refused_to_do={
        "empty": "Open the file and see whether it is the right one.",
        "refused:password": "Open the file with its password, save it without one and add that "
        "file.",
        "refused:not_a_pdf": "Open the file in the program it comes from and save it as a PDF "
        "there.",
        "refused:damaged": "Download the file again, or ask its publisher for a new one.",
        "refused:limit": "Print the file to a new PDF, or split it into several.",
        "refused:limit_on_page": "Print the file to a new PDF and add that one.",
        "refused:no_pages": "Ask its publisher for a new file.",
    },
    open_it="Open",
    check="Check details",
    recognise="Recognise text",
    try_again="Read again",
    remove="Take off the list",
    clear="Take finished ones off the list",
    found_title="New, not confirmed yet",
    found_intro="These publications wait for somebody to check their details.",
    problems_title="In the folder, but could not be taken in",
    confirm_title="Check details",
    confirm_intro="We read these details from the file. Please change what is wrong.",
    still_waiting="{count} more wait after this one.",
    none_waiting_title="Everything is checked",
    none_waiting="No publication waits for somebody to check its details at the moment.",
    add_more="Add more",
    already_confirmed="These details are confirmed already.",
    edit="Change details",
    file_facts="{pages} · file: {file}",
    sample="How we read the text",
    read_it="See all of it",
    sources={
        "metadata": "Stands in the properties of the file.",
        "file_name": "Stands in the name of the file.",
        "text": "Concluded from the text.",
    },
    source_page="Stands on PDF page {page}",
    source_none="We found nothing about this.",
    visibility="Who may see the publication?",
    visibility_help="What is for the team only is seen by nobody who is not signed in, in the "
    "search neither.",
    choose_visibility="Please choose who may see the publication.",
    confirm="Confirm",
    confirmed="Confirmed: {title}. In a few seconds the search has it so.",
    next_one="Here is the next one.",
    relative_title="Perhaps we know this already",
    relative_same="Nearly all of the text stands word for word in “{title}”, edition {label}, too.",
    relative_much="{percent} % of the text stand word for word in “{title}”, edition {label}, too.",
    relative_some="{percent} % of “{title}”, edition {label}, stand word for word in this file, "
    "too.",
    relative_title_only="A publication of nearly the same title is here already: “{title}”, "
    "edition {label}. Its text is different.",
    relative_new="This file",
    relative_old="Already here",
    compare="Compare both",
    choose="What is this file?",
    ways={
        "ausgabe": "A new edition",
        "ersetzen": "The same edition, a better file",
        "eigen": "Something of its own",
    },
    ways_help={
        "ausgabe": "Both stay. The newer one stands in front, the older one says that there is a "
        "newer one.",
        "ersetzen": "The old file goes to the trash. Links to its pages still work.",
        "eigen": "Both stay, each by itself.",
    },
    other_way="Decide otherwise",
    then_seen_by={
        "public": "Everyone sees it then, like the edition that is here already.",
        "team": "Only the team sees it then, like the edition that is here already.",
    },
    newest="Which one is newer?",
    is_newest={"new": "This file", "old": "The edition that is here already"},
    join="Take in as an edition",
    joined="Taken in as edition {label} of “{title}”.",
    replace="Replace the file",
    replace_what="“{title}”, edition {label}, gets this file. Title, year and all other details "
    "stay as they are. The old file goes to the trash.",
    replaced="Replaced: “{title}”, edition {label}. The old file is in the trash.",
    replaced_title="{title} (replaced file of edition {label})",
    belongs_title="Does it belong to a publication that is here already?",
    belongs_help="Then it is taken in there as an edition.",
    belongs="Publication",
    belongs_none="Please choose",
    belongs_go="Go on",
)
