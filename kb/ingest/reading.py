"""Reading the PDFs that were never read before, two at a time, each in a process of its own."""

import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import accumulate
from pathlib import Path
from threading import Event as Flag

from kb import extract
from kb.catalogue import FirstLook
from kb.catalogue.files import is_publication
from kb.errors import UnreadablePdf
from kb.extract import Line, RawDocument, RawStore
from kb.extract.ocr import missing
from kb.ingest.events import Event, Progress, Stage
from kb.model import Outcome

_AT_ONCE = max(1, min(2, os.cpu_count() or 1))
_FIRST_PAGES, _LAST_PAGES = 5, 2  # the imprint is at either end
_LONGEST_LOOK = 20_000  # characters
_GAP = "\n\n"

_ADVICE = {
    Outcome.PASSWORD: "Save a copy without a password.",
    Outcome.DAMAGED: "Ask for the file again, or print it to a new PDF.",
}


def read_all(
    files: Sequence[tuple[Path, str]],
    store: RawStore,
    listener: Callable[[Event], None] | None,
) -> Mapping[Path, UnreadablePdf | None]:
    """See that the raw pages of every (path, SHA-256) are in the store; None for those with text.

    Only one document's pages per thread are in memory. Raises FolderNotWritable and
    ReaderUnavailable.
    """
    known = _known(files, store)
    # one file may lie there under two names: what stands in it is read once. The largest first, so
    # that at the end none is left alone with one core
    by_size = sorted(files, key=lambda file: _size(file[0]))
    unread = {sha: path for path, sha in reversed(by_size) if path not in known}
    progress = Progress(Stage.READING, len(unread), listener)
    stop = Flag()
    with ThreadPoolExecutor(_AT_ONCE, "read") as pool:
        jobs = {p: pool.submit(_read, p, sha, store, progress, stop) for sha, p in unread.items()}
        try:
            read = {path: job.result() for path, job in jobs.items()}
            doubles = [(path, sha) for path, sha in files if path not in known | read]
            return known | read | _known(doubles, store)
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def expect(documents: Path, since: Path) -> None:
    """Have what reads loaded beside all that comes before, if any PDF came later than a file.

    A guess: where it is wrong, a core that has nothing to do loads it for nothing, or reading waits
    a quarter of a second.
    """
    with suppress(OSError):
        made = since.stat().st_mtime if since.exists() else 0.0
        if any(path.stat().st_ctime > made for path in documents.iterdir() if is_publication(path)):
            extract.prepare()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it has gone meanwhile: reading it will say so
        return 0


def _known(files: Sequence[tuple[Path, str]], store: RawStore) -> dict[Path, UnreadablePdf | None]:
    return {path: _verdict(path, raw) for path, sha in files if (raw := store.outcome(sha))}


def first_look(raw: RawDocument) -> FirstLook:
    """What a record can be proposed from."""
    pages = raw.pages[:_FIRST_PAGES] + raw.pages[_FIRST_PAGES:][-_LAST_PAGES:]
    first = next((page for page in pages if page.text.strip()), None)
    # NFC: "März" in two letters is no month; before the lengths are taken
    texts = [unicodedata.normalize("NFC", page.text) for page in pages]
    starts = accumulate((len(text) + len(_GAP) for text in texts[:-1]), initial=0)
    return FirstLook(
        title=raw.metadata.title,
        author=raw.metadata.author,
        year=raw.metadata.year,
        lines=[(_height(line), line.text) for line in first.lines] if first else (),
        text=_GAP.join(texts)[:_LONGEST_LOOK],
        starts=list(zip(starts, (page.number for page in pages), strict=True)),
    )


def _height(line: Line) -> float:
    """The size of its letters; covers are set aslant, and there the box has to do."""
    box = line.y1 - line.y0
    return line.size or (box if box < line.x1 - line.x0 else 0.0)


def _read(
    path: Path, sha256: str, store: RawStore, progress: Progress, stop: Flag
) -> UnreadablePdf | None:
    raw = extract.read(path, progress=partial(progress.at, path.name))
    if stop.is_set():  # Ctrl-C reaches the reading process too: what it gave may be cut
        raise CancelledError
    progress.finish(path.name, len(raw.pages))
    if raw.sha256 != sha256:
        return UnreadablePdf(path, "it changed while it was read", "Ingest once more.")
    store.save(raw)
    return _verdict(path, raw)


def _verdict(path: Path, raw: RawDocument) -> UnreadablePdf | None:
    if raw.outcome is Outcome.TEXT:
        return None
    outcome = raw.outcome.value
    return UnreadablePdf(path, raw.reason or outcome, _advice(path, raw.outcome), outcome)


def _advice(path: Path, outcome: Outcome) -> str:
    if outcome is Outcome.NEEDS_OCR:
        return str(missing() or f"Have its text recognised: kb recognise {path.name}")
    return _ADVICE.get(outcome, "")
