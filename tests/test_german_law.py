"""References to laws are found in every way people write them, and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german.law import references


def asked(text: str, *, bare: bool = False) -> list[str]:
    return [token for reference in references(text, bare=bare) for token in reference.asked]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one paragraph
        ("§ 42 SGB VIII", "sgb8:42"),
        ("§42 SGB VIII", "sgb8:42"),
        ("§ 42 SGB 8", "sgb8:42"),
        ("§ 42 SGB-VIII", "sgb8:42"),
        ("§ 42 SGBVIII", "sgb8:42"),
        ("§ 42 sgb viii", "sgb8:42"),
        ("SGB VIII § 42", "sgb8:42"),
        ("SGB 8 § 42", "sgb8:42"),
        ("SGB VIII, § 42", "sgb8:42"),
        ("SGB VIII (§ 42)", "sgb8:42"),
        ("SGB VIII 42", "sgb8:42"),
        ("42 SGB VIII", "sgb8:42"),
        ("§ 42 Sozialgesetzbuch VIII", "sgb8:42"),
        ("§ 42 des Achten Buches Sozialgesetzbuch", "sgb8:42"),
        ("§ 42 KJHG", "sgb8:42"),
        ("§ 22 SGB II", "sgb2:22"),
        ("§ 264 SGB V", "sgb5:264"),
        ("AsylG 47", "asylg:47"),
        ("asylg 47", "asylg:47"),
        ("§ 47 AsylG", "asylg:47"),
        ("§ 47 AsylVfG", "asylg:47"),
        ("§ 47 des Asylgesetzes", "asylg:47"),
        ("Paragraph 25a AufenthG", "aufenthg:25a"),
        ("Paragraf 25a AufenthG", "aufenthg:25a"),
        ("paragraph 25a aufenthg", "aufenthg:25a"),
        ("25a AufenthG", "aufenthg:25a"),
        ("25a aufenthg", "aufenthg:25a"),
        ("§ 25 a AufenthG", "aufenthg:25a"),
        ("§\u00a025a\u00a0AufenthG", "aufenthg:25a"),
        ("§ 25A AufenthG", "aufenthg:25a"),
        ("§ 25a Aufenthaltsgesetz", "aufenthg:25a"),
        ("Art. 16a GG", "gg:16a"),
        ("Artikel 16a Grundgesetz", "gg:16a"),
        ("Art 16a GG", "gg:16a"),
        ("Art. 12 UN-KRK", "unkrk:12"),
        ("Art. 28 GFK", "gfk:28"),
        ("Art. 6 DS-GVO", "dsgvo:6"),
        ("§ 8 BAföG", "bafog:8"),
        ("§ 8 bafoeg", "?:8"),
        ("§ 1878 BGB", "bgb:1878"),
        ("1909 BGB", "bgb:1909"),
        ("§ 12 BremAufnG", "bremaufng:12"),
        ("Art. 25 VO (EU) 2024/1351", "eu2024-1351:25"),
        ("§ 1835a BGB a.F.", "bgb:1835a"),
        ("§ 1835a BGB (a. F.)", "bgb:1835a"),
        # sections and smaller parts
        ("§ 42 Abs. 2 S. 5 SGB VIII", "sgb8:42:2 sgb8:42"),
        ("§ 42 Absatz 2 Satz 5 SGB VIII", "sgb8:42:2 sgb8:42"),
        ("§42 II 5 SGB VIII", "sgb8:42:2 sgb8:42"),
        ("§ 42 ii sgb viii", "sgb8:42:2 sgb8:42"),
        ("§ 42 (2) SGB VIII", "sgb8:42:2 sgb8:42"),
        ("SGB VIII § 42 Abs. 2", "sgb8:42:2 sgb8:42"),
        ("§ 1793 Abs. 1a BGB", "bgb:1793:1a bgb:1793"),
        ("Art. 7 Abs. 2 EGBGB", "egbgb:7:2 egbgb:7"),
        ("§ 7 Abs. 1 Nr. 3 SGB VIII", "sgb8:7:1 sgb8:7"),
        ("§ 8 Abs. 1 Nr. 2 lit. a AufenthG", "aufenthg:8:1 aufenthg:8"),
        ("§ 16 Abs. 1 des Aufenthaltsgesetzes", "aufenthg:16:1 aufenthg:16"),
        # several
        ("§§ 42, 42a SGB VIII", "sgb8:42 sgb8:42a"),
        ("§§ 42 und 42a SGB VIII", "sgb8:42 sgb8:42a"),
        ("§ 42, § 42a SGB VIII", "sgb8:42 sgb8:42a"),
        ("§ 42, 42a SGB VIII", "sgb8:42 sgb8:42a"),
        ("SGB VIII §§ 42, 42a", "sgb8:42 sgb8:42a"),
        ("§§ 1808, 1877, 1878 BGB", "bgb:1808 bgb:1877 bgb:1878"),
        ("§ 60 Abs. 5 und 7 AufenthG", "aufenthg:60:5 aufenthg:60:7 aufenthg:60"),
        ("§§ 8 Abs. 1, 9 SGB VIII", "sgb8:8:1 sgb8:8 sgb8:9"),
        ("§ 42 SGB VIII und § 25a AufenthG", "sgb8:42 aufenthg:25a"),
        ("§ 1795 BGB; § 630d BGB", "bgb:1795 bgb:630d"),
        ("§ 1802 Abs. 2 i.V.m. § 1863 BGB", "bgb:1802:2 bgb:1802 bgb:1863"),
        ("§ 1802 i. V. m. § 1863 BGB", "bgb:1802 bgb:1863"),
        ("§ 1802 in Verbindung mit § 1863 BGB", "bgb:1802 bgb:1863"),
        # ranges
        ("§§ 42–42c SGB VIII", "sgb8:42 sgb8:42a sgb8:42b sgb8:42c"),
        ("§§ 42a bis 42c SGB VIII", "sgb8:42a sgb8:42b sgb8:42c"),
        ("§§ 27-30 SGB VIII", "sgb8:27 sgb8:28 sgb8:29 sgb8:30"),
        ("§§ 1773–1895 BGB", "bgb:1773 bgb:1895"),
        ("§§ 30–27 SGB VIII", "sgb8:30 sgb8:27"),
        ("§ 27 f. SGB VIII", "sgb8:27 sgb8:28"),
        ("§§ 27 ff. SGB VIII", "sgb8:27 sgb8:28 sgb8:29 sgb8:30 sgb8:31 sgb8:32"),
        # no law named
        ("§ 42", "?:42"),
        ("§ 25 a", "?:25a"),
        ("§ 42 Abs. 2", "?:42:2 ?:42"),
        ("§ 42, 3 Tage später", "?:42"),
        ("§ 42 und 3 Kinder", "?:42"),
        ("SGB VIII § 42, 3 Tage", "sgb8:42"),
    ],
)
def test_a_reference_has_canonical_tokens(text: str, expected: str) -> None:
    assert asked(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "Seite 25",
        "S. 25",
        "25",
        "25 a",
        "25a",
        "am 31. Dezember 2022",
        "am 1.1.2023",
        "14:30 Uhr",
        "449 € im Jahr",
        "1.800 Euro",
        "2022 AufenthG",
        "Reform des SGB VIII 2021",
        "nach dem SGB VIII 12 Monate",
        "Absatz 2 SGB VIII",
        "Nr. 3 BGB",
        "Tel. 0421 123456",
        "28195 Bremen",
        "SGB VIII",
        "das BGB",
        "Klasse 10b",
        "von 14 bis 18 Jahren",
        "Kapitel 3, Abschnitt 4",
        "3. Auflage 2019",
        "B1",
        "Art der Hilfe",
        "§",
        "§ und",
    ],
)
def test_ordinary_text_holds_no_reference(text: str) -> None:
    assert references(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("25a", ["?:25a"]), ("nach 25a beantragen", ["?:25a"]), ("25", []), ("Klasse 10b", [])],
)
def test_in_a_query_a_number_with_a_letter_is_enough(text: str, expected: list[str]) -> None:
    assert asked(text, bare=True) == expected


def test_a_page_is_found_by_the_number_alone_whatever_its_law() -> None:
    (query,) = references("25a", bare=True)
    (page,) = references("gilt § 25a Abs. 1 AufenthG")
    assert set(query.asked) <= set(page.tokens)


def test_a_query_that_names_a_law_does_not_ask_for_others() -> None:
    (query,) = references("§ 25a AufenthG")
    (page,) = references("§ 25a SGB VIII")
    assert not set(query.asked) & set(page.tokens)


def test_each_number_of_a_list_has_a_place_of_its_own() -> None:
    text = "nach §§ 42, 42a SGB VIII"
    assert [text[r.start : r.end] for r in references(text)] == ["§§ 42", "42a SGB VIII"]


def test_a_law_named_before_belongs_to_the_place() -> None:
    text = "siehe SGB VIII § 42 Abs. 2."
    (reference,) = references(text)
    assert text[reference.start : reference.end] == "SGB VIII § 42 Abs. 2"


def test_places_are_those_of_the_given_text() -> None:
    text = "u\u0308ber § 8 BAfo\u0308G hinaus"
    (reference,) = references(text)
    assert text[reference.start : reference.end] == "§ 8 BAfo\u0308G"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("§42 II 5 SGB 8", "§ 42 Abs. 2 Satz 5 SGB VIII"),
        ("paragraph 25 a aufenthg", "§ 25a AufenthG"),
        ("art 7 absatz 2 egbgb", "Art. 7 Abs. 2 EGBGB"),
        ("§§ 1773-1808 bgb", "§§ 1773–1808 BGB"),
        ("§ 1773 ff BGB", "§§ 1773 ff. BGB"),
        ("25a", "§ 25a"),
    ],
)
def test_a_reference_is_shown_in_its_usual_form(text: str, shown: str) -> None:
    assert [r.shown for r in references(text, bare=True)] == [shown]


@pytest.mark.parametrize(("text", "former"), [("§ 1835a BGB a.F.", True), ("§ 1835a BGB", False)])
def test_a_reference_to_former_law_says_so(text: str, former: bool) -> None:
    assert [r.former for r in references(text)] == [former]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["1, ", "§ 1, ", "§§ 1-60, ", "1a", "§", "Art. ", "42 SGB ", "§ 1 Abs. ", " ", "1 und "],
)
def test_a_page_full_of_numbers_is_read_in_time(piece: str) -> None:
    """A page may hold a hostile table; what is read of it stays in proportion."""
    references(piece * 5_000, bare=True)


LEGAL = st.lists(
    st.sampled_from(
        ["§", "§§ ", "Art. ", "42", "25a", " ", ", ", " und ", "–", " ff.", " Abs. 2", " II",
         " SGB VIII", " BGB", "AufenthG ", " a.F.", " i.V.m. ", "(",
         ")", "2023", "\u00a0", "a\u0308"]
    )
).map("".join)  # fmt: skip


@given(st.text(st.characters(exclude_categories=[])) | LEGAL, st.booleans())
def test_any_text_gives_references_inside_it_in_order(text: str, bare: bool) -> None:
    end = 0
    for reference in references(text, bare=bare):
        assert end <= reference.start < reference.end <= len(text)
        assert reference.asked
        assert set(reference.asked) <= set(reference.tokens)
        end = reference.end


@given(st.text() | LEGAL)
def test_composed_and_decomposed_text_hold_the_same_references(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert asked(composed) == asked(decomposed)
