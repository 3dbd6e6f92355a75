"""What was wrong with single files and records when the index last followed `documents/`."""

import json
from collections.abc import Sequence
from pathlib import Path

from kb import disk
from kb.errors import KbError, recalled

_FILE = "problems.json"


def remember(index: Path, problems: Sequence[KbError]) -> None:
    """Keep them for the screens of the staff; losing them costs nothing but the next ingest."""
    lines = [{"code": problem.code, "data": dict(problem.data)} for problem in problems]
    disk.write(index / _FILE, json.dumps(lines, ensure_ascii=False, default=str).encode())


def last(index: Path) -> Sequence[KbError]:
    """The problems of the last ingest, none before the first."""
    try:
        lines = json.loads((index / _FILE).read_text("utf-8"))
        return [recalled(line["code"], line["data"]) for line in lines]
    except (OSError, ValueError, TypeError, KeyError):
        return []
