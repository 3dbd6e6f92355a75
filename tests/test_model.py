"""Page keys are links: they read back as themselves, and any other text is no key."""

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Heading, Page, PageKey

_slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True)
_keys = st.builds(
    PageKey,
    _slugs,
    _slugs,
    st.integers(min_value=0, max_value=99999),
    st.sampled_from(["", "a", "b"]),
)


@given(_keys)
def test_a_key_reads_back_as_itself(key: PageKey) -> None:
    """What `str` writes, `parse` reads."""
    assert PageKey.parse(str(key)) == key


@given(st.text())
def test_any_text_is_a_key_or_none(text: str) -> None:
    """A link cut or typed by a person never raises; what parses is spelled as given."""
    key = PageKey.parse(text)
    assert key is None or int(key.pdf_page) == key.pdf_page


def test_a_section_is_the_path_of_headings_above_a_place() -> None:
    """A heading closes those of its own level and below, and counts from where it stands."""
    page = Page(
        PageKey("handbuch", "2026", 17),
        "Kontakt\n\nEinmal im Monat.\n\nReisen\n\nVorher fragen.",
        headings=(
            Heading(1, "Personensorge"),
            Heading(2, "Grundsatz"),
            Heading(2, "Kontakt", 0),
            Heading(2, "Reisen", 27),
        ),
    )
    assert page.section_at(12) == ("Personensorge", "Kontakt")
    assert page.section_at(30) == ("Personensorge", "Reisen")
