"""What a PDF without a record seems to be: by its metadata, its first pages and its name."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from kb.model import Edition, Kind, Publication


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What is known of a PDF before it has a record.

    `title`, `author` and `year` are its metadata, often wrong. `lines` are those of the first page
    that has text, with their height; `text` is that of the first pages.
    """

    title: str = ""
    author: str = ""
    year: int | None = None
    lines: Sequence[tuple[float, str]] = ()
    text: str = ""


def propose(name: str, look: FirstLook, taken: Collection[str]) -> Publication:
    """A record to be checked by a person; `taken` are the ids that are in use."""
    title = _title(name, look)
    law_as_of = _law_as_of(look.text)
    year = _year(name, title, look, law_as_of)
    edition = Edition(
        label=str(year or 1),
        file=name,
        year=year,
        law_as_of=law_as_of,
        added=datetime.now(UTC).date(),
    )
    return Publication(
        id=_free(slug(title), taken),
        title=title,
        editions=(edition,),
        kind=_kind(title, name, look.text),
        publisher=_publisher(look),
        confirmed=False,
    )


def slug(text: str) -> str:
    """Text as an id: "Vormünder & Größe" becomes "vormuender-groesse"."""
    text = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", text)
    short = words[:1]
    for word in words[1:]:
        if len("-".join([*short, word])) > _LONGEST_ID:
            break
        short.append(word)
    return "-".join(short)[:_LONGEST_ID] or "publication"


# -- title -----------------------------------------------------------------------------------------

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST_ID, _LONGEST_TITLE = 50, 150
# what programs write into the title when nobody does: "Microsoft Word - final_neu2.docx"
_NO_TITLE = re.compile(
    r"microsoft \w+ -|powerpoint|untitled|unbenannt|ohne titel|(?:document|dokument|print|layout"
    r"|folie|slide|scan|presentation|präsentation|mappe|book|seite)\s*\d*$"
    r"|.*\.(?:indd?|inx|idml|docx?|pdf|qx[pd]|pub|odt|rtf|pptx?|pages|cdr|ai|eps|tmp|html?|fm|tex)$",
    re.IGNORECASE,
)
_FILE_DEBRIS = re.compile(
    r"\b(?:final|neu\d*|druck(?:version)?|web(?:version)?|online|kopie|copy|entwurf|v\d+|\d{6,})\b",
    re.IGNORECASE,
)


def _title(name: str, look: FirstLook) -> str:
    stem = unicodedata.normalize("NFC", PurePath(name).stem)
    return _metadata_title(look.title, stem) or _largest_line(look) or _tidied(stem)


def _metadata_title(title: str, stem: str) -> str:
    title = _tidy(title)
    is_file_name = title.casefold() == stem.casefold() or ("_" in title and " " not in title)
    return "" if _NO_TITLE.match(title) or is_file_name or not _is_title(title) else title


def _largest_line(look: FirstLook) -> str:
    """The largest text of the first page, or its first sensible line where sizes are unknown."""
    lines = [(size, text) for size, raw in look.lines if (text := _tidy(raw))]
    largest = max((size for size, text in lines if _is_title(text)), default=0.0)
    titles = [text for size, text in lines if size >= 0.95 * largest > 0]
    title = _joined(titles)
    if title and " " not in title:  # "BÜRGERForum": its subtitle tells what it is
        title = " – ".join(filter(None, (title, _subtitle(lines, largest))))
    if title:
        return title
    return next((t for line in look.text.splitlines() if _is_title(t := _tidy(line))), "")


def _subtitle(lines: Sequence[tuple[float, str]], largest: float) -> str:
    """The lines in the next size that holds more than one word."""
    sizes = [size for size, text in lines if size < 0.95 * largest and " " in text]
    size = max(sizes, default=0.0)
    subtitle = _joined([text for other, text in lines if size >= other >= 0.95 * size > 0])
    return subtitle if _is_title(subtitle) else ""


def _joined(lines: Sequence[str]) -> str:
    """A title that runs over several lines."""
    joined = ""
    for text in lines:
        if len(joined) + len(text) >= _LONGEST_TITLE:
            break
        joined = joined[:-1] + text if joined.endswith("-") else f"{joined} {text}".strip()
    return joined


def _tidied(stem: str) -> str:
    words = _FILE_DEBRIS.sub(" ", re.sub(r"[_\-.+]+", " ", stem))
    return _tidy(words) or _tidy(stem) or "?"


def _is_title(text: str) -> bool:
    return 4 <= len(text) <= _LONGEST_TITLE and len(re.findall(r"[^\W\d_]", text)) >= 4


def _tidy(text: str) -> str:
    shown = "".join(c if c.isprintable() else "-" if c == "\x02" else " " for c in text)
    shown = shown.replace("``", '"').replace("''", '"')  # as TeX writes quotation marks
    return " ".join(unicodedata.normalize("NFC", shown).split())


