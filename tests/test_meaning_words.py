"""German words that words of other languages may mean."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.meaning import load
from kb.meaning.encoder import Vectors
from kb.meaning.store import VectorStore
from kb.meaning.words import MOST_WORDS, chosen, counted, typed_words
from kb.model import Page, PageKey

SHA = "ab" * 32
TEXT = (
    "Der Junge besucht die Schule. Für die Operation wird die Unterschrift der Vormundin gebraucht."
    " Die Ärztin fragt nach dem Bankkonto. Bedroom: غرفة, child: الطفل."
)


def page(text: str, number: int = 1) -> Page:
    return Page(PageKey("buch", "1", number), text)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> VectorStore:
    encoder = load()
    assert encoder is not None
    made = VectorStore(tmp_path_factory.mktemp("words"), encoder, "test")
    made.make(SHA, [page(TEXT)], lambda _: None)
    made.learn([SHA])
    return made


def german(store: VectorStore, text: str) -> dict[str, set[str]]:
    encoder = load()
    assert encoder is not None
    typed = typed_words(text)
    found = store.words().meant(typed, encoder.encode)
    return {one.typed: {word for word, _ in one.german} for one in found}


@pytest.mark.parametrize(
    ("text", "typed", "word"),
    [
        ("Who signs for the surgery?", "surgery", "Operation"),
        ("Le garçon va à l'école", "école", "Schule"),
        ("يذهب الفتى إلى المدرسة", "المدرسة", "Schule"),
        ("Banka hesabı nasıl açılır?", "Banka hesabı", "Bankkonto"),
        ("Мальчик болен", "Мальчик", "Junge"),
    ],
)
def test_a_word_finds_its_german(store: VectorStore, text: str, typed: str, word: str) -> None:
    """In five languages, one word or two that German writes as one."""
    assert word in german(store, text)[typed]


def test_words_that_say_nothing_mean_nothing(store: VectorStore) -> None:
    """They are nearest to a German word that says nothing either."""
    assert not {"for", "the"} & german(store, "for the boy").keys()


def test_a_word_is_looked_up_once(store: VectorStore) -> None:
    """Another question with the same words, and new ones, has the new ones encoded alone."""
    encoder, words, asked = load(), store.words(), list[str]()
    assert encoder is not None

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return encoder.encode(texts)

    first = words.meant(["boy", "for", "boy"], encode)
    assert words.meant(["for", "surgery", "boy"], encode)[1:] == first[:1]
    assert asked == ["boy", "for", "surgery"]


def test_only_german_words_are_learnt() -> None:
    """Not those of a list of words in other languages on a page."""
    words = counted([page(TEXT)])["word"].tolist()
    assert {"Junge", "Operation", "Für", "Schule"} <= set(words)
    assert not {"Bedroom", "child", "غرفة", "الطفل"} & set(words)


def test_the_most_frequent_words_are_kept_in_their_most_frequent_spelling() -> None:
    """Each once, in alphabetical order."""
    first = counted([page("Arzt geht"), page("Arzt steht"), page("gehen arzt")])
    assert chosen([first]) == ["Arzt", "gehen", "geht", "steht"]
    assert len(chosen([first])) <= MOST_WORDS


def test_learning_again_changes_nothing_and_forgets_what_left(store: VectorStore) -> None:
    """Byte for byte; a publication that leaves takes its words along."""
    file = store.folder / "words.npy"
    before = file.read_bytes()
    store.learn([SHA])
    assert file.read_bytes() == before
    other = "cd" * 32
    store.make(other, [page("Eine Wohnung kostet Miete.")], lambda _: None)
    store.learn([SHA, other])
    assert "Miete" in german(store, "the rent")["rent"]
    store.learn([SHA])
    assert file.read_bytes() == before


def test_without_learnt_words_nothing_is_meant(tmp_path: Path) -> None:
    """No file, no words, no error."""
    encoder = load()
    assert encoder is not None
    empty = VectorStore(tmp_path / "none", encoder, "test").words()
    assert empty.meant(["boy"], encoder.encode) == []
