"""Tasks over the publications: is the section that somebody needs among the first hits?"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.evaluate.measures import DEPTH, lines
from kb.library import Library
from kb.model import PageKey

Place = Mapping[str, str | int]  # of a section: publication, edition, pdf_page
Toc = Mapping[str, Place | Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Task:
    """A search somebody makes, and the sections of which one should be found."""

    id: str
    role: str
    level: str
    query: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The PDF pages of a section: from its heading's to the last before the next section's."""

    publication: str
    edition: str
    first: int
    last: int

    def holds(self, key: PageKey) -> bool:
        """Whether the page belongs to the section."""
        place = (key.publication, key.edition)
        in_file = place == (self.publication, self.edition)
        return in_file and self.first <= key.pdf_page <= self.last


@dataclass(frozen=True, slots=True)
class Tasks:
    """The rank of the first right page for every task, 0 if it is not among the first ten."""

    ranks: Mapping[Task, int]

    def as_json(self) -> dict[str, object]:
        """The keys that `kb evaluate --json` promises; `failed` are those not among the first 3."""
        groups: dict[str, list[int]] = defaultdict(list)
        for task, rank in self.ranks.items():
            groups[task.role].append(rank)
            groups[f"{task.role} {task.level}"].append(rank)
        return {
            "tasks": len(self.ranks),
            **_shares(list(self.ranks.values())),
            "failed": [task.id for task, rank in self.ranks.items() if not 1 <= rank <= 3],
            "by_role": {
                name: {"tasks": len(ranks), **_shares(ranks)}
                for name, ranks in sorted(groups.items())
            },
        }

    def as_text(self) -> str:
        """The same for people, a line each."""
        return lines(self.as_json())


def tasks(library: Library, table: Path, toc: Path) -> Tasks:
    """Search for every task that expects a section; rank the first page of such a section.

    `table` has the columns `id`, `role`, `level`, `query`, `expected_section` ("H3.2|B1" or "-");
    a query in brackets is something to do, not a search. `toc` maps a section to its place or
    places: `publication`, `edition`, `pdf_page`. Raises NoIndex.
    """
    places = stretches(json.loads(toc.read_text(encoding="utf-8")))
    return Tasks({task: _rank(library, task, places) for task in read_tasks(table)})


def read_tasks(table: Path) -> list[Task]:
    """The tasks that are searches and expect a section."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Task(row["id"], row["role"], row["level"], row["query"], sections)
        for row in rows
        if not row["query"].startswith("(")
        and (sections := tuple(s for s in row["expected_section"].split("|") if s not in ("", "-")))
    ]


def stretches(toc: Toc) -> dict[str, list[Stretch]]:
    """Where each section is, in every edition that has it; its subsections belong to it."""
    files: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for name, value in toc.items():
        for place in [value] if isinstance(value, Mapping) else value:
            file = str(place["publication"]), str(place["edition"])
            files[file].append((int(place["pdf_page"]), name))
    found: dict[str, list[Stretch]] = defaultdict(list)
    for (publication, edition), starts in files.items():
        starts.sort(key=lambda start: start[0])  # stable: on one page the order of the table counts
        for i, (first, name) in enumerate(starts):
            later = (page for page, other in starts[i + 1 :] if not other.startswith(f"{name}."))
            last = max(first, next(later, starts[-1][0] + 1) - 1)
            found[name].append(Stretch(publication, edition, first, last))
    return found


def _rank(library: Library, task: Task, places: Mapping[str, Sequence[Stretch]]) -> int:
    right = [stretch for section in task.sections for stretch in places.get(section, ())]
    hits = library.search(task.query, limit=DEPTH).hits
    ranks = (
        rank
        for rank, hit in enumerate(hits, start=1)
        if any(stretch.holds(hit.page.key) for stretch in right)
    )
    return next(ranks, 0)


def _shares(ranks: Sequence[int]) -> dict[str, float]:
    count = max(len(ranks), 1)
    return {
        f"top_{depth}": round(sum(1 <= rank <= depth for rank in ranks) / count, 4)
        for depth in (1, 3, 10)
    }
