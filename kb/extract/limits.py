"""How much of the machine one document may take before it is left alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Well above anything seen in 61 German PDFs, well below harm. Bytes, characters, seconds.

    Seconds are those of work: waiting for the machine counts a third.
    """

    file_bytes: int = 200_000_000
    pages: int = 3_000
    memory: int = 2_000_000_000
    open_seconds: float = 60.0
    page_seconds: float = 10.0
    seconds_per_page: float = 0.5
    document_seconds: float = 900.0
    page_characters: int = 200_000
    document_characters: int = 20_000_000

    def seconds(self, pages: int) -> float:
        """How long a document of that many pages may take as a whole."""
        return min(self.open_seconds + self.seconds_per_page * pages, self.document_seconds)
