"""What a child process is asked to read; travels as JSON on its command line."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Job:
    """Read `path` from `first_page` on with `readers`, in that order on every page.

    `done_on_first` names the readers that the first page was already given to: one of them died.
    `from_end`: from the last page to the first one instead.
    """

    path: str
    readers: tuple[str, ...] = ("pypdf", "pdfium")
    first_page: int = 1
    done_on_first: tuple[str, ...] = ()
    max_pages: int = 3_000
    memory: int = 2_000_000_000
    cpu_seconds: int = 960
    page_characters: int = 200_000
    from_end: bool = False

    def numbers(self, pages: int) -> range:
        """The pages to be read of a file that has so many, in order."""
        return range(pages, 0, -1) if self.from_end else range(self.first_page, pages + 1)

    def to_json(self) -> str:
        """ASCII only, so any file name passes any locale."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The job that `to_json` wrote."""
        values = json.loads(text)
        for name in ("readers", "done_on_first"):
            values[name] = tuple(values[name])
        return cls(**values)
