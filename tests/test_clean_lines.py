"""pypdf's text in PDFium's places."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kb.clean.characters import characters
from kb.clean.lines import page_lines
from kb.clean.stream import compact
from kb.extract import Line, RawPage


def line(text: str, x: float = 70, y: float = 700, width: float = 200) -> Line:
    return Line(text, x, y, x + width, y + 12, 12)


def texts(pypdf: str, *lines: Line, reader: str = "pypdf") -> list[str]:
    return [li.text for li in page_lines(RawPage(1, 595, 842, pypdf, lines, reader=reader))]


def test_a_line_takes_the_place_of_the_same_letters() -> None:
    page = RawPage(1, 595, 842, "Die Mündel\n§ 42 a", (line("§ 42 a", y=600), line("Die Mündel")))
    assert [(li.text, li.y0) for li in page_lines(page)] == [("Die Mündel", 700), ("§ 42 a", 600)]


def test_a_row_is_cut_into_its_cells() -> None:
    """What pypdf runs together on one baseline is a margin note and a sentence."""
    places = line("Fristen", 20, width=40), line("Die Klage eilt.")
    assert texts("Fristen Die Klage eilt.", *places) == ["Fristen", "Die Klage eilt."]


def test_a_tall_number_goes_before_the_title_beside_it() -> None:
    number = Line("5", 56, 704, 82, 773, 69)
    assert texts("", number, Line("Geld", 105, 756, 158, 784, 28), reader="pdfium") == ["5 Geld"]
    assert texts("", number, Line("Geld", 105, 600, 158, 628, 28), reader="pdfium") == ["5", "Geld"]


def test_a_dash_between_cells_is_kept() -> None:
    places = line("Ablehnung", 20, width=40), line("–", 80, width=5), line("kein Titel", 100)
    assert texts("Ablehnung – kein Titel", *places) == ["Ablehnung", "–", "kein Titel"]


def test_of_two_spacings_the_one_with_fewer_odd_words() -> None:
    assert texts("Minderjähri gen helfen", line("Minderjährigen helfen")) == [
        "Minderjährigen helfen"
    ]
    assert texts("Minderjährigen helfen", line("Minderjähri gen helfen")) == [
        "Minderjährigen helfen"
    ]


def test_a_loose_hyphen_is_tied_again() -> None:
    assert texts("im Ge -\ngensatz", line("im Ge\x02"), line("gensatz", y=680)) == [
        "im Ge-",
        "gensatz",
    ]


def test_letters_in_another_order_are_pdfiums_line() -> None:
    assert texts("9\nSeiteEinleitung\nText", line("Einleitung Seite 9"), line("Text", y=600)) == [
        "Einleitung Seite 9",
        "Text",
    ]


def test_raised_digits_are_taken_over() -> None:
    assert texts("kurz umA.1 In der", line("kurz umA.¹ In der")) == ["kurz umA.¹ In der"]
    assert texts("2Art. 3", line("²Art. 3")) == ["² Art. 3"]


def test_a_bullet_goes_with_its_line() -> None:
    places = line("•", 70, width=5), line("erstens", 90)
    assert texts("", *places, reader="pdfium") == ["• erstens"]


def test_the_dash_of_an_empty_cell_goes_with_nothing() -> None:
    assert texts("", line("-", 500, width=5), line("Ende", y=600), reader="pdfium") == ["-", "Ende"]


WORDS = st.lists(
    st.sampled_from(["Mündel", "Amt", "a", "42", "§", "–", "ﬁ", "für", "ja"]), max_size=6
)
LINES = st.lists(WORDS.map(" ".join), max_size=8)


@given(LINES, LINES, st.sampled_from(["pypdf", "pdfium"]))
def test_no_letter_is_lost_or_doubled(pypdf: list[str], pdfium: list[str], reader: str) -> None:
    """Whatever the two readers say, the chosen one's letters come out."""
    lines = tuple(line(text, y=700 - 20 * i) for i, text in enumerate(pdfium))
    page = RawPage(1, 595, 842, "\n".join(pypdf), lines, reader=reader)
    found = Counter(compact("".join(li.text for li in page_lines(page))))
    chosen = pypdf if reader == "pypdf" else pdfium
    assert found == Counter(compact("".join(map(characters, chosen))))
