"""Text in one Unicode form (NFKC), and the way back from its places to the text as given."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Characters that NFKC leaves alone and that never join a character before them. Everything else
# is looked at closely, together with the one character before it: "u" + U+0308 is "ü".
_PLAIN = "\x00-\x7e\xa1-\xa7\xa9\xab-\xac\xae\xb0-\xb1\xb6-\xb7\xbb\xbf-\xff–—‘’‚“”„•€"
_UNUSUAL = re.compile(f"[{_PLAIN}]?[^{_PLAIN}]+")
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_LINE_END_SOFT_HYPHEN = re.compile("\xad(?=[ \t]*\r?\n)")
_REPLACED = str.maketrans(
    {
        # invisible: soft hyphen, zero-width characters, direction marks, byte order mark
        **dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None),
        # superscript digits are footnote marks: "Vormund²" must not become the word "vormund2"
        **dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹", " "),
    }
)


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` in NFKC without invisible characters; `span` leads back to the text it came from.

    `starts` and `ends` give for each character where its source begins and ends; both are empty
    if nothing was changed.
    """

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the original."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def normal(original: str) -> Normal:
    """Bring any string, lone surrogates included, into NFKC; composed or not, it gives the same."""
    if "\xad" in original:
        original = _LINE_END_SOFT_HYPHEN.sub("-", original)
    if not _NOT_PLAIN.search(original):
        return Normal(original)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, text, exact in _pieces(original):
        pieces.append(text)
        starts.extend(range(start, end) if exact else [start] * len(text))
        ends.extend(range(start + 1, end + 1) if exact else [end] * len(text))
    return Normal("".join(pieces), tuple(starts), tuple(ends))


def _pieces(original: str) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end and normal form of each piece; exact if nothing was changed."""
    position = 0
    for match in _UNUSUAL.finditer(original):
        yield position, match.start(), original[position : match.start()], True
        yield from _clusters(match[0], match.start())
        position = match.end()
    yield position, len(original), original[position:], True


def _clusters(run: str, offset: int) -> Iterator[tuple[int, int, str, bool]]:
    whole = _normalised(run)
    bounds = [i for i, c in enumerate(run) if i == 0 or not unicodedata.combining(c)]
    clusters = list(zip(bounds, [*bounds[1:], len(run)], strict=True))
    parts = [_normalised(run[a:b]) for a, b in clusters]
    if "".join(parts) == whole:
        for (a, b), text in zip(clusters, parts, strict=True):
            yield offset + a, offset + b, text, False
    else:  # scripts whose base characters join each other (Hangul, some Indic vowels)
        yield offset, offset + len(run), whole, False


def _normalised(run: str) -> str:
    return unicodedata.normalize("NFKC", run.translate(_REPLACED))
