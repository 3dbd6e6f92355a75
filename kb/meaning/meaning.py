"""What search and ingest hold: the vectors of the generation that serves, made and looked up."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from kb.index.engine import Entry, Reader
from kb.index.kept import Kept
from kb.index.once import OncePerView
from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.page_vectors import PageVectors
from kb.meaning.store import VectorStore
from kb.meaning.words import Meant, WordVectors, typed_words
from kb.model import Edition, Page

# bytes of the vectors of questions and of their words: ranking, marks and image ask for the same
KEPT = 4_000_000


class Meaning:
    """Vectors beside the generations, in `folder`. Safe to share between threads.

    `made_from` names the way pages are read and cleaned: vectors of other text are not used.
    """

    def __init__(self, folder: Path, encoder: Encoder, made_from: str) -> None:
        self._encoder = encoder
        self._store = VectorStore(folder, encoder, made_from)
        self._opened = OncePerView[PageVectors]()
        self._words: tuple[str, WordVectors] | None = None  # with the state they are of
        self._vectors: Kept[str, Vectors] = Kept(KEPT)

    @property
    def folder(self) -> Path:
        """Where this encoder's vectors of text made this way are."""
        return self._store.folder

    @property
    def state(self) -> str:
        """Changes whenever an answer could; cheap."""
        return self._store.state

    def warm(self) -> None:
        """Load the encoder, so that the first question does not wait for it."""
        self.vector("")

    def pages(self, reader: Reader) -> PageVectors:
        """The vectors of all pages of a generation, opened once."""
        return self._opened.of(reader, lambda: self._open(reader), self._store.state)

    def knows(self, language: str) -> bool:
        """Whether the encoder was trained on a language."""
        return language in self._encoder.languages

    def reads(self, word: str) -> bool:
        """Whether it may be a word of any language that the encoder knows."""
        return self._encoder.reads(word)

    def vector(self, text: str) -> Vectors:
        """Where a question points to, of length 1."""
        (vector,) = self._vectors.all([text], self._encode)
        return vector

    def meant(self, text: str) -> Sequence[Meant]:
        """What the words of a question in another language may be in German.

        Its vector is made on the way, in half the time.
        """
        typed = typed_words(text)
        return self._german_words().meant(typed, lambda new: self._encoded([text, *new])[1:])

    def missing(self, reader: Reader) -> list[tuple[Entry, Edition]]:
        """The editions without vectors, each file once."""
        found = {
            edition.text_digest: (entry, edition)
            for entry, edition in _editions(reader)
            if self._store.load(edition.text_digest, entry.pages) is None
        }
        return list(found.values())

    def make(self, sha256: str, pages: Sequence[Page], progress: Callable[[int], None]) -> None:
        """Encode the pages of a PDF and keep the vectors; goes on where a killed run stopped.

        `progress` hears the number of pages done. Raises FolderNotWritable.
        """
        self._store.make(sha256, pages, progress)

    def learn(self, reader: Reader) -> None:
        """Know the words of what the generation holds. Raises FolderNotWritable."""
        self._store.learn({edition.text_digest for _, edition in _editions(reader)})

    def sweep(self, reader: Reader) -> None:
        """Remove the vectors of what the generation does not hold. Raises FolderNotWritable."""
        self._store.sweep({edition.text_digest for _, edition in _editions(reader)})

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        """One row for each, together: most of the time goes for the weights, not for the texts."""
        return np.array(self._vectors.all(texts, self._encode))

    def _encode(self, texts: Sequence[str]) -> Sequence[tuple[Vectors, int]]:
        return [(vector.copy(), vector.nbytes) for vector in self._encoder.encode(texts)]

    def _german_words(self) -> WordVectors:
        state = self._store.state
        if self._words is None or self._words[0] != state:
            self._words = state, self._store.words()
        return self._words[1]

    def _open(self, reader: Reader) -> PageVectors:
        parts = [
            (self._store.load(edition.text_digest, entry.pages), entry.pages)
            for entry, edition in _editions(reader)
        ]
        return PageVectors(parts, self._encoder.size)


def _editions(reader: Reader) -> Iterator[tuple[Entry, Edition]]:
    """What a generation holds, in its order."""
    publications = {publication.id: publication for publication in reader.publications}
    for entry in reader.entries:
        edition = publications[entry.publication].edition(entry.edition)
        assert edition is not None  # a generation holds the records of its entries
        yield entry, edition
