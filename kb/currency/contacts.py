"""Telephone numbers, addresses, opening hours in a text: what ages faster than the law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Span


class ContactKind(StrEnum):
    """What sort of contact it is; each has a name in `kb.texts`."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    ADDRESS = "address"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as written at `span`; `value` is the same however it is spaced or cased."""

    kind: ContactKind
    written: str
    value: str
    span: Span


_DAY = r"(?:Mo|Di|Mi|Do|Fr|Sa|So)(?:\.|ntags?|enstags?|ttwochs?|nnerstags?|eitags?|mstags?)?(?!\w)"
_TIME = r"\d{1,2}(?:[.:]\d\d)?"
_TO = r"\s*(?:[–—-]|bis)\s*"
_AT = r"(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Alte[rn]?|Neue[rn]?)\s"
_STREET = (
    rf"(?:{_AT})?[A-ZÄÖÜ][\wäöüß-]*"  # not "Clearing 16", "Mentoring 3"
    r"(?:straße|strasse|str\.|weg|platz|allee|damm|(?<!ea)(?<!to)ring|gasse|ufer|markt|wall|deich|hof)"
    rf"|{_AT}(?:Straße|Weg|Platz|Allee|Damm|Ring|Ufer|Markt|Wall|Deich|Hof|Stern|Tor)"
)
_PATTERNS = {
    ContactKind.EMAIL: r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    ContactKind.WEB: r"(?:https?://|www\.)[^\s<>()„“\"]+[^\s<>()„“\".,;:!?]",
    ContactKind.HOURS: rf"{_DAY}(?:(?:{_TO}|,\s*|\s+und\s+){_DAY})*[:,]?\s*(?:von\s+)?"
    rf"{_TIME}{_TO}{_TIME}(?:\s*(?:und|,)\s*{_TIME}{_TO}{_TIME})*\s*Uhr",
    ContactKind.ADDRESS: rf"(?:{_STREET})\s+\d{{1,4}}\s?[a-z]?(?:{_TO}\d{{1,4}})?(?!\w)"
    r"(?:[,\s]+\d{5}\s+[A-ZÄÖÜ][\wäöüß-]+)?|(?<!\d)\d{5}\s+(?:Bremen|Bremerhaven)(?!\w)",
    # a number begins with 0 or +49 and has six digits and more; dates and paragraphs have not
    ContactKind.PHONE: r"(?<![\w.,/-])(?:\+49|0)[\d\s()/–-]{5,}\d(?![\w%€]|[.,]\d)",
}
_FINDERS = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_LEAST_DIGITS = 6


def contacts(text: str) -> list[Contact]:
    """Every contact in order; none overlaps another."""
    found: list[Contact] = []
    for one in sorted(_all(text), key=lambda contact: (contact.span.start, -contact.span.end)):
        if not found or found[-1].span.end <= one.span.start:
            found.append(one)
    return found


def _all(text: str) -> Iterator[Contact]:
    for kind, finder in _FINDERS.items():
        for match in finder.finditer(text):
            digits = sum(map(str.isdigit, match[0]))
            if kind is not ContactKind.PHONE or digits >= _LEAST_DIGITS:
                written = " ".join(match[0].split())
                yield Contact(kind, written, _value(kind, written), Span(*match.span()))


def _value(kind: ContactKind, written: str) -> str:
    if kind is ContactKind.PHONE:
        digits = "".join(c for c in written if c.isdigit())
        return f"0{digits.removeprefix('49')}" if written.startswith("+49") else digits
    return written.casefold().rstrip("/")
