"""References to laws, in every way people write them, as canonical tokens such as "sgb8:42:2"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.german.characters import normal
from kb.german.law_names import Law, law_at, law_before

ANY_LAW = "?"  # "?:25a" is § 25a of whichever law
LONGEST_RANGE = 60  # "§§ 1773–1808" is spelled out; of longer ranges only both ends count
NEAR = 20  # characters before it that may be its sign or another word for a number
LONGEST_LIST = 40  # numbers after one "§§"
LONGEST_BARE_LIST = 3  # numbers before a law without any sign: "42, 42a SGB VIII"
BEFORE = 60  # characters before a number in which its law is looked for
FOLLOWING = 5  # paragraphs that "ff." takes in

_NUMBER = re.compile(r"(?<![\w.,/])(\d{1,4})(?:([a-zA-Z])(?!\w)|\s([a-eg-z])(?![\w.)])|(?![\w/]))")
_SIGN = re.compile(
    r"(§+|\b(?:paragra(?:ph|f)(?:en|s)?|art(?:ikeln?|ikels|t)?\.?))\s*$", re.IGNORECASE
)
# What may stand before a number that is no paragraph's: "Absatz 2 SGB VIII", "Seite 25a".
_OTHER_NUMBER = re.compile(
    r"\b(?:abs(?:atz|\.)?|s(?:atz|eite|\.)?|nr\.?|nummer|ziff(?:er|\.)|kap(?:itel|\.)|teil|modul"
    r"|band|heft|abschnitt|buch|klasse|haus(?:nummer)?|raum|zimmer|zeile|fall|tab(?:elle|\.)"
    r"|abb(?:ildung|\.)|frage|punkt|anlage|übung|typ|stufe)\s*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s*(?:[€%]|[.,]\d|\.\s|(?:jahre?n?|monate?n?|tage?n?|wochen?|stunden?|uhr|prozent|euro)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")

_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
}
_SECTION = re.compile(r"\s*(?:abs(?:atz|ätze)?\.?\s*|\()(\d{1,2}[a-z]?)(?!\w)\)?", re.IGNORECASE)
_SECTION_ROMAN = re.compile(r"\s+(VIII|VII|VI|IV|IX|V|X|I{1,3}|iii?|iv|vii?i?)(?![\w.])")
_MORE_SECTIONS = re.compile(
    r"\s*(?:,|und|oder|u\.|bis|[-–—])\s*(\d{1,2}[a-z]?)(?![\w.]|\s*[€%])", re.IGNORECASE
)
_SENTENCE_AFTER_ROMAN = re.compile(r"\s+(\d{1,2})(?!\w)")
_DETAIL = re.compile(
    r"\s*,?\s*(?P<kind>satz|s\.|s(?=\s*\d)|nr\.?|nummer|ziff(?:er|\.)|lit\.?|buchst(?:abe|\.)"
    r"|halbs(?:atz|\.)|hs\.|alt(?:ernative|\.)|var\.|unterabs(?:atz|\.))"
    r"\s*(?P<value>\d{1,2}[a-z]?|[a-z])(?!\w)",
    re.IGNORECASE,
)
_DETAILS = {"s": "Satz", "n": "Nr.", "z": "Nr.", "l": "lit.", "b": "lit.", "h": "Hs.", "a": "Alt.",
            "v": "Alt.", "u": "UAbs."}  # fmt: skip
_RANGE = re.compile(r"\s*(?:[-–—]|bis)\s*(?:§+\s*)?(?=\d)")
_OPEN_END = re.compile(r"\s*(ff?)(?!\w)\.?", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?P<word>,?\s*(?:i\.?\s?v\.?\s?m\.?|in\s+verbindung\s+mit)|[,;/]|und|oder|sowie|bzw\.?|u\."
    r"|,\s*(?:und|oder))\s*(?P<sign>(?:§+|art(?:ikel|\.)?)\s*)?(?=\d)",
    re.IGNORECASE,
)
_TO_LAW = re.compile(r"[\s,]*(?:\(|(?:des|der|dem|vom|im|aus\s+dem)\s+)?", re.IGNORECASE)
_FORMER = re.compile(r"\s*(?:\(?a\.?\s?F\.?(?!\w)\)?|\(?alte[rn]? Fassung\)?)")


@dataclass(frozen=True, slots=True)
class LawReference:
    """One paragraph (or range) of a law named at `start`–`end` of a text.

    `tokens` are what a page is indexed by: the named forms, the most specific first, then the same
    under `ANY_LAW`. `shown` is the reference in its usual form. `law` is "" where none is named;
    `former` if it says "a.F."; `joined` if "i.V.m." leads from the reference before to this one.
    """

    start: int
    end: int
    tokens: tuple[str, ...]
    shown: str
    law: str = ""
    former: bool = False
    joined: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The tokens to search for: those of the named law, or of any law where none is named."""
        prefix = f"{self.law or ANY_LAW}:"
        return tuple(token for token in self.tokens if token.startswith(prefix))


