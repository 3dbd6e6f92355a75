"""Questions of guardians in six languages over the demonstration publications."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from kb.evaluate import stretches
from kb.library import Library
from kb.settings import Settings

HERE = Path(__file__).parent
DOCUMENTS = HERE.parent / "documents"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("demonstration")
    (home / "documents").mkdir()
    for file in DOCUMENTS.iterdir():
        if file.suffix in (".pdf", ".toml", ".tsv"):
            shutil.copy(file, home / "documents")
    made = Library(Settings(home=home))
    made.ingest()
    return made


@pytest.mark.parametrize(
    ("language", "at_least"),
    [("en", 21), ("ar", 19), ("tr", 18), ("fr", 20), ("ru", 20), ("fa", 10)],
)
def test_most_questions_find_a_right_page_among_the_first_three(
    library: Library, language: str, at_least: int
) -> None:
    """A floor under what was measured: 30 questions a language, written for this set."""
    places = stretches(json.loads((DOCUMENTS / "sources/toc.json").read_text("utf-8")))
    with (HERE / "files/questions.tsv").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file, delimiter="\t"))
    assert len(questions) == 30
    found = 0
    for question in questions:
        right = [place for name in question["sections"].split("|") for place in places[name]]
        results = library.search(question[language], limit=3, language=language)
        found += any(place.holds(hit.page.key) for hit in results.hits for place in right)
    assert found >= at_least
