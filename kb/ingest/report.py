"""What an ingest came to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.errors import KbError


@dataclass(frozen=True, slots=True)
class Report:
    """Editions are named "publication.edition".

    `generation` serves now, the old one if nothing differed. `proposed` are the records written
    for PDFs that had none, `internal` the publications that only the team sees. `rebuilt` says that
    everything was indexed anew, because the product changed or the old index was damaged. What
    `problems` name is left out, and only that.
    """

    generation: str
    added: Sequence[str] = ()
    replaced: Sequence[str] = ()
    removed: Sequence[str] = ()
    proposed: Sequence[str] = ()
    internal: Sequence[str] = ()
    rebuilt: bool = False
    problems: Sequence[KbError] = ()
    editions: int = 0
    pages: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Something in `documents/` or among the paths given could not be taken in."""
        return bool(self.problems)

    def as_lines(self) -> Iterator[str]:
        """For the terminal: what is wrong, what changed, what there is."""
        yield from map(str, self.problems)
        for verb, names in (
            ("added", self.added),
            ("replaced", self.replaced),
            ("removed", self.removed),
        ):
            if names:
                yield f"{verb}: {', '.join(names)}"
        if self.internal:
            yield f"for the team only: {', '.join(self.internal)}"
        for name in self.proposed:
            yield f"proposed: documents/{name}.toml, please check it"
        yield f"{self.editions} editions, {self.pages} pages can be searched ({self.seconds:.1f} s)"
