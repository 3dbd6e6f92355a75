"""Every difficult file of the larger set through `inspect`, against its expected outcome."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.clean import inspect
from kb.model import Outcome

CASES = Path(os.environ.get("KB_CASES", "")) / "pdf-cases"

# what the words of cases.tsv ask for, beyond the outcomes themselves
ACCEPTED = {
    "text_by_fallback": {Outcome.TEXT},
    "text_by_fallback_or_refused:damaged": {Outcome.TEXT, Outcome.DAMAGED},
    "text_or_refused:limit": {Outcome.TEXT, Outcome.LIMIT, Outcome.LIMIT_ON_PAGE},
}
SLOWEST = 150.0  # seconds; the longest takes 12 alone on the machine


def cases() -> Iterator[tuple[str, str]]:
    if "KB_CASES" not in os.environ:
        return
    with (CASES / "cases.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["file"], row["expected"]


def accepted(expected: str) -> set[Outcome]:
    word = expected.split(" (")[0]
    return ACCEPTED.get(word) or {Outcome(word)}


@pytest.mark.skipif("KB_CASES" not in os.environ, reason="set KB_CASES to the larger sets")
def test_the_set_is_whole() -> None:
    """46 files, each with an expected outcome."""
    assert len(list(cases())) == 46


@pytest.mark.skipif("KB_CASES" not in os.environ, reason="set KB_CASES to the larger sets")
@pytest.mark.parametrize(("file", "expected"), list(cases()) or [("", "")])
def test_outcome(file: str, expected: str) -> None:
    """Each file ends as expected, within its limits, and says why if it is not taken in."""
    found = inspect(CASES / file)
    assert found.outcome in accepted(expected), found
    assert found.outcome is Outcome.TEXT or found.reason
    assert found.seconds < SLOWEST


@pytest.mark.skipif("KB_CASES" not in os.environ, reason="set KB_CASES to the larger sets")
@pytest.mark.parametrize(
    ("file", "known"),
    [("german/gamelab_lehrer.pdf", 0.88), ("german/deb_devref.pdf", 0.85)],
)
def test_lost_spaces_are_found_again(file: str, known: float) -> None:
    """Where pypdf drops the spaces between words, the words are whole all the same."""
    found = inspect(CASES / file)
    assert found.words_known is not None
    assert found.words_known > known
    assert found.reader == "pdfium"
