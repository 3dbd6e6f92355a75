"""Marks on a page and the piece of it that is shown."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german import Analyzer
from kb.model import Span, Way
from kb.search.matching import Found, Matcher, Wanted, reasons, spans
from kb.search.snippets import LENGTH, cut

ANALYZER = Analyzer()


def flat(grams: Sequence[str]) -> list[float]:
    """Every part as frequent as any other."""
    return [3.0] * len(grams)


def wanted(*words: str) -> list[Wanted]:
    tokens = [token for word in words for token in ANALYZER.tokens(word)]
    return [Wanted(t.text, (frozenset(t.stems),), t.folded, t.stems) for t in tokens]


def find(text: str, *words: str) -> list[Found]:
    (found,) = Matcher(wanted(*words), ANALYZER, flat).find([text])
    return found


def marked(text: str, *words: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(find(text, *words))]


MARKED = [
    ("Vormund", "Ein Vormund, des Vormunds, zwei Vormünder", ["Vormund", "Vormunds", "Vormünder"]),
    ("Vormund", "alle Vormund*innen und Vormund:innen", ["Vormund*innen", "Vormund:innen"]),
    ("Vormund", "die Amtsvormundschaft", ["Amtsvormundschaft"]),
    ("Sorge", "die Personensorge", ["Personensorge"]),
    ("Personensorge", "eine Sorge", ["Sorge"]),
    ("Asylantrag", "der Asyl-Antrag", ["Asyl-Antrag"]),
    ("Antrag", "der Asyl-Antrag", ["Asyl-Antrag"]),
    ("Anhörung", "die Anho\u0308rung", ["Anho\u0308rung"]),
    ("Änderungen", "die jungen Bedingungen", []),
    ("jobben", "haben, geben, üben", []),
    ("Sommer", "das Zimmer, immer, die Nummer", []),
    ("Nacht", "machte Vollmacht, acht Nachrichten: Nächte, Mitternacht", ["Nächte", "Mitternacht"]),
    ("Mann", "Mannschaft", []),  # too short to share parts
    ("Vormund", "das Mündel", []),
]


@pytest.mark.parametrize(("asked", "text", "expected"), MARKED)
def test_a_mark_covers_the_whole_written_word_that_matches(
    asked: str, text: str, expected: list[str]
) -> None:
    assert marked(text, asked) == expected


def test_a_phrase_is_one_mark_and_stop_words_count() -> None:
    phrase = Wanted("im Monat", (frozenset({"im"}), frozenset({"monat"})), way=Way.PHRASE)
    text = "Der Monat im Jahr, einmal im Monat."
    (found,) = Matcher([phrase], ANALYZER, flat).find([text])
    assert [text[f.span.start : f.span.end] for f in found] == ["im Monat"]


def test_reasons_name_each_spelling_once_the_surest_first() -> None:
    text = "Vormundschaft, Vormund, Vormund und Vormünder"
    names = wanted("Vormund")
    given_ = reasons(text, find(text, "Vormund"), names)
    assert [(r.found, r.way) for r in given_] == [
        ("Vormund", Way.EXACT),
        ("Vormünder", Way.STEM),
        ("Vormundschaft", Way.PART),
    ]


WORDS = st.sampled_from(
    ["Vormund", "Vormund*innen", "Amts-Vormund", "das", "Kind.", "Ende.", "§ 42", "Anho\u0308rung",
     "\n\n", "\n", "x" * 300, "„So“", "Wohnen"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=120).map(" ".join) | st.text(max_size=400)


@given(TEXTS)
def test_marks_are_words_of_the_text_sorted_and_apart(text: str) -> None:
    found = spans(find(text, "Vormund", "Kind", "Anhörung"))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXTS)
def test_a_snippet_is_a_piece_of_the_text_with_its_marks(text: str) -> None:
    names = wanted("Vormund", "Kind")
    found = find(text, "Vormund", "Kind")
    snippet = cut(text, found, names)
    assert text[snippet.start :].startswith(snippet.text)
    whole = {text[f.span.start : f.span.end] for f in found}
    assert {snippet.text[m.start : m.end] for m in snippet.marks} <= whole
    assert bool(snippet.marks) == bool(found)
    assert len(snippet.text) <= max(LENGTH, 301)  # the longest word of these texts


@given(TEXTS)
def test_a_snippet_is_not_cut_inside_a_word(text: str) -> None:
    snippet = cut(text, find(text, "Vormund"), wanted("Vormund"))
    end = snippet.start + len(snippet.text)
    if snippet.text and len(snippet.text) < LENGTH - 40:
        assert end == len(text) or text[end].isspace() or text[end - 1].isspace()
    if snippet.text and snippet.start:
        assert text[snippet.start - 1].isspace()


def test_the_best_window_answers_most_of_what_was_asked() -> None:
    text = (
        "Ein Vormund. " + "Nichts dazu. " * 40 + "Das Kind und sein Vormund gehen. " + "Ende. " * 60
    )
    snippet = cut(text, find(text, "Vormund", "Kind"), wanted("Vormund", "Kind"))
    assert "Das Kind und sein Vormund gehen." in snippet.text
    assert snippet.after
    assert not snippet.before  # it begins with a sentence


def test_without_marks_the_text_begins() -> None:
    snippet = cut("Erster Satz. Zweiter Satz.", [], [])
    assert snippet.text == "Erster Satz. Zweiter Satz."
    assert not snippet.marks


def test_a_snippet_ends_with_its_mark_where_the_next_word_is_too_long() -> None:
    text = "Wort " * 53 + "Vormund " + "x" * 400
    snippet = cut(text, find(text, "Vormund"), wanted("Vormund"))
    assert snippet.text.endswith("Vormund")


HEADED = "1 Frieden\n\nWer zahlt wann?\n\n2 Ende\n\nDas Geld kommt. Und Frieden."
HEADINGS = [Span(0, 9), Span(28, 34)]


def test_a_heading_is_not_read_out_again_in_the_snippet() -> None:
    """It stands above; a mark in running text is worth more, wherever it is."""
    snippet = cut(HEADED, find(HEADED, "Frieden"), wanted("Frieden"), HEADINGS)
    assert snippet.text == "Das Geld kommt. Und Frieden."
    assert len(snippet.marks) == 1
    assert not snippet.before


def test_where_only_a_heading_answers_the_text_below_it_is_shown() -> None:
    text = HEADED.replace("Und Frieden.", "")
    snippet = cut(text, find(text, "Frieden"), wanted("Frieden"), HEADINGS)
    assert (snippet.text, snippet.marks) == ("Wer zahlt wann?", ())


def test_a_heading_at_the_foot_of_a_page_is_shown_itself() -> None:
    text = "5.4 Hilfeplan"
    snippet = cut(text, find(text, "Hilfeplan"), wanted("Hilfeplan"), [Span(0, 13)])
    assert snippet.text == text
    assert snippet.marks
