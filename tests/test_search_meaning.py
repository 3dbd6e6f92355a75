"""Questions in other languages, and by meaning, over a small real index."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.german import Analyzer, Glossary
from kb.index.documents import document
from kb.index.engine import Changes, Entry
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import understand
from kb.language import QUERY_LANGUAGES
from kb.meaning import Meaning, load
from kb.model import ByMeaning, Edition, Heading, Page, PageKey, Publication, Translation, Way
from kb.search import Searcher
from kb.search.evidence import weigh_german
from kb.search.weights import Weights

EDITION = Edition("2026", "h.pdf", year=2026, sha256="ab" * 32)
BOOK = Publication("handbuch", "Handbuch", (EDITION,))
TEXTS = {
    1: ("Vormundschaft", "Ein Vormund vertritt das Kind vor Gericht und gegenüber den Ämtern."),
    2: ("Beim Arzt", "In eine Operation im Krankenhaus muss die Ärztin einwilligen lassen."),
    3: ("Schule", "Die Anmeldung in der Schule übernimmt die Einrichtung; Deutsch lernt man dort."),
    4: ("Wohnen", "Eine eigene Wohnung zu mieten kostet Kaution, die das Amt als Darlehen gibt."),
    5: ("Asyl", "In der Anhörung erzählt der junge Mensch, warum er aus seinem Land geflohen ist."),
    6: ("Seele", "Wer schlecht träumt und nicht schlafen kann, braucht Geduld und feste Abläufe."),
}


def make(folder: Path, *, vectors: bool) -> Searcher:
    analyzer = Analyzer()
    pages = [
        Page(
            PageKey("handbuch", "2026", number),
            f"{title}\n\n{text}",
            headings=(Heading(1, title, 0),),
            order=number - 1,
        )
        for number, (title, text) in TEXTS.items()
    ]
    documents = [document(page, BOOK, EDITION, analyzer) for page in pages]
    engine = WhooshEngine(folder)
    entry = Entry("handbuch", "2026", "digest", len(pages))
    engine.publish(Changes([(entry, documents)], publications=(BOOK,)))
    encoder = load()
    assert encoder is not None
    meaning = Meaning(folder / "vectors", encoder, "test")
    if vectors:
        assert understand(engine, meaning) == 1
        assert understand(engine, meaning) == 0
    return Searcher(engine, analyzer, Glossary.load(), meaning=meaning)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return make(tmp_path_factory.mktemp("meaning"), vectors=True)


@pytest.mark.parametrize(
    ("question", "language", "page"),
    [
        ("Who must agree before surgery?", "en", 2),
        ("من يسجل الطفل في المدرسة؟", "ar", 3),
        ("Kira depozitosunu kim öder?", "tr", 4),
        ("Он плохо спит и видит кошмары", "ru", 6),
        ("¿Qué cuenta en la entrevista de asilo?", "es", 5),
        ("Il dort mal et fait des cauchemars", "fr", 6),
    ],
)
def test_a_question_in_another_language_finds_the_german_page(
    searcher: Searcher, question: str, language: str, page: int
) -> None:
    """The right page comes first, its nearest passage is marked and is the reason."""
    results = searcher.search(question)
    assert results.language == language
    assert results.by_meaning is ByMeaning.YES
    first = results.hits[0]
    assert first.page.key.pdf_page == page
    assert first.snippet.marks
    assert Way.MEANING in {reason.way for reason in first.reasons}
    assert searcher.marks(first.page, question)


def test_a_language_the_encoder_lacks_goes_through_the_glossary(searcher: Searcher) -> None:
    """Persian: the term is searched in German, and both are shown, also on the hit."""
    results = searcher.search("سرپرست قانونی")
    shown = Translation("سرپرست قانونی", "Vormund")
    assert results.language == "fa"
    assert shown in results.translations
    assert results.hits[0].page.key.pdf_page == 1
    assert shown in results.hits[0].terms


def test_a_word_that_was_guessed_is_told(searcher: Searcher) -> None:
    """What is not in the glossary, with the German word that was searched for; German has none."""
    guesses = searcher.search("Who must agree before surgery?").guesses
    assert list(guesses) == [Translation("surgery", "Operation")]
    assert not searcher.search("albträume").guesses


def test_everyday_german_finds_what_it_means(searcher: Searcher) -> None:
    """Not one word of the query is on the page."""
    results = searcher.search("albträume")
    assert results.language == "de"
    assert results.hits[0].page.key.pdf_page == 6


def test_the_reader_corrects_the_language(searcher: Searcher) -> None:
    """What the reader says counts; what is no language is found out as before."""
    assert searcher.search("Kind", language="en").language == "en"
    assert searcher.search("Kind", language="xx").language == "de"


def test_quotation_marks_in_another_language_are_no_condition(searcher: Searcher) -> None:
    """No German page holds the English words."""
    results = searcher.search('Who must agree before "surgery"?')
    assert results.hits[0].page.key.pdf_page == 2


def test_words_alone_answer_until_vectors_are_made(tmp_path: Path) -> None:
    """A new publication is findable at once; the results say that meaning is still missing."""
    results = make(tmp_path, vectors=False).search("vormund gericht")
    assert results.by_meaning is ByMeaning.UNFINISHED
    assert results.hits[0].page.key.pdf_page == 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), language=st.sampled_from(("", "xx", *QUERY_LANGUAGES)))
def test_any_text_in_any_language_is_answered(searcher: Searcher, text: str, language: str) -> None:
    """Marks lie on the page, whatever was typed."""
    for hit in searcher.search(text, language=language).hits:
        for mark in searcher.marks(hit.page, text, language):
            assert 0 <= mark.start < mark.end <= len(hit.page.text)


def test_similar_pages_speak_of_the_same(searcher: Searcher) -> None:
    """A passage finds its page first; a page never finds itself."""
    key = PageKey("handbuch", "2026", 6)
    found = searcher.similar_to("Er liegt nachts wach und hat Angst vor seinen Träumen.")
    assert found[0][0] == key
    assert key not in [other for other, _ in searcher.similar(key)]
    assert searcher.similar(PageKey("handbuch", "2026", 99)) == []
    assert searcher.similar_to(" ") == []


@pytest.mark.parametrize(
    "question", ["waxaan ahay gaajo", "ጽቡቕ መዓልቲ", "دندانم درد می‌کند"], ids=["so", "ti", "fa"]
)
def test_what_neither_encoder_nor_glossary_knows_finds_nothing(
    searcher: Searcher, question: str
) -> None:
    """Nothing found is said, instead of fifty pages that are near by chance; and why."""
    results = searcher.search(question)
    assert results.language in ("so", "ti", "fa")
    assert results.hits == []
    assert results.not_understood


@pytest.mark.parametrize(
    "question",
    ["masuul", "دندانم سرپرست", "Vormundschaft ጽቡቕ መዓልቲ", "What is a yurt?", "Jurte", "*"],
)
def test_what_is_understood_in_part_is_understood(searcher: Searcher, question: str) -> None:
    """A term of the glossary, a German word that stands on a page, a language the encoder knows."""
    assert not searcher.search(question).not_understood


@pytest.mark.parametrize("typed", ["asdfgh", "sdfkjh xcvbnm", "qqqq"])
def test_letters_at_random_are_near_to_nothing(searcher: Searcher, typed: str) -> None:
    assert searcher.search(typed).total == 0


@pytest.mark.parametrize("typed", ["Albträume", "Zahnspange Zahnarzt", "Klinikaufenthalt"])
def test_a_word_that_nobody_wrote_is_answered_by_its_meaning(
    searcher: Searcher, typed: str
) -> None:
    assert searcher.search(typed).total > 0


def test_meaning_counts_for_more_in_a_question_than_in_keywords() -> None:
    """From the fourth word on, up to the eighth; what is a hit by it stays the same."""
    near, weights = np.array([0.4, 0.1, -0.2], np.float32), Weights()
    best = [float(weigh_german(near, words, weights).scores[0]) for words in range(12)]
    assert best[0] == best[3] == np.float32(weights.meaning) * near[0]
    assert best[3] < best[4] < best[7] < best[8] == best[11]
    hits = [weigh_german(near, words, weights).enough.tolist() for words in (1, 9)]
    assert hits[0] == hits[1]