@dataclass(slots=True)
class _Item:
    """A paragraph number while it is being read."""

    start: int
    numbers: tuple[str, ...]
    written: str
    end: int
    sections: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    signed: bool = True
    joined: bool = False


def references(text: str, *, bare: bool = False) -> list[LawReference]:
    """Every reference in `text`, in order; a law named at the end of a list counts for all of it.

    With `bare`, for queries, a number with a letter ("25a") counts even without sign and law.
    """
    same = normal(text)
    found: list[LawReference] = []
    done = 0
    for number in _NUMBER.finditer(same.text):
        if number.start() < done:
            continue
        read = _read(same.text, done, number) or (_bare(same.text, number) if bare else None)
        if read:
            found += read
            done = read[-1].end
    if not same.starts:
        return found
    return [replace(r, start=a, end=b) for r in found for a, b in [same.span(r.start, r.end)]]


def _read(text: str, done: int, number: re.Match[str]) -> list[LawReference] | None:
    """The references of the list that begins with this number, if it is one."""
    offset = max(done, number.start() - BEFORE)
    before = text[offset : number.start()]
    sign = _SIGN.search(before, len(before) - NEAR)
    if not sign and _OTHER_NUMBER.search(before, len(before) - NEAR):
        return None
    named = law_before(before[: sign.start()] if sign else before)
    if not sign and _is_amount(text, number, named):
        return None
    items = _items(text, number, sign[1] if sign else "")
    law, end, former = _law_after(text, items[-1].end, by_look=sign is not None)
    if law:
        items[-1].end = end
    else:  # "§ 42, 3 Tage": unless a law follows, only numbers with a sign are sure
        items = [item for item in items if item.signed]
    if sign:
        items[0].start = offset + sign.start()
    if not law and named:
        law, items[0].start = named[0], offset + named[1]
    if not law and not sign:
        return None
    article = sign is not None and sign[1].lower().startswith("art")
    return [_reference(item, law, former=former, article=article) for item in items]


def _is_amount(text: str, number: re.Match[str], named: tuple[Law, int] | None) -> bool:
    """Whether a number without sign is rather a year, a date or an amount."""
    if _AMOUNT.match(text, number.end()):
        return True
    law = named[0] if named else _law_after(text, number.end(), by_look=False)[0]
    # no other law here has that many paragraphs
    return bool(_YEAR.fullmatch(number[0])) and (law is None or law.id != "bgb")


def _bare(text: str, number: re.Match[str]) -> list[LawReference] | None:
    before = text[max(0, number.start() - NEAR) : number.start()]
    if not number[2] or _OTHER_NUMBER.search(before) or before.endswith("-"):
        return None
    item = _Item(number.start(), (_canonical(number),), _canonical(number), number.end())
    return [_reference(item, None, former=False, article=False)]


# -- reading a list of numbers ---------------------------------------------------------------------


def _items(text: str, number: re.Match[str], sign: str) -> list[_Item]:
    plural = sign.startswith("§§")
    items = [_item(text, number, number.start(), plural)]
    # tables are full of numbers: a long list of them, each read from each, would take for ever
    most = LONGEST_LIST if sign else LONGEST_BARE_LIST
    while len(items) < most and not _law_after(text, items[-1].end, by_look=False)[0]:
        link = _AND.match(text, items[-1].end)
        following = _NUMBER.match(text, link.end()) if link else None
        if not link or not following:
            break
        item = _item(text, following, link.start("sign") if link["sign"] else link.end(), plural)
        item.signed = plural or link["sign"] is not None
        item.joined = link["word"].strip(" ,")[:1].lower() == "i"
        items.append(item)
    return items