# -- year, law, publisher, kind --------------------------------------------------------------------

_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
_AS_OF = re.compile(
    r"\b(?:rechts|bearbeitungs|redaktions|gesetzes)?stand\b\W{0,3}(?:der gesetzgebung\W+|ist\W+)?"
    rf"(?:\d{{1,2}}\.\s?)?(?P<month>{'|'.join(_MONTHS)}|\d{{1,2}}(?=[./]))[./\s]*(?P<year>20\d\d)",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:auflage|ausgabe|erschienen)[^\n]{0,25}?(?P<year>20[0-4]\d)", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[^\n]{0,25}?(?:(?:19|20)\d\d\s?[-–]\s?)?(?P<year>20[0-4]\d)",
    re.IGNORECASE,
)
_PUBLISHERS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"^\W*(?:herausgeber(?:in|innen)?|herausgabe|hrsg\.?)\b[^\S\n]*:?\s*(?P<name>\S.*)$",
        r"herausgegeben\s+vo[nm]:?\s+[„»\"](?P<name>[^“«\"]{4,100})[“«\"]",
        (
            r"herausgegeben\s+vo[nm]:?\s+(?:de[rm]\s)?"
            r"(?P<name>[^\n„»\"]{4,100}?)(?:$|(?<!\be)(?<!e\. V)\.\s)"
        ),
        r"^(?P<name>.{4,100}?)\s*\(Hrsg\.\)",
    )
)
_OWNER = re.compile(r"(?:©|\(c\)|copyright)[\s\d–-]*(?P<name>[^\d\n,©]{4,100})", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"e\. ?V\.|ministeri|amt\b|verein|verband|bund\b|stadt|land(?:es|kreis)|institut|stiftung"
    r"|gesellschaft|\brat\b|bundestag|landtag|foundation"
    r"|senat|gmbh|universität|hochschule|zentrum|diakonie|caritas",
    re.IGNORECASE,
)
_KINDS: Mapping[Kind, re.Pattern[str]] = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        Kind.HANDBOOK: r"handbuch|nachschlagewerk|kompendium",
        Kind.LEAFLET: r"flyer|faltblatt|merkblatt|infoblatt|informationsblatt",
        Kind.FORM: r"formular|vordruck|\w*antrag\b|muster(?:brief|schreiben)|checkliste"
        r"|einverständniserklärung|einwilligung|vollmacht|\w+nachweis\b",
        Kind.GUIDE: r"leitfaden|arbeitshilfe|orientierungshilfe|wegweiser|ratgeber|handreichung"
        r"|guidelines?\b"
        r"|leitlinie|empfehlung",
        Kind.REPORT: r"bericht|studie|gutachten|dokumentation|evaluation|auswertung",
        Kind.BROCHURE: r"broschüre|broschuere",
    }.items()
}


def _law_as_of(text: str) -> str:
    """The month of "Rechtsstand: November 2026" or "Stand: 11/2026" as "2026-11"."""
    match = _AS_OF.search(unicodedata.normalize("NFC", text))
    if not match:
        return ""
    name = match["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS.index(name) + 1
    return f"{match['year']}-{month:02}" if 1 <= month <= 12 else ""


def _year(name: str, title: str, look: FirstLook, law_as_of: str) -> int | None:
    """The surest first: title, file name, "3. Auflage 2024", Rechtsstand, when it was written."""
    return next(_years(name, title, look, law_as_of), None)


def _years(name: str, title: str, look: FirstLook, law_as_of: str) -> Iterator[int]:
    for text in (title, name):
        yield from sorted(map(int, _YEAR.findall(text)), reverse=True)
    yield from (int(match["year"]) for match in _PRINTED.finditer(look.text))
    # the rights to older parts are older
    yield from sorted((int(m["year"]) for m in _RIGHTS.finditer(look.text)), reverse=True)
    if law_as_of:
        yield int(law_as_of[:4])
    if look.year:
        yield look.year


def _publisher(look: FirstLook) -> str:
    """Who says to be it, else an organisation that holds the rights or is the file's author."""
    matches = [pattern.search(look.text) for pattern in _PUBLISHERS]
    named = [_tidy(match["name"]) for match in matches if match]
    owners = [_tidy(match["name"]) for match in _OWNER.finditer(look.text)]
    organisations = [n for n in (*owners, _tidy(look.author)) if _ORGANISATION.search(n)]
    return next((name for name in (*named, *organisations) if _is_title(name)), "")


def _kind(title: str, name: str, text: str) -> Kind:
    """By the title, else the file name, else the first words of the text."""
    for source in (title, unicodedata.normalize("NFC", name), text[:600]):
        for kind, words in _KINDS.items():
            if words.search(source):
                return kind
    return Kind.OTHER


def _free(wanted: str, taken: Collection[str]) -> str:
    number = 1
    while (name := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return name
