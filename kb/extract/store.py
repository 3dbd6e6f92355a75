"""Raw pages kept on disk by the digest of their file, so a better cleaning needs no new reading."""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from hashlib import sha256 as new_digest
from pathlib import Path
from typing import Any

from kb import disk
from kb.errors import FolderNotWritable
from kb.extract.raw import (
    READER_VERSION,
    Line,
    Metadata,
    OutlineEntry,
    PageState,
    RawDocument,
    RawPage,
)
from kb.model import Outcome


class RawStore:
    """`<sha256>.jsonl` in a folder: a header line, a line a page, the digest of all of these.

    A file that is damaged, cut short or of another reader version is as if it were not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def size(self, sha256: str) -> int:
        """Bytes of what is kept of a file, some 10,000 for a page; 0 of nothing."""
        try:
            return self._path(sha256).stat().st_size
        except OSError:
            return 0

    def load(self, sha256: str) -> RawDocument | None:
        """The document as saved, or None if it must be read again."""
        return self._load(sha256, lambda lines: [_page(json.loads(line)) for line in lines])

    def outcome(self, sha256: str) -> RawDocument | None:
        """The same without its pages, in a tenth of the time."""
        return self._load(sha256, lambda lines: [])

    def _load(
        self, sha256: str, read: Callable[[Sequence[str]], list[RawPage]]
    ) -> RawDocument | None:
        try:
            lines = _proven(self._path(sha256).read_bytes()).decode("ascii").splitlines()
            header = json.loads(lines[0])
            whole = header["reader_version"] == READER_VERSION and header["sha256"] == sha256
            if not whole or header["pages"] != len(lines) - 1:
                return None
            return _document(header, read(lines[1:]))
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None

    def save(self, raw: RawDocument) -> None:
        """Write it whole or not at all, safe from power loss. Raises FolderNotWritable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self._path(raw.sha256), _lines(raw))
        except OSError as error:
            raise FolderNotWritable(self.folder, error.strerror or str(error)) from error

    def sweep(self, wanted: Collection[str]) -> None:
        """Delete what was read from files that are gone: their text may have been internal."""
        with contextlib.suppress(OSError):  # what stays is swept next time
            for path in self.folder.iterdir():
                if path.suffix != ".jsonl" or path.stem not in wanted:
                    path.unlink()

    def _path(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.jsonl"


def _proven(data: bytes) -> bytes:
    """All but the last line, which proves it. Raises ValueError where it does not."""
    lines, end, proof = data.rstrip(b"\n").rpartition(b"\n")
    if new_digest(lines + end).hexdigest().encode() != proof:
        raise ValueError("not what was written")
    return lines


def _lines(raw: RawDocument) -> Iterable[str]:
    header = {
        "sha256": raw.sha256,
        "reader_version": raw.reader_version,
        "outcome": raw.outcome,
        "reason": raw.reason,
        "pages": len(raw.pages),
        "metadata": asdict(raw.metadata),
        "outline": [[e.level, e.title, e.page] for e in raw.outline],
        "labels": raw.labels,
    }
    yield json.dumps(header)
    for page in raw.pages:
        values = {name: getattr(page, name) for name in RawPage.__slots__}
        values["lines"] = [_values(line) for line in page.lines]
        yield json.dumps(values)


def _values(line: Line) -> list[Any]:
    return [getattr(line, name) for name in Line.__slots__]


def _document(header: dict[str, Any], pages: list[RawPage]) -> RawDocument:
    return RawDocument(
        header["sha256"],
        Outcome(header["outcome"]),
        header["reason"],
        tuple(pages),
        Metadata(**header["metadata"]),
        tuple(OutlineEntry(*entry) for entry in header["outline"]),
        tuple(header["labels"]),
        header["reader_version"],
    )


def _page(values: dict[str, Any]) -> RawPage:
    values["lines"] = tuple(Line(*line) for line in values["lines"])
    values["errors"] = tuple(values["errors"])
    values["state"] = PageState(values["state"])
    return RawPage(**values)


def _write(path: Path, lines: Iterable[str]) -> None:
    digest = new_digest()
    with disk.whole(path) as file:
        for line in lines:
            written = f"{line}\n".encode("ascii")
            digest.update(written)
            file.write(written)
        file.write(f"{digest.hexdigest()}\n".encode("ascii"))
