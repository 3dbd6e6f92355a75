"""The last step, when the words can be searched already: vectors for what has none."""

from collections.abc import Callable, Sequence

from kb.disk import lock
from kb.errors import IngestRunning, NoIndex
from kb.index.engine import Engine, Entry
from kb.ingest.events import Event, Progress, Stage
from kb.meaning import Meaning
from kb.model import Edition, Page, Visibility


def understand(
    engine: Engine, meaning: Meaning, listener: Callable[[Event], None] | None = None
) -> int:
    """Encode one edition after the other until none is missing; returns how many were.

    What is published meanwhile is taken in too. May be killed anywhere and started again. Where
    another process is at it, that one does it all. Raises FolderNotWritable.
    """
    done: set[str] = set()
    try:
        with lock(meaning.folder / "vectors.lock"):
            while missing := _missing(engine, meaning, done):
                progress = Progress(Stage.UNDERSTANDING, len(missing), listener)
                for entry, edition in missing:
                    _encode(meaning, edition, _pages(engine, entry), progress)
                    done.add(edition.text_digest)
            with engine.reader(Visibility.TEAM) as reader:
                meaning.sweep(reader)
            with engine.reader() as reader:  # all share these words: none is the team's alone
                meaning.learn(reader)
    except (IngestRunning, NoIndex):
        pass
    return len(done)


def _missing(engine: Engine, meaning: Meaning, done: set[str]) -> list[tuple[Entry, Edition]]:
    with engine.reader(Visibility.TEAM) as reader:
        return [found for found in meaning.missing(reader) if found[1].text_digest not in done]


def _pages(engine: Engine, entry: Entry) -> Sequence[Page]:
    """The pages of an edition, none if it was replaced or removed in the meantime."""
    with engine.reader(Visibility.TEAM) as reader:
        return reader.pages(entry.publication, entry.edition) if entry in reader.entries else ()


def _encode(meaning: Meaning, edition: Edition, pages: Sequence[Page], progress: Progress) -> None:
    if pages:
        meaning.make(
            edition.text_digest, pages, lambda page: progress.at(edition.file, page, len(pages))
        )
    progress.finish(edition.file, len(pages))
