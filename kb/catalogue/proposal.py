"""What a PDF without a record seems to be: by its metadata, its first pages and its name."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Generic, TypeVar

from kb.catalogue.subjects import audience, language, topics
from kb.model import Edition, Kind, Publication

Value = TypeVar("Value")


class Origin(StrEnum):
    """Where a proposed value comes from."""

    METADATA = "metadata"
    FILE_NAME = "file_name"
    PAGE = "page"
    TEXT = "text"  # from what the whole of it is about


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read: on PDF page `page` if `origin` says so."""

    origin: Origin
    page: int = 0


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What is known of a PDF before it has a record.

    `title`, `author` and `year` are its metadata, often wrong. `lines` are those of the first page
    that has text, with their height; `text` is that of the first pages, and `starts` says where in
    it each of them begins: (offset, PDF page).
    """

    title: str = ""
    author: str = ""
    year: int | None = None
    lines: Sequence[tuple[float, str]] = ()
    text: str = ""
    starts: Sequence[tuple[int, int]] = ((0, 1),)

    def page_at(self, offset: int) -> Source:
        """The page that an offset in the text is on."""
        begun = [page for start, page in self.starts if start <= offset]
        return Source(Origin.PAGE, begun[-1] if begun else 1)

    def page_of(self, text: str) -> Source:
        """The first page, of those in the text, on which all of these words stand."""
        words = text.split()
        ends = [start for start, _ in self.starts[1:]] + [len(self.text)]
        for (start, page), end in zip(self.starts, ends, strict=True):
            if all(word in self.text[start:end] for word in words):
                return Source(Origin.PAGE, page)
        return self.page_at(0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record to be checked by a person, and the source of each of its values that has one."""

    publication: Publication
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value with where it was found."""

    value: Value
    source: Source


def propose(name: str, look: FirstLook, taken: Collection[str]) -> Proposal:
    """A record for a file of this name; `taken` are the ids that are in use."""
    title = _title(name, look)
    law_as_of = _law_as_of(look)
    year = _year(name, title.value, look, law_as_of)
    found: Mapping[str, Found[Any] | None] = {
        "title": title,
        "year": year,
        "law_as_of": law_as_of,
        "publisher": _publisher(look),
        "kind": _kind(title, name, look),
        "topics": _guessed(topics(title.value, look.text)),
        "audience": _guessed(audience(title.value, look.text)),
        "language": _guessed(language(look.text)),
    }
    values = {field: one.value for field, one in found.items() if one}
    edition = Edition(
        label=str(values.get("year", 1)),
        file=name,
        year=values.pop("year", None),
        law_as_of=values.pop("law_as_of", ""),
        added=datetime.now(UTC).date(),
    )
    publication = Publication(
        id=_free(slug(title.value), taken), editions=(edition,), confirmed=False, **values
    )
    return Proposal(publication, {field: one.source for field, one in found.items() if one})


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


def _title(name: str, look: FirstLook) -> Found[str]:
    stem = unicodedata.normalize("NFC", PurePath(name).stem)
    if title := _metadata_title(look.title, stem):
        return Found(title, Source(Origin.METADATA))
    if title := _largest_line(look):
        return Found(title, look.page_of(title))
    return Found(_tidied(stem), Source(Origin.FILE_NAME))


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
_BROKEN = re.compile(r"[a-zäöüß][-\x02]\s*$")  # the second is what PDFium has for a hyphen
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


def _law_as_of(look: FirstLook) -> Found[str] | None:
    """The month of "Rechtsstand: November 2026" or "Stand: 11/2026" as "2026-11"."""
    match = _AS_OF.search(look.text)
    if not match:
        return None
    name = match["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS.index(name) + 1
    if not 1 <= month <= 12:
        return None
    return Found(f"{match['year']}-{month:02}", look.page_at(match.start()))


def _year(
    name: str, title: str, look: FirstLook, law_as_of: Found[str] | None
) -> Found[int] | None:
    """The surest first: title, file name, "3. Auflage 2024", Rechtsstand, when it was written."""
    return next(_years(name, title, look, law_as_of), None)


def _years(
    name: str, title: str, look: FirstLook, law_as_of: Found[str] | None
) -> Iterator[Found[int]]:
    for year in sorted(map(int, _YEAR.findall(title)), reverse=True):
        yield Found(year, look.page_of(str(year)))
    for year in sorted(map(int, _YEAR.findall(name)), reverse=True):
        yield Found(year, Source(Origin.FILE_NAME))
    for match in _PRINTED.finditer(look.text):
        yield Found(int(match["year"]), look.page_at(match.start()))
    # the rights to older parts are older
    for match in sorted(_RIGHTS.finditer(look.text), key=lambda m: m["year"], reverse=True):
        yield Found(int(match["year"]), look.page_at(match.start()))
    if law_as_of:
        yield Found(int(law_as_of.value[:4]), law_as_of.source)
    if look.year:
        yield Found(look.year, Source(Origin.METADATA))


def _publisher(look: FirstLook) -> Found[str] | None:
    """Who says to be it, else an organisation that holds the rights or is the file's author."""
    return next((f for f in _publishers(look) if _is_title(f.value)), None)


def _publishers(look: FirstLook) -> Iterator[Found[str]]:
    for pattern in _PUBLISHERS:
        if match := pattern.search(look.text):
            yield _named(match, look)
    for match in _OWNER.finditer(look.text):
        if _ORGANISATION.search(_tidy(match["name"])):
            yield _named(match, look)
    if _ORGANISATION.search(_tidy(look.author)):
        yield Found(_tidy(look.author), Source(Origin.METADATA))


def _named(match: re.Match[str], look: FirstLook) -> Found[str]:
    """A name, with the next line up to a comma where its own breaks within a word."""
    name = _tidy(match["name"])
    if _BROKEN.search(match["name"]):
        after = look.text[match.end("name") :].lstrip("\n").partition("\n")[0]
        name = _joined([name, re.split(r"[,;|·]", _tidy(after))[0]])
    return Found(name, look.page_at(match.start("name")))


def _kind(title: Found[str], name: str, look: FirstLook) -> Found[Kind] | None:
    """By the title, else the file name, else the first words of the text."""
    for source, text in (
        (title.source, title.value),
        (Source(Origin.FILE_NAME), unicodedata.normalize("NFC", name)),
        (look.page_at(0), look.text[:600]),
    ):
        for kind, words in _KINDS.items():
            if words.search(text):
                return Found(kind, source)
    return None


def _guessed(value: Value) -> Found[Value] | None:
    return Found(value, Source(Origin.TEXT)) if value else None


def _free(wanted: str, taken: Collection[str]) -> str:
    number = 1
    while (name := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return name
