"""The whole product on servers: what people find is what they find without."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import Filters, PageKey, Visibility
from kb.settings import Settings
from tests.opensearch_nodes import LONG, Cluster
from tests.small_library import copied

pytestmark = LONG
QUERIES = [
    "Taschengeld",
    "Wer zahlt die Schule?",
    "impfungen beim artz",
    '"beim Arzt"',
    "Schule NEAR/20 Konto",
    "Sprach*",
    "Notgroschen",
    "who signs at the doctor",
    "",
]


@pytest.fixture(scope="module")
def both(
    internal_home: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, Library]]:
    """The small library twice, on Whoosh and on OpenSearch."""
    home = copied(internal_home, tmp_path_factory.mktemp("served"))
    whoosh = Library(Settings(home=home))
    served = Library(replace(whoosh.settings, opensearch=cluster.settings()))
    served.ingest()
    yield whoosh, served
    cluster.clear()


@pytest.mark.parametrize("sees", list(Visibility))
@pytest.mark.parametrize("query", QUERIES)
def test_people_find_the_same(both: tuple[Library, Library], query: str, sees: Visibility) -> None:
    """The same pages, counted alike and for the same reasons; the best one among the first.

    Which of two that hold next to nothing comes first, the servers' rounded lengths decide.
    """
    one, other = (
        library.seen_by(sees).search(query, filters=_YEARS, limit=100) for library in both
    )
    assert other.total == one.total
    assert {f: dict(counts) for f, counts in other.facets.items()} == {
        f: dict(counts) for f, counts in one.facets.items()
    }
    assert {hit.page.key: hit.reasons for hit in other.hits} == {
        h.page.key: h.reasons for h in one.hits
    }
    assert {hit.page.key for hit in one.hits[:1]} <= {hit.page.key for hit in other.hits[:5]}


_YEARS = Filters({"year": frozenset({"2018", "2025", "2026", "2030", "2031"})})


@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"{start}*" for start in ("a", "b", "sch", "sp", "im", "ko", "ve", "ge", "un")),
        " OR ".join(f'"{word} beim Arzt" NEAR/9 {word}*' for word in ("s", "k", "a", "u", "g")),
        "Aufenthaltsbestimmungsrechtsübertragungsverfahrenskostenhilfeantragsformular " * 25,
        "who decides about school, doctors, money, housing, travel and work of a young person " * 9,
    ],
    ids=["beginnings", "near", "long words", "another language"],
)
def test_nothing_that_people_type_is_refused(both: tuple[Library, Library], query: str) -> None:
    """However much it asks at once: servers take a thousand conditions."""
    both[1].search(query)


def test_everything_else_is_the_same_too(both: tuple[Library, Library]) -> None:
    """Publications, pages, completions, similar pages, an old page's place in the new edition."""
    key, old = PageKey("handbuch", "2026", 4), PageKey("blatt", "2018", 1)
    one, other = (
        [
            library.publications(),
            library.pages("handbuch", "2026"),
            library.page(key),
            library.complete("spr"),
            sorted(map(str, library.similar(key, limit=50))),
            library.successors(old),
        ]
        for library in both
    )
    assert other == one


def test_what_was_made_internal_is_gone_at_once(both: tuple[Library, Library]) -> None:
    """A record that hides a publication counts before any ingest."""
    library = both[1]
    file = library.settings.documents / "handbuch.toml"
    said = file.read_text("utf-8")
    assert library.search("Taschengeld Sprachkurs").total
    file.write_text(f'visibility = "team"\n{said}', "utf-8")
    library.hide()
    found = library.search("Sprachkurs", limit=100)
    assert {hit.page.key.publication for hit in found.hits} <= {"blatt"}
    assert library.seen_by(Visibility.TEAM).search("Sprachkurs").total > found.total
    file.write_text(said, "utf-8")
