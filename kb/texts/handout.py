"""The words in a handout; German in every language of the interface, like the publications."""

CONTENTS = "Inhalt"
SOURCES = "Quellen"
MADE = "Zusammengestellt am {date}"
PAGE_OF = "Seite {page} von {pages}"
COMPARED = "Verglichen mit dem Stand der Wissensbasis am {date}."
NO_ADVICE = (
    "Auszüge aus Veröffentlichungen, unverändert und mit Quelle. Keine Rechtsberatung; "
    "bitte beachten Sie den Rechtsstand jeder Quelle."
)
TICK = "☐"
WORD_LIST = "Wortliste"
# as those who speak a language call it
LANGUAGE_NAMES = {
    "de": "Deutsch",
    "en": "English",
    "fr": "Français",
    "ar": "العربية",
    "fa": "فارسی / دری",
    "tr": "Türkçe",
    "ru": "Русский",
    "so": "Soomaali",
    "ti": "ትግርኛ",
}
UNANSWERED = "Dazu wurde in den Veröffentlichungen nichts gefunden."
NOT_ALL = "Es gibt mehr als {most} solche Seiten. Hier stehen die {most}, die am besten passen."
APPOINTMENT = ("Datum, Uhrzeit", "Ort", "Wer kommt mit?", "Nächster Schritt")

NO_PICTURE = "Das Bild dieser Seite ließ sich nicht zeichnen; hier steht ihr Text."
NO_ORIGINAL = "Diese Seite ließ sich nicht aus dem PDF übernehmen: {place}."
