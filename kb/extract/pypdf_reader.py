"""Reading with pypdf: opens, decrypts, and knows metadata, outline, labels and page text."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.errors import LimitReachedError

from kb.extract.refusal import LimitReached, PasswordNeeded

T = TypeVar("T")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns about every oddity of every file


class PypdfReader:
    """A file open in pypdf. Any exception may come out of any method: the caller answers them."""

    name = "pypdf"

    def __init__(self, path: Path, characters: int) -> None:
        """`characters`: more of them on one page raise LimitReached. Raises PasswordNeeded too."""
        self._limit = characters
        try:
            self._reader = PdfReader(path)
            if self._reader.is_encrypted and not self._reader.decrypt(""):
                raise PasswordNeeded
            self.pages = len(self._reader.pages)
        except (LimitReachedError, MemoryError) as error:
            raise LimitReached(str(error)) from error

    def page(self, number: int) -> dict[str, Any]:
        """The text of a page, counted from 1. Raises LimitReached."""
        try:
            page = self._reader.pages[number - 1]
            text = page.extract_text()
        except (LimitReachedError, MemoryError) as error:
            raise LimitReached(str(error)) from error
        if len(text) > self._limit:
            raise LimitReached(f"{len(text)} characters on one page")
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        if page.rotation % 180:
            width, height = height, width
        return {"text": text, "width": width, "height": height}

    def about(self) -> dict[str, Any]:
        """Metadata, outline and page labels, each empty where the file's are broken."""
        return {
            "metadata": self._metadata(),
            "outline": or_empty(lambda: list(self._outline(self._reader.outline, 1)), []),
            "labels": or_empty(self._labels, []),
        }

    def _metadata(self) -> dict[str, Any]:
        info: Any = or_empty(lambda: self._reader.metadata, None)  # without one, each is empty
        return {
            "title": or_empty(lambda: info.title, ""),
            "author": or_empty(lambda: info.author, ""),
            "subject": or_empty(lambda: info.subject, ""),
            "keywords": or_empty(lambda: info.keywords, ""),
            "producer": or_empty(lambda: info.producer, ""),
            "language": or_empty(lambda: self._reader.root_object.get("/Lang", ""), ""),
            # a date that is none raises: seen on 1 of 61 files
            "year": or_empty(lambda: info.creation_date.year, None),
        }

    def _outline(self, entries: Any, level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from self._outline(entry, level + 1)
            elif (page := self._target(entry)) is not None:
                yield level, str(entry.title or ""), page + 1

    def _target(self, entry: Any) -> int | None:
        return or_empty(lambda: self._reader.get_destination_page_number(entry), None)

    def _labels(self) -> list[str]:
        if "/PageLabels" not in self._reader.root_object:
            return []
        return [str(label) for label in self._reader.page_labels]


def or_empty(read: Callable[[], Any], empty: T) -> T:
    """What `read` gives, or `empty` where this corner of the file is missing or broken."""
    try:
        value: T | None = read()
    except Exception:  # each of these failed on some real file, with its own exception
        return empty
    return empty if value is None else value
