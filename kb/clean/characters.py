"""The characters of a line as German writes them, whatever the font or the program made of them."""

import re
import unicodedata

# Only these, not NFKC: it would turn ² into 2 and № into No
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_SPACES = "\r\n\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029\x85\x0b\x0c"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SPACE = re.compile(f"[ {_SPACES}]+")
_BULLETS = "\uf0b7\uf0a7\uf0a8\uf02d\uf0d8\uf06e\uf0fc\uf076\uf0e0\u25cf\u25aa\u25ab\u2023\u2043"
_TABLE = str.maketrans(
    {
        **_LIGATURES,
        **dict.fromkeys(_BULLETS, "•"),  # Symbol and Wingdings keep theirs in the private area
        "\u2010": "-",
        "\u2011": "-",
        # PDFium's signs for a hyphen at a line end
        "\x02": "-",
        "\ufffe": "-",
    }
)
# TeX through Ghostscript or Distiller draws the dots of an umlaut as a character of their own
# in any of four ways; the closest one counts: "so \xa8uber" is "so über"
_LOOSE = [
    re.compile(pattern)
    for pattern in (
        "\xa8([aouAOU])",
        "([aouAOU])\xa8",
        "\xa8 ([aouAOU])",
        "([aouAOU]) [\xa8\u0308]",
    )
]
_UMLAUT = dict(zip("aouAOU", "äöüÄÖÜ", strict=True))
# glyph names of ligatures, as pypdf gives them where the font maps them to nothing
_NAMED_LIGATURE = re.compile(
    r"(?:(?<=\w)/|/(?=\w))((?:f(?:_[fijlbhkt])+|t_[tz]|c_[hkt]|s_t|T_h))(?![_.])"
)
# inside a line one is drawn before a capital or a space: "Berlin\xadMitte", "Jugend\xad und"
_DRAWN_HYPHEN = re.compile("(?<=\\w)\xad+(?=[A-ZÄÖÜ0-9 ])")
# dots from a title to its page, lines to write on
_LEADER = re.compile(r"(?:[.…·] ?){4,}|(?:\. ){2,}\.")
_RULE = re.compile("_{4,}")
# signs of which a line is as it should be already, leaders and spaces aside; nine lines of ten
_ODD = re.compile(r"[^ A-Za-z0-9äöüÄÖÜß.,;:!?()\[\]<>\"'„“”‚‘’§$€%&+*=#@–-]")
_SOFT_HYPHEN = re.compile("(?<!\\w)\xad+|\xad+(?!$)")


def characters(line: str) -> str:
    """One line in NFC, without ligatures, loose diaereses, control and invisible characters.

    Leaders ("....") are one "…", lines to write on "___".

    Runs of spaces of any kind become one, none at the ends. A soft hyphen stays where the line
    ends with it, since the word goes on in the next. Applying it twice changes nothing.
    """
    return line if _is_right(line) else _put_right(line)


def _put_right(line: str) -> str:
    line = _INVISIBLE.sub("", line.translate(_TABLE)).strip()
    line = _SOFT_HYPHEN.sub("", _DRAWN_HYPHEN.sub("-", line))
    line = _SPACE.sub(" ", line).strip()
    line = _RULE.sub("___", _SPACE.sub(" ", _LEADER.sub(" … ", line)).strip())
    if "/" in line:
        line = _NAMED_LIGATURE.sub(lambda m: m[1].replace("_", ""), line)
    line = unicodedata.normalize("NFC", line)
    if "\xa8" in line or "\u0308" in line:
        for loose in _LOOSE:
            line = loose.sub(lambda m: _UMLAUT[m[1]], line)
    return line


def _is_right(line: str) -> bool:
    """There is nothing in it for `_put_right` to do."""
    if _ODD.search(line) or "  " in line or line.strip() != line:
        return False
    return ".." not in line and ". ." not in line  # leaders
