"""Contacts are found by their form, and what only looks like one is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.currency.contacts import contacts


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("Tel. 0421 / 123 45-67.", "phone", "0421 / 123 45-67"),
        ("Ruf an: +49 (0)421 1234567", "phone", "+49 (0)421 1234567"),
        ("Mail an info@verein.example!", "email", "info@verein.example"),
        ("siehe www.bremen.de/jugend.", "web", "www.bremen.de/jugend"),
        ("Besuchen Sie uns: Am Wall 12a, 28195 Bremen", "address", "Am Wall 12a, 28195 Bremen"),
        ("in der Hansestraße 3–5", "address", "Hansestraße 3–5"),
        ("Mo–Do 9:00 bis 12.30 Uhr", "hours", "Mo–Do 9:00 bis 12.30 Uhr"),
        ("dienstags, 15–18 Uhr", "hours", ""),
        ("Di und Do von 15–18 Uhr", "hours", "Di und Do von 15–18 Uhr"),
    ],
)
def test_a_contact_is_found(text: str, kind: str, written: str) -> None:
    """With its kind and exactly as it is written."""
    found = [(one.kind.value, one.written) for one in contacts(text)]
    assert found == ([(kind, written)] if written else [])


@pytest.mark.parametrize(
    "text",
    [
        "§ 1835a BGB und 01.01.2023",
        "S. 12, ISBN 978-3-16-148410-0",
        "Clearing 16, Mentoring 3",
        "Am Freitag, 22 Uhr, kam er an.",
        "0,5 Prozent von 1.800 Euro",
        "Az. 12 UF 345/20",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    """Laws, dates, amounts, chapters."""
    assert contacts(text) == []


def test_spacing_makes_no_other_contact() -> None:
    """What was checked once is checked wherever it is printed."""
    one, other = contacts("0421 123-4567"), contacts("0421/1234567")
    assert one[0].value == other[0].value == "04211234567"
    assert contacts("+49 421 1234567")[0].value == "04211234567"


@given(st.text(alphabet="0123456789 ()/–-+.@aAß\nUhrMoDi:w", max_size=120))
def test_any_text_has_disjoint_contacts(text: str) -> None:
    """In order, each where it says."""
    found = contacts(text)
    ends = [0, *(one.span.end for one in found)]
    assert all(before <= one.span.start for before, one in zip(ends, found, strict=False))
    assert all(" ".join(text[o.span.start : o.span.end].split()) == o.written for o in found)
