"""How well a file was read, reading it otherwise, and recognising the text of a scan."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Examining:
    """See `kb.texts.sentences.Texts`.

    `signs` and `advice` are by `kb.clean.Sign`, `numbers_from` by `kb.clean.NumbersFrom`, `states`
    by `kb.extract.PageState`.
    """

    title: str
    choose: str
    back: str
    sound: str
    look: str
    sound_words: str
    signs: Mapping[str, str]
    advice: Mapping[str, str]
    on_pages: str
    on_page: str
    and_more: str
    facts: str
    pages: str
    spreads: str
    without_text: str
    without_text_none: str
    known_words: str
    known_words_note: str
    read_by: str
    readers: Mapping[str, str]
    headings: str
    numbers: str
    numbers_from: Mapping[str, str]
    numbers_offset: str
    numbers_changing: str
    heads: str
    heads_pages: str
    every_page: str
    column_page: str
    column_printed: str
    column_words: str
    column_known: str
    column_state: str
    states: Mapping[str, str]
    worst: str
    page_title: str
    page_before: str
    page_after: str
    page_text: str
    page_empty: str
    page_read: str
    page_not_here: str
    reread: str
    reread_intro: str
    reader: str
    reader_choices: Mapping[str, str]
    numbers_field: str
    numbers_hint: str
    numbers_wrong: str
    spreads_field: str
    spreads_choices: Mapping[str, str]
    columns_field: str
    heads_field: str
    preview: str
    preview_title: str
    preview_same: str
    preview_before: str
    preview_after: str
    take_over: str
    take_over_not: str
    taken_over: str
    scan_title: str
    scan_offer: str
    scan_again: str
    scan_start: str
    scan_minute: str
    scan_minutes: str
    scan_waiting: str
    scan_running: str
    scan_done: str
    scan_failed: str


GERMAN = Examining(
    title="Wie gut ist der Text gelesen?",
    choose="Welche Ausgabe möchten Sie ansehen?",
    back="Zur Veröffentlichung",
    sound="Gut lesbar",
    look="Bitte ansehen",
    sound_words="Der Text ist vollständig da und lässt sich durchsuchen.",
    signs={
        "scan": "Die Datei ist ein Scan: Sie enthält Bilder, aber keinen Text.",
        "refused": "Aus dieser Datei lässt sich kein Text lesen.",
        "unreadable": "Einige Seiten sind beschädigt oder zu groß.",
        "garbage": "Auf einigen Seiten fehlt zur Schrift die Angabe, welche Buchstaben sie zeigt.",
        "lost_spaces": "Zwischen vielen Wörtern fehlt der Abstand.",
        "few_known": "Viele Wörter stehen nicht im Wörterbuch.",
        "odd_pages": "Auf einigen Seiten stehen viele Wörter, die das Wörterbuch nicht kennt.",
        "pictures": "Einige Seiten sind nur Bilder.",
        "columns": "Auf einigen Seiten sind zwei Spalten vermutlich durcheinandergeraten.",
        "no_headings": "Es wurde keine Überschrift gefunden, also gibt es kein Inhaltsverzeichnis.",
        "no_numbers": "Es wurde keine gedruckte Seitenzahl gefunden.",
        "jumps": "Die gedruckten Seitenzahlen springen.",
        "repeated": "Derselbe Absatz steht auf vielen Seiten.",
    },
    advice={
        "scan": "Lassen Sie den Text erkennen, dann kann er durchsucht werden.",
        "refused": "Bitten Sie um die Datei in einer anderen Form, zum Beispiel neu als PDF "
        "gespeichert.",
        "unreadable": "Bitten Sie um die Datei noch einmal oder drucken Sie sie in ein neues PDF.",
        "garbage": "Lassen Sie den Text erkennen.",
        "lost_spaces": "Lesen Sie die Datei mit dem anderen Leseprogramm.",
        "few_known": "Vergleichen Sie Text und Bild. Fremde Sprache oder viele Namen sind kein "
        "Grund zur Sorge.",
        "odd_pages": "Vergleichen Sie dort Text und Bild. Verzeichnisse und fremde Sprachen sind "
        "kein Grund zur Sorge.",
        "pictures": "Fotos und Umschläge sind kein Grund zur Sorge. Steht dort Text, lassen Sie "
        "ihn erkennen.",
        "columns": "Vergleichen Sie Text und Bild. Stimmt die Reihenfolge nicht, lesen Sie die "
        "Datei in Spalten.",
        "no_headings": "Die Suche findet trotzdem alles.",
        "no_numbers": "Hat die Veröffentlichung gedruckte Seitenzahlen, geben Sie hier eine an.",
        "jumps": "Das ist richtig, wenn ungezählte Blätter dazwischenliegen.",
        "repeated": "Das stört nur, wenn es eine Kopf- oder Fußzeile ist.",
    },
    on_pages="Seiten im PDF: {pages}",
    on_page="Seite im PDF: {pages}",
    and_more="und {count} weitere",
    facts="In Zahlen",
    pages="Seiten im PDF",
    spreads="davon Doppelseiten",
    without_text="Seiten ohne Text",
    without_text_none="keine",
    known_words="Bekannte Wörter",
    known_words_note="Bei Broschüren sind es meist 91 bis 100 Prozent.",
    read_by="Gelesen mit (Seiten)",
    readers={
        "pypdf": "pypdf ({count})",
        "pdfium": "PDFium ({count})",
        "ocr": "Texterkennung ({count})",
    },
    headings="Überschriften",
    numbers="Gedruckte Seitenzahlen",
    numbers_from={
        "people": "von Hand angegeben",
        "file": "aus den Angaben der Datei",
        "print": "an den Rändern der Seiten gefunden",
        "nowhere": "keine gefunden",
    },
    numbers_offset="Seite 1 ist PDF-Seite {page}",
    numbers_changing="der Abstand zur PDF-Seite wechselt",
    heads="Weggelassen, weil es auf vielen Seiten am Rand steht",
    heads_pages="{count}-mal",
    every_page="Alle Seiten",
    column_page="PDF-Seite",
    column_printed="Gedruckt",
    column_words="Wörter",
    column_known="Bekannt",
    column_state="Zustand",
    states={
        "text": "Text",
        "empty": "leer",
        "picture": "Bild",
        "garbage": "unlesbare Schrift",
        "limit": "zu groß",
        "unreadable": "beschädigt",
    },
    worst="Seiten mit den wenigsten bekannten Wörtern",
    page_title="Text und Bild von PDF-Seite {page}",
    page_before="Seite davor",
    page_after="Seite danach",
    page_text="So steht es in der Suche",
    page_empty="Auf dieser Seite ist kein Text.",
    page_read="Diese Seite lesen",
    page_not_here="Diese Seite hat die Datei nicht.",
    reread="Anders lesen",
    reread_intro="Nur nötig, wenn der Text nicht stimmt. Sie sehen zuerst, was sich ändern würde.",
    reader="Leseprogramm",
    reader_choices={"": "Das passende (empfohlen)", "pypdf": "pypdf", "pdfium": "PDFium"},
    numbers_field="Gedruckte Seitenzahlen",
    numbers_hint="Zum Beispiel 7 = 1: Auf PDF-Seite 7 ist die Zahl 1 gedruckt. Mehrere mit Komma: "
    "3 = I, 7 = 1. Leer: das Programm sucht sie.",
    numbers_wrong="Diese Seitenzahlen verstehen wir nicht. Schreiben Sie bitte zum Beispiel 7 = 1.",
    spreads_field="Breite Seiten",
    spreads_choices={
        "": "Selbst erkennen (empfohlen)",
        "yes": "Zwei gedruckte Seiten nebeneinander",
        "no": "Eine breite Seite",
    },
    columns_field="Zwei Spalten nacheinander lesen, erst links, dann rechts",
    heads_field="Kopf- und Fußzeilen weglassen",
    preview="Zeigen, was sich ändern würde",
    preview_title="So würde es aussehen",
    preview_same="Der Text dieser Seite bliebe gleich.",
    preview_before="Jetzt",
    preview_after="Neu",
    take_over="So übernehmen",
    take_over_not="Nichts ändern",
    taken_over="Übernommen. In wenigen Sekunden sucht die Bibliothek im neuen Text.",
    scan_title="Texterkennung",
    scan_offer="Das Programm kann den Text erkennen. Die Datei selbst bleibt, wie sie ist; der "
    "Text kommt in eine Kopie daneben.",
    scan_again="Der Text stammt aus einer Texterkennung. Die Datei, wie sie kam: {file}.",
    scan_start="Text erkennen lassen",
    scan_minute="Das dauert etwa eine Minute und läuft im Hintergrund.",
    scan_waiting="Der Text wird gleich erkannt. Sie können diese Seite schließen.",
    scan_minutes="Das dauert etwa {count} Minuten und läuft im Hintergrund.",
    scan_running="Der Text wird gerade erkannt: Seite {page} von {pages}. Sie können diese Seite "
    "schließen.",
    scan_done="Der Text ist erkannt. In wenigen Sekunden kann er durchsucht werden.",
    scan_failed="Der Text ließ sich nicht erkennen. Bitten Sie um einen besseren Scan.",
)

ENGLISH = Examining(
    title="How well was the text read?",
    choose="Which edition would you like to look at?",
    back="To the publication",
    sound="Easy to read",
    look="Please look",
    sound_words="The text is complete and can be searched.",
    signs={
        "scan": "The file is a scan: it holds pictures, but no text.",
        "refused": "No text can be read from this file.",
        "unreadable": "Some pages are damaged or too large.",
        "garbage": "On some pages the font does not say which letters it shows.",
        "lost_spaces": "Between many words the space is missing.",
        "few_known": "Many words are not in the dictionary.",
        "odd_pages": "Some pages hold many words that the dictionary does not know.",
        "pictures": "Some pages are only pictures.",
        "columns": "On some pages two columns have probably been mixed up.",
        "no_headings": "No heading was found, so there is no table of contents.",
        "no_numbers": "No printed page number was found.",
        "jumps": "The printed page numbers jump.",
        "repeated": "The same paragraph stands on many pages.",
    },
    advice={
        "scan": "Have the text recognised, then it can be searched.",
        "refused": "Ask for the file in another form, for example saved as a PDF again.",
        "unreadable": "Ask for the file again, or print it to a new PDF.",
        "garbage": "Have the text recognised.",
        "lost_spaces": "Read the file with the other reader.",
        "few_known": "Compare text and picture. Another language or many names are no reason to "
        "worry.",
        "odd_pages": "Compare text and picture there. Lists and other languages are no reason to "
        "worry.",
        "pictures": "Photographs and covers are no reason to worry. If there is text on them, have "
        "it recognised.",
        "columns": "Compare text and picture. If the order is wrong, read the file in columns.",
        "no_headings": "The search finds everything all the same.",
        "no_numbers": "If the publication has printed page numbers, name one here.",
        "jumps": "That is right where leaves without a number lie in between.",
        "repeated": "That only disturbs if it is a header or footer.",
    },
    on_pages="Pages of the PDF: {pages}",
    on_page="Page of the PDF: {pages}",
    and_more="and {count} more",
    facts="In numbers",
    pages="Pages of the PDF",
    spreads="of these double pages",
    without_text="Pages without text",
    without_text_none="none",
    known_words="Known words",
    known_words_note="In brochures mostly 91 to 100 per cent.",
    read_by="Read with (pages)",
    readers={
        "pypdf": "pypdf ({count})",
        "pdfium": "PDFium ({count})",
        "ocr": "text recognition ({count})",
    },
    headings="Headings",
    numbers="Printed page numbers",
    numbers_from={
        "people": "set by hand",
        "file": "as the file says",
        "print": "found at the edges of the pages",
        "nowhere": "none found",
    },
    numbers_offset="page 1 is PDF page {page}",
    numbers_changing="the distance to the PDF page changes",
    heads="Left out, because it stands at the edge of many pages",
    heads_pages="{count} times",
    every_page="All pages",
    column_page="PDF page",
    column_printed="Printed",
    column_words="Words",
    column_known="Known",
    column_state="State",
    states={
        "text": "text",
        "empty": "empty",
        "picture": "picture",
        "garbage": "unreadable font",
        "limit": "too large",
        "unreadable": "damaged",
    },
    worst="Pages with the fewest known words",
    page_title="Text and picture of PDF page {page}",
    page_before="Page before",
    page_after="Page after",
    page_text="As it stands in the search",
    page_empty="There is no text on this page.",
    page_read="Read this page",
    page_not_here="The file has no such page.",
    reread="Read otherwise",
    reread_intro="Only needed if the text is wrong. First you see what would change.",
    reader="Reader",
    reader_choices={"": "Whichever fits (recommended)", "pypdf": "pypdf", "pdfium": "PDFium"},
    numbers_field="Printed page numbers",
    numbers_hint="For example 7 = 1: on PDF page 7 the number 1 is printed. Several with commas: "
    "3 = I, 7 = 1. Empty: the program looks for them.",
    numbers_wrong="We do not understand the page numbers. Please write for example 7 = 1.",
    spreads_field="Wide pages",
    spreads_choices={
        "": "Find out (recommended)",
        "yes": "Two printed pages side by side",
        "no": "One wide page",
    },
    columns_field="Read two columns one after the other, left first",
    heads_field="Leave out headers and footers",
    preview="Show what would change",
    preview_title="This is how it would look",
    preview_same="The text of this page would stay the same.",
    preview_before="Now",
    preview_after="New",
    take_over="Take over",
    take_over_not="Change nothing",
    taken_over="Taken over. In a few seconds the library searches the new text.",
    scan_title="Text recognition",
    scan_offer="The program can recognise the text. The file itself stays as it is; the text goes "
    "into a copy beside it.",
    scan_again="The text comes from text recognition. The file as it came: {file}.",
    scan_start="Recognise the text",
    scan_minute="This takes about a minute and runs in the background.",
    scan_waiting="The text will be recognised in a moment. You can close this page.",
    scan_minutes="This takes about {count} minutes and runs in the background.",
    scan_running="The text is being recognised: page {page} of {pages}. You can close this page.",
    scan_done="The text is recognised. In a few seconds it can be searched.",
    scan_failed="The text could not be recognised. Ask for a better scan.",
)
