"""Characters as German writes them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.clean.characters import _is_right, _put_right, characters

PARTS = st.sampled_from(
    [
        "a",
        "o",
        "U",
        "ä",
        "\xa8",
        "\u0308",
        "\xad",
        "\x02",
        " ",
        "\xa0",
        "\u200b",
        "ﬁ",
        "/f_i",
        "-",
        "n",
        "1",
    ]
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("fu\u0308r", "für"),
        ("1 Rolle . . . . . . . . 5", "1 Rolle … 5"),
        ("Rolle......... 5", "Rolle … 5"),
        ("und so weiter ...", "und so weiter ..."),
        ("Datum ____________ Ort", "Datum ___ Ort"),
        ("häuﬁges Aﬀen", "häufiges Affen"),
        ("häu/f_iges noautoma/t_ter", "häufiges noautomatter"),
        ("f\xa8ur M\xa8 unster", "für Münster"),
        ("fu\xa8r fu \xa8r", "für für"),
        ("so \xa8uber", "so über"),
        ("§\xa0 41\u202fAbs.\u20092", "§ 41 Abs. 2"),
        ("  viele \t Leerzeichen  ", "viele Leerzeichen"),
        ("Auf\xadenthalt", "Aufenthalt"),
        ("Auf\xad", "Auf\xad"),
        ("Berlin\xadMitte, Jugend\xad und", "Berlin-Mitte, Jugend- und"),
        ("Aufent\x02", "Aufent-"),
        ("E\u2011Mail", "E-Mail"),
        ("\uf0b7 Punkt", "• Punkt"),
        ("null\u200bbreit \ufeff", "nullbreit"),
        ("a\x00b\x1fc", "abc"),
        ("m² ½ №", "m² ½ №"),
        ("und/oder, /etc/fstab", "und/oder, /etc/fstab"),
    ],
)
def test_characters(given: str, expected: str) -> None:
    assert characters(given) == expected


@given(st.text() | st.lists(PARTS).map("".join))
def test_twice_is_once(line: str) -> None:
    once = characters(line)
    assert characters(once) == once


@given(st.text(alphabet="aZ9äß .,-–()§…·_/") | st.lists(PARTS).map("".join))
def test_a_line_that_is_left_alone_would_not_have_changed(line: str) -> None:
    """What is looked at first saves work and decides nothing."""
    assert not _is_right(line) or _put_right(line) == line


@given(st.text())
def test_one_clean_line(line: str) -> None:
    """NFC, no space at the ends, no line break and no control character."""
    result = characters(line)
    assert unicodedata.is_normalized("NFC", result)
    assert result == result.strip()
    assert not any(c in "\n\r" or unicodedata.category(c) == "Cc" for c in result)