def _item(text: str, number: re.Match[str], start: int, plural: bool) -> _Item:
    written = _canonical(number)
    item = _Item(start, (written,), written, number.end())
    _read_sections(text, item, plural)
    _read_details(text, item)
    _read_range(text, item)
    return item


def _read_sections(text: str, item: _Item, plural: bool) -> None:
    section = _SECTION.match(text, item.end)
    roman = None if section else _SECTION_ROMAN.match(text, item.end)
    if roman:
        item.sections.append(str(_ROMAN[roman[1].upper()]))
        item.end = roman.end()
        sentence = _SENTENCE_AFTER_ROMAN.match(text, item.end)
        if sentence:
            item.details.append(f"Satz {sentence[1]}")
            item.end = sentence.end()
    while section:
        item.sections.append(section[1])
        item.end = section.end()
        # after "§ 60 Abs. 5 und 7" comes a section, after "§§ 60 Abs. 5, 61" a paragraph
        section = None if plural else _MORE_SECTIONS.match(text, item.end)


def _read_details(text: str, item: _Item) -> None:
    while detail := _DETAIL.match(text, item.end):
        item.details.append(f"{_DETAILS[detail['kind'][0].lower()]} {detail['value']}")
        item.end = detail.end()


def _read_range(text: str, item: _Item) -> None:
    link = _RANGE.match(text, item.end)
    last = _NUMBER.match(text, link.end()) if link else None
    if last:
        item.numbers = _between(item.written, _canonical(last))
        item.written = f"{item.written}–{_canonical(last)}"
        item.end = last.end()
        return
    open_end = _OPEN_END.match(text, item.end)
    if open_end:
        first = int(re.sub(r"\D", "", item.written))
        reach = 1 if open_end[1].lower() == "f" else FOLLOWING
        item.numbers = (item.written, *(str(first + i) for i in range(1, reach + 1)))
        item.written = f"{item.written} {open_end[1].lower()}."
        item.end = open_end.end()


def _canonical(number: re.Match[str]) -> str:
    return str(int(number[1])) + (number[2] or number[3] or "").lower()


def _between(first: str, last: str) -> tuple[str, ...]:
    """The numbers of a range: "42"–"42f" by letters, else whole numbers between both ends."""
    a, b = (int(re.sub(r"\D", "", n)) for n in (first, last))
    if a == b and last[-1].isalpha():
        letter = ord(first[-1]) if first[-1].isalpha() else ord("a") - 1
        return (first, *(f"{a}{chr(c)}" for c in range(letter + 1, ord(last[-1]) + 1)))
    if not 0 < b - a <= LONGEST_RANGE:
        return (first, last)
    return (first, *(str(n) for n in range(a + 1, b)), last)


def _law_after(text: str, position: int, *, by_look: bool) -> tuple[Law | None, int, bool]:
    """The law named next, where its name (with "a.F.") ends, and whether it is the former one."""
    link = _TO_LAW.match(text, position)
    found = law_at(text, link.end() if link else position, by_look=by_look)
    law, end = found or (None, position)
    former = _FORMER.match(text, end)
    return law, former.end() if former else end, former is not None


def _reference(item: _Item, law: Law | None, *, former: bool, article: bool) -> LawReference:
    names = (law.id, ANY_LAW) if law else (ANY_LAW,)
    return LawReference(
        item.start,
        item.end,
        tuple(token for name in names for token in _tokens(name, item)),
        _shown(item, law, article=article),
        law.id if law else "",
        former,
        item.joined,
    )


def _tokens(name: str, item: _Item) -> Iterator[str]:
    if len(item.numbers) == 1:
        yield from (f"{name}:{item.numbers[0]}:{section}" for section in item.sections)
    yield from (f"{name}:{number}" for number in item.numbers)


def _shown(item: _Item, law: Law | None, *, article: bool) -> str:
    sign = "Art." if article else "§§" if len(item.numbers) > 1 else "§"
    sections = f"Abs. {', '.join(item.sections)}" if item.sections else ""
    parts = (sign, item.written, sections, *item.details, law.name if law else "")
    return " ".join(part for part in parts if part)
