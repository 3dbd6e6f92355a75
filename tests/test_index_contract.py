"""What every engine must do; a new engine joins by its name in `make`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import NoIndex
from kb.german import Analyzer
from kb.index.engine import (
    All,
    Any,
    Changes,
    Document,
    Engine,
    Entry,
    Evidence,
    Facet,
    Field,
    Not,
    Phrase,
    Reader,
    Request,
    Tagged,
    Term,
    WordParts,
)
from kb.index.whoosh_engine import WhooshEngine
from kb.model import (
    Edition,
    Heading,
    Kind,
    Page,
    PageKey,
    Publication,
    Reading,
    Visibility,
)
from tests.opensearch_nodes import Cluster

ANALYZER = Analyzer()


@pytest.fixture(params=["whoosh", "opensearch"])
def make(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Engine]]:
    """Makes engines with nothing in them."""
    if request.param == "whoosh":
        yield WhooshEngine
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        yield cluster.engine
        cluster.clear()


@pytest.fixture
def engine(make: Callable[[Path], Engine], tmp_path: Path) -> Engine:
    return make(tmp_path / "index")


def document(
    text: str,
    *,
    publication: str = "heft",
    edition: str = "2026",
    number: int = 1,
    heading: str = "",
    law: Sequence[str] = (),
    year: str = "2026",
    topics: tuple[str, ...] = (),
    half: str = "",
) -> Document:
    """A page of words as they are: lower case, apart by blanks."""
    words, head = text.split(), heading.split()
    return Document(
        page=Page(
            key=PageKey(publication, edition, number, half),
            text=text,
            label=str(number),
            headings=(Heading(1, heading, 0),) if heading else (),
            order=number - 1,
        ),
        tokens={
            Field.STEM: words,
            Field.EXACT: words,
            Field.HEADING: head,
            Field.LAW: list(law),
        },
        words=words,
        heading_words=head,
        facets={
            Facet.PUBLICATION: (publication,),
            Facet.EDITION: (f"{publication}.{edition}",),
            Facet.YEAR: (year,) if year else (),
            Facet.TOPIC: topics,
        },
    )


def publish(
    engine: Engine,
    *documents: Document,
    remove: Sequence[tuple[str, str]] = (),
    rebuild: bool = False,
    fingerprint: str = "one",
    internal: Collection[str] = (),
) -> str:
    """Publish documents grouped by their edition; the digest is made of the pages' texts."""
    editions: dict[tuple[str, str], list[Document]] = {}
    for each in documents:
        key = each.page.key
        editions.setdefault((key.publication, key.edition), []).append(each)
    add = [
        (Entry(*name, digest=str(hash(tuple(d.page.text for d in held)))), held)
        for name, held in editions.items()
    ]
    kept = [] if rebuild else [(e.publication, e.edition) for e in engine.state()[1]]
    names = dict.fromkeys(n for n in [*kept, *editions] if n not in remove)
    return engine.publish(
        Changes(
            add=add,
            remove=remove,
            publications=records(names, internal),
            rebuild=rebuild,
            fingerprint=fingerprint,
        )
    )


def records(names: Iterable[tuple[str, str]], internal: Collection[str]) -> list[Publication]:
    """A record for every publication; those `internal` are for the team only."""
    labels: dict[str, list[str]] = {}
    for publication, edition in names:
        labels.setdefault(publication, []).append(edition)
    return [
        Publication(
            id,
            id.title(),
            tuple(Edition(label, f"{id}.pdf") for label in sorted(held)),
            visibility=Visibility.TEAM if id in internal else Visibility.PUBLIC,
        )
        for id, held in sorted(labels.items())
    ]


def asked(text: str, weight: float = 1.0) -> tuple[WordParts, ...]:
    return tuple(WordParts(ANALYZER.grams(word), weight) for word in text.split())


def stem(token: str, weight: float = 1.0) -> Term:
    return Term(Field.STEM, token, weight)


def found(engine: Engine, request: Request) -> list[str]:
    with engine.reader() as reader:
        return [str(key) for key, _ in reader.search(request).rows]


def numbers(engine: Engine, request: Request) -> list[int]:
    """The PDF pages found, in order."""
    with engine.reader() as reader:
        return [key.pdf_page for key, _ in reader.search(request).rows]


# -- nothing yet -----------------------------------------------------------------------------------


def test_an_engine_without_an_index_says_so(engine: Engine) -> None:
    """Opening raises NoIndex; asking for state gives nothing; neither creates anything."""
    with pytest.raises(NoIndex), engine.reader():
        pass
    assert (engine.current(), engine.state()) == ("", ("", ()))


def test_an_empty_generation_answers(engine: Engine) -> None:
    """A library without a page finds nothing, in every kind of request."""
    publish(engine)
    with engine.reader() as reader:
        assert reader.search(Request()).total == 0
        assert reader.search(Request(optional=stem("amt"), parts=asked("amt"))).total == 0
        assert reader.search(Request(required=Phrase(("das", "amt")))).total == 0


# -- words -----------------------------------------------------------------------------------------


@pytest.fixture
def three(engine: Engine) -> Engine:
    """Three pages: 1 about a guardian, 2 about money, 3 about both."""
    publish(
        engine,
        document("der vormund hilft und unterschreibt", number=1, heading="vormund"),
        document("das geld kommt vom amt", number=2, law=["sgb8:42"]),
        document("der vormund fragt das amt nach dem geld", number=3),
    )
    return engine


def test_a_term_finds_the_pages_that_hold_it(three: Engine) -> None:
    """Only those, and the shorter page first: it says more about the word."""
    assert numbers(three, Request(required=stem("geld"))) == [2, 3]


def test_an_unknown_term_finds_nothing(three: Engine) -> None:
    assert numbers(three, Request(required=stem("haus"))) == []


def test_fields_are_apart(three: Engine) -> None:
    """A heading's token is not found in the text's field, a law reference only as such."""
    assert numbers(three, Request(required=Term(Field.HEADING, "vormund"))) == [1]
    assert numbers(three, Request(required=Term(Field.LAW, "sgb8:42"))) == [2]
    assert numbers(three, Request(required=stem("sgb8:42"))) == []


def test_any_adds_scores_up(three: Engine) -> None:
    """A page with both words comes before pages with one."""
    either = Any((stem("vormund"), stem("geld")))
    assert numbers(three, Request(required=either))[0] == 3
    assert set(numbers(three, Request(required=either))) == {1, 2, 3}


def test_all_needs_every_node(three: Engine) -> None:
    assert numbers(three, Request(required=All((stem("vormund"), stem("geld"))))) == [3]


def test_not_leaves_pages_out(three: Engine) -> None:
    assert numbers(three, Request(required=All((stem("geld"), Not(stem("vormund")))))) == [2]


def test_weights_decide(three: Engine) -> None:
    """A heavy word outweighs a light one."""
    either = Any((stem("unterschreibt", 5.0), stem("kommt", 0.1)))
    assert numbers(three, Request(required=either)) == [1, 2]


def test_optional_alone_decides_what_is_a_hit(three: Engine) -> None:
    assert numbers(three, Request(optional=stem("geld"))) == [2, 3]


def test_required_and_optional_both_hold(three: Engine) -> None:
    assert numbers(three, Request(required=stem("vormund"), optional=stem("geld"))) == [3]


def test_a_request_for_nothing_lists_everything(three: Engine) -> None:
    """In reading order: this is how the library is browsed."""
    assert numbers(three, Request()) == [1, 2, 3]


# -- phrases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "pages"),
    [
        (Phrase(("das", "amt")), [3]),
        (Phrase(("vom", "amt")), [2]),
        (Phrase(("amt", "das")), []),
        (Phrase(("der", "vormund", "fragt")), [3]),
        (Phrase(("der", "vormund")), [1, 3]),
        (Phrase(("vormund", "amt")), []),
        (Phrase(("vormund", "amt"), slop=3), [3]),
        (Phrase(("amt", "vormund"), slop=3), []),
        (Phrase(("amt", "vormund"), slop=3, ordered=False), [3]),
        (Phrase(("geld",)), [2, 3]),
        (Phrase(("das", "haus")), []),
        (Phrase(()), []),
    ],
)
def test_phrases(three: Engine, phrase: Phrase, pages: list[int]) -> None:
    """Tokens in order, at most `slop` places apart."""
    assert sorted(numbers(three, Request(required=phrase))) == pages


# -- parts of words --------------------------------------------------------------------------------


@pytest.fixture
def parts(engine: Engine) -> Engine:
    publish(
        engine,
        document("die personensorge liegt beim vormund", number=1),
        document("ein fahrrad hat zwei raeder", number=2),
        document("sorgerecht und sorge", number=3, heading="sorge"),
    )
    return engine


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("sorge", {1, 3}),  # inside a compound
        ("sorgerechtsstreit", {3}),  # longer than what is written
        ("personnensorge", {1}),  # mistyped
        ("fahrzeug", {2}),  # parts that nobody wrote do not count against it
        ("xylophon", set()),
    ],
)
def test_parts_of_words_meet(parts: Engine, typed: str, pages: set[int]) -> None:
    """Compounds from both sides and typing slips, without a dictionary."""
    assert set(numbers(parts, Request(parts=asked(typed)))) == pages


def test_coverage_is_the_share_that_must_be_held(parts: Engine) -> None:
    request = Request(parts=asked("sorge fahrrad"), coverage=0.9)
    assert numbers(parts, request) == []
    assert set(numbers(parts, Request(parts=asked("sorge fahrrad"), coverage=0.2))) == {1, 2, 3}


def test_parts_in_a_heading_count_more(parts: Engine) -> None:
    assert numbers(parts, Request(parts=asked("sorge")))[0] == 3


def test_a_page_of_the_optional_words_needs_no_coverage(parts: Engine) -> None:
    """A synonym shares no letters with what was asked."""
    request = Request(optional=stem("fahrrad", 0.3), parts=asked("sorge"))
    assert set(numbers(parts, request)) == {1, 2, 3}


def test_gram_weights_are_higher_for_rarer_grams(parts: Engine) -> None:
    with parts.reader() as reader:
        common, rare, unknown, long = reader.gram_weights(["orge", "fahr", "xyzx", "sorge"])
    assert 0 == unknown == long < common < rare


# -- filters, facets, order ------------------------------------------------------------------------


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    """Two publications; "a" has an older edition."""
    publish(
        engine,
        document("geld geld geld", publication="a", number=1, topics=("geld",)),
        document("geld und amt", publication="a", number=2, topics=("geld", "amt")),
        document("geld geld", publication="a", edition="2018", number=1, year="2018"),
        document("geld am ende der seite", publication="b", number=1, year=""),
    )
    return engine


def test_filters_narrow(shelf: Engine) -> None:
    filters = {Facet.PUBLICATION: frozenset({"b"}), Facet.YEAR: frozenset[str]()}
    only = {Facet.PUBLICATION: frozenset({"b"})}
    assert found(shelf, Request(required=stem("geld"), filters=only)) == ["b.2026.1"]
    assert found(shelf, Request(required=stem("geld"), filters=filters)) == ["b.2026.1"]


def test_filters_hold_for_parts_too(shelf: Engine) -> None:
    only = {Facet.PUBLICATION: frozenset({"b"})}
    assert found(shelf, Request(parts=asked("geld"), filters=only)) == ["b.2026.1"]


def test_an_unknown_filter_value_finds_nothing(shelf: Engine) -> None:
    assert found(shelf, Request(filters={Facet.TOPIC: frozenset({"reise"})})) == []


def test_tagged_matches_without_a_score(shelf: Engine) -> None:
    with shelf.reader() as reader:
        ranking = reader.search(Request(required=Tagged(Facet.TOPIC, "amt")))
    assert [(str(key), score) for key, score in ranking.rows] == [("a.2026.2", 0.0)]


def test_facets_count_all_hits(shelf: Engine) -> None:
    """Also those not on this screen; a page with two topics counts for both."""
    with shelf.reader() as reader:
        request = Request(required=stem("geld"), facets=(Facet.TOPIC, Facet.PUBLICATION), limit=1)
        ranking = reader.search(request)
    assert ranking.total == 4
    assert ranking.facets == {
        Facet.TOPIC: {"geld": 2, "amt": 1},
        Facet.PUBLICATION: {"a": 3, "b": 1},
    }


def test_what_stands_besides_ranks_and_makes_no_hit(shelf: Engine) -> None:
    assert found(shelf, Request(required=stem("amt"))) == ["a.2026.2"]
    assert found(shelf, Request(required=stem("amt"), besides=stem("geld"))) == ["a.2026.2"]
    request = Request(required=stem("geld"), besides=stem("seite", 9.0))
    assert found(shelf, request)[0] == "b.2026.1"


def test_boosts_multiply(shelf: Engine) -> None:
    """An older edition sinks and stays."""
    request = Request(required=stem("geld"), boosts={(Facet.YEAR, "2018"): 0.1})
    assert found(shelf, request)[-1] == "a.2018.1"


def test_the_newest_year_first(shelf: Engine) -> None:
    """Equal years by score, a page without a year last."""
    request = Request(required=stem("geld"), sort_by_year=True)
    assert found(shelf, request) == ["a.2026.1", "a.2026.2", "a.2018.1", "b.2026.1"]


def test_one_publication_does_not_flood_the_list(shelf: Engine) -> None:
    """Its first hits keep their places; `total` still counts all."""
    with shelf.reader() as reader:
        ranking = reader.search(Request(required=stem("geld"), per_publication=1))
    assert [key.publication for key, _ in ranking.rows] == ["a", "b"]
    assert ranking.total == 4


def test_a_publication_with_many_hits_leaves_room_for_others(engine: Engine) -> None:
    """Its best hits keep their places; alone, all of its hits do, on whatever screen."""
    many = [document("geld " * (20 - n), publication="viel", number=n) for n in range(1, 13)]
    publish(engine, *many, document("geld " * 9 + "amt", publication="wenig"))
    request = Request(required=stem("geld"), limit=20)
    order = found(engine, request)
    assert order[:5] == [f"viel.2026.{n}" for n in range(1, 6)]
    assert order.index("wenig.2026.1") < 10
    order.remove("wenig.2026.1")
    assert order == [f"viel.2026.{n}" for n in range(1, 13)]


def test_screens_of_a_list_with_room_follow_each_other(engine: Engine) -> None:
    many = [document("geld " * (20 - n), publication="viel", number=n) for n in range(1, 13)]
    publish(engine, *many, document("geld " * 9 + "amt", publication="wenig"))
    request = Request(required=stem("geld"), limit=20)
    screens = [found(engine, replace(request, limit=4, offset=n)) for n in (0, 4, 8, 12)]
    assert [key for screen in screens for key in screen] == found(engine, request)


def test_screens_follow_each_other(shelf: Engine) -> None:
    whole = found(shelf, Request(required=stem("geld")))
    pieces = [
        found(shelf, Request(required=stem("geld"), limit=2, offset=offset)) for offset in (0, 2, 4)
    ]
    assert pieces == [whole[:2], whole[2:], []]


# -- pages -----------------------------------------------------------------------------------------


def test_a_page_comes_back_as_it_was(engine: Engine) -> None:
    made = document("links steht text", number=4, half="a", heading="überschrift „eins“")
    publish(engine, made, document("rechts auch", number=4, half="b"))
    with engine.reader() as reader:
        assert reader.page(made.page.key) == made.page
        assert [str(page.key) for page in reader.pages("heft", "2026")] == [
            "heft.2026.4a",
            "heft.2026.4b",
        ]


def test_what_is_not_there_is_none(three: Engine) -> None:
    with three.reader() as reader:
        assert reader.page(PageKey("heft", "2026", 99)) is None
        assert reader.page(PageKey("nichts", "2026", 1)) is None
        assert reader.pages("heft", "2018") == []
        assert reader.facet(PageKey("nichts", "2026", 1), Facet.YEAR) == ()


def test_pages_are_in_reading_order_not_in_text_order(engine: Engine) -> None:
    """Page 10 comes after page 9."""
    publish(engine, *(document("wort", number=n) for n in (10, 9, 100, 1)))
    assert numbers(engine, Request(required=stem("wort"))) == [1, 9, 10, 100]


def test_a_reader_tells_what_it_holds(shelf: Engine) -> None:
    with shelf.reader() as reader:
        held = [(e.publication, e.edition, e.pages) for e in reader.entries]
        assert held == [("a", "2018", 1), ("a", "2026", 2), ("b", "2026", 1)]
        assert reader.holds(Field.STEM, "geld") == 4
        assert reader.facet(PageKey("a", "2026", 2), Facet.TOPIC) == ("geld", "amt")
        assert reader.generation == shelf.current()


# -- what else speaks for pages --------------------------------------------------------------------


def rows(reader: Reader) -> dict[str, int]:
    """The row of every page, found through the entries, as whoever makes evidence counts them."""
    pages = [page for e in reader.entries for page in reader.pages(e.publication, e.edition)]
    return {str(page.key): row for row, page in enumerate(pages)}


def evidence_for(reader: Reader, key: str, score: float, *, enough: bool) -> Evidence:
    scores = np.zeros(len(rows(reader)), np.float32)
    verdicts = np.zeros(len(scores), bool)
    scores[rows(reader)[key]] = score
    verdicts[rows(reader)[key]] = enough
    return Evidence(scores, verdicts)


def grown(shelf: Engine) -> None:
    """An edition comes in front, one is replaced by a longer one, one goes."""
    publish(shelf, document("miete", publication="0", number=1))
    publish(
        shelf,
        document("vorwort", publication="a", number=1),
        document("geld geld geld", publication="a", number=2),
        document("geld und amt", publication="a", number=3),
    )
    publish(shelf, remove=[("b", "2026")])


@pytest.mark.parametrize("change", [lambda _: None, grown], ids=["at first", "after changes"])
def test_rows_are_the_pages_of_the_entries_in_order(
    shelf: Engine, change: Callable[[Engine], None]
) -> None:
    """`row` and `scores` count as `entries` and `pages` do, whatever came, changed and left."""
    change(shelf)
    with shelf.reader() as reader:
        expected = rows(reader)
        keys = {name: PageKey.parse(name) for name in expected}
        assert {name: reader.row(key) for name, key in keys.items() if key} == expected
        request = Request(required=stem("geld"))
        scored = {name for name, row in expected.items() if reader.scores(request)[row] > 0}
        assert scored == {str(key) for key, _ in reader.search(request).rows}
        assert len(reader.scores(request)) == len(expected)
        assert reader.row(PageKey("nie", "0", 1)) is None


@pytest.mark.parametrize("change", [lambda _: None, grown], ids=["at first", "after changes"])
def test_evidence_lifts_exactly_its_page(shelf: Engine, change: Callable[[Engine], None]) -> None:
    """Every page in turn comes first where all that speaks for it besides words is evidence."""
    change(shelf)
    with shelf.reader() as reader:
        for name in rows(reader):
            evidence = evidence_for(reader, name, 9.0, enough=True)
            asked = Request(optional=stem("geld"), evidence=evidence)
            assert str(reader.search(asked).rows[0][0]) == name


def test_evidence_makes_a_hit_only_where_it_is_enough(three: Engine) -> None:
    """A high score alone does not; and a filter or a condition holds all the same."""
    with three.reader() as reader:
        name = next(iter(rows(reader)))
        nothing = stem("gibtesnicht")
        for enough in (True, False):
            evidence = evidence_for(reader, name, 5.0, enough=enough)
            ranking = reader.search(Request(optional=nothing, evidence=evidence))
            assert [str(key) for key, _ in ranking.rows] == ([name] if enough else [])
        evidence = evidence_for(reader, name, 5.0, enough=True)
        assert not reader.search(Request(required=nothing, evidence=evidence)).rows
        other = {Facet.YEAR: frozenset({"1900"})}
        assert not reader.search(Request(filters=other, evidence=evidence)).rows


def test_evidence_is_added_to_words_of_which_the_best_page_has_one(shelf: Engine) -> None:
    """So weights mean the same for every query, however rare its words."""
    with shelf.reader() as reader:
        words = dict(reader.search(Request(optional=stem("geld"))).rows)
        none = np.zeros(len(rows(reader)), np.float32)
        evidence = Evidence(none + 0.5, none > 0)
        fused = dict(reader.search(Request(optional=stem("geld"), evidence=evidence)).rows)
    best = max(words.values())
    assert fused == {key: pytest.approx(score / best + 0.5) for key, score in words.items()}


# -- generations -----------------------------------------------------------------------------------


def test_a_replaced_edition_leaves_nothing_behind(shelf: Engine) -> None:
    """Its old words find nothing, its new ones do, the others are untouched."""
    publish(shelf, document("zimmer", publication="a", number=1))
    assert found(shelf, Request(required=stem("geld"))) == ["a.2018.1", "b.2026.1"]
    assert found(shelf, Request(parts=asked("geld"))) == ["a.2018.1", "b.2026.1"]
    assert found(shelf, Request(required=stem("zimmer"))) == ["a.2026.1"]


def test_a_removed_edition_is_gone(shelf: Engine) -> None:
    publish(shelf, remove=[("a", "2026"), ("b", "2026")])
    assert found(shelf, Request()) == ["a.2018.1"]
    with shelf.reader() as reader:
        assert reader.page(PageKey("b", "2026", 1)) is None


def test_a_rebuild_starts_empty(shelf: Engine) -> None:
    publish(shelf, document("neu", publication="c"), rebuild=True, fingerprint="two")
    assert found(shelf, Request()) == ["c.2026.1"]
    assert shelf.state()[0] == "two"


def test_a_reader_keeps_its_generation(shelf: Engine) -> None:
    """What was open when something was published still answers, from what it was opened on."""
    with shelf.reader() as reader:
        publish(shelf, remove=[("a", "2026")])
        assert reader.search(Request(required=stem("geld"))).total == 4
    assert len(found(shelf, Request(required=stem("geld")))) == 2


def test_a_failed_publish_changes_nothing(shelf: Engine) -> None:
    before = (shelf.current(), found(shelf, Request()))

    def broken() -> Iterator[tuple[Entry, Sequence[Document]]]:
        yield Entry("c", "2026", "d"), [document("x", publication="c")]
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        shelf.publish(Changes(add=broken(), fingerprint="one"))
    assert (shelf.current(), found(shelf, Request())) == before
    publish(shelf, document("y", publication="d"))
    assert found(shelf, Request(required=stem("y"))) == ["d.2026.1"]


def test_records_are_kept_with_the_pages(engine: Engine) -> None:
    """What is shown never disagrees with what is searched; every value comes back as it was."""
    edition = Edition(
        "2026",
        "heft.pdf",
        2026,
        "2026-01",
        "0" * 64,
        date(2026, 2, 3),
        superseded_by="2027",
        text_kinds=(("4b", ("form", "table")), ("5", ())),
        reading=Reading("pdfium", ((7, "1"), (9, "")), True, True, False),
        recognised="heft-text.pdf",
    )
    record = Publication(
        "heft",
        "Ein „Heft“",
        (edition,),
        Kind.GUIDE,
        "Verein",
        ("Vormünder",),
        ("amt", "geld"),
        "en",
        Visibility.TEAM,
        confirmed=False,
        demonstration=True,
    )
    plain = {field.name: field.default for each in (record, edition) for field in fields(each)}
    said = asdict(record) | asdict(edition)
    assert [name for name, default in plain.items() if said[name] == default] == []
    entry = Entry("heft", "2026", "d")
    engine.publish(Changes(add=[(entry, [document("text")])], publications=[record]))
    with engine.reader(Visibility.TEAM) as reader:
        assert list(reader.publications) == [record]


def answers(reader: Reader) -> list[list[tuple[str, float]]]:
    """Rows with their scores for one request of each kind."""
    requests = [
        Request(required=Any((stem("geld"), stem("amt"))), facets=tuple(Facet)),
        Request(parts=asked("geldamt"), coverage=0.1),
        Request(optional=Phrase(("geld", "und"))),
    ]
    return [[(str(k), round(s, 5)) for k, s in reader.search(r).rows] for r in requests]


def test_history_does_not_show(
    make: Callable[[Path], Engine], tmp_path: Path, engine: Engine
) -> None:
    """Added bit by bit, replaced and removed, an index scores like one made at once."""
    last = [document(f"geld amt {n} " * n, publication=f"p{n}", number=1) for n in range(1, 6)]
    for n, each in enumerate(last):
        publish(engine, document("geld und geduld", publication=f"p{n + 1}", number=1))
        publish(engine, document("amt", publication="weg", number=n + 1))
        publish(engine, each)
    publish(engine, remove=[("weg", "2026")])
    other = make(tmp_path / "other")
    publish(other, *last)
    with engine.reader() as grown, other.reader() as made:
        assert answers(grown) == answers(made)


def test_threads_do_not_disturb_each_other(shelf: Engine) -> None:
    """Each with a reader of its own, while generations come: every answer is whole."""
    request = Request(required=stem("geld"), parts=asked("geld"), facets=tuple(Facet))

    def search(_: int) -> int:
        with shelf.reader() as reader:
            ranking = reader.search(request)
            assert all(reader.page(key) for key, _ in ranking.rows)
            return ranking.total

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(search, range(200))
        for number in range(5):
            publish(shelf, document("geld", publication="neu", number=number + 1))
        assert set(answers) <= {4, 5}
    assert search(0) == 5


@pytest.mark.parametrize(
    ("phrase", "pages"),
    [
        (Phrase(("und", "nun", "und")), [1]),
        (Phrase(("nun", "nun")), []),
        (Phrase(("und", "und"), slop=2), [1]),
        (Phrase(("und", "und"), ordered=False), []),
        (Phrase(("ende", "anfang")), []),
        (Phrase(("ende", "anfang"), slop=1000, ordered=False), []),
        (Phrase(("nun", "und", "ende"), slop=2, ordered=False), [1]),
    ],
)
def test_phrases_of_repeated_words_and_at_the_edges(
    engine: Engine, phrase: Phrase, pages: list[int]
) -> None:
    """A word is not near itself, and the next page is not next to the last word of this one."""
    publish(
        engine,
        document("und nun und ende", number=1),
        document("anfang nun", number=2),
    )
    assert numbers(engine, Request(required=phrase)) == pages


# -- who may see what ------------------------------------------------------------------------------


def test_what_has_no_record_is_for_the_team(engine: Engine) -> None:
    """Nobody said that everyone may see it."""
    engine.publish(Changes(add=[(Entry("heft", "2026", "d"), [document("geld")])]))
    assert found(engine, Request()) == []
    with engine.reader(Visibility.TEAM) as reader:
        assert reader.search(Request()).total == 1


def test_where_nothing_is_hidden_all_see_the_same(shelf: Engine) -> None:
    """And what was made for one of them serves the others: the name is the same."""
    with shelf.reader() as public, shelf.reader(Visibility.TEAM) as team:
        assert public.generation == team.generation
        assert answers(public) == answers(team)


def test_what_is_hidden_changes_the_name_of_the_generation(shelf: Engine) -> None:
    """So nothing that was made for the team is ever taken for what everyone may see."""
    publish(shelf, document("geld", publication="c"), internal={"c"})
    with shelf.reader() as public, shelf.reader(Visibility.TEAM) as team:
        assert public.generation != team.generation


def test_a_record_alone_hides_and_shows(shelf: Engine) -> None:
    """Not one page has to be written anew."""
    publish(shelf, internal={"a"})
    assert found(shelf, Request(required=stem("geld"))) == ["b.2026.1"]
    publish(shelf, internal={"a", "b"})
    assert found(shelf, Request(required=stem("geld"))) == []
    publish(shelf)
    assert len(found(shelf, Request(required=stem("geld")))) == 4


WORDS = st.sampled_from(["geld", "amt", "und", "vormund", "vormundschaft", "sorgerecht", "sgb8:42"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
SHELVES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["2018", "2026"])),
    st.lists(TEXTS, min_size=1, max_size=3),
    max_size=6,
)


INTERNAL = st.frozensets(st.sampled_from("abcd"))
Shelves = Mapping[tuple[str, str], Sequence[str]]


@settings(max_examples=15, deadline=None)
@given(SHELVES, INTERNAL, st.booleans())
def test_what_may_not_be_seen_is_as_if_it_were_not_there(
    shelves: Shelves, internal: frozenset[str], bit_by_bit: bool
) -> None:
    """Every answer is that of an engine which never held it: hits, scores, totals, counts, words.

    `bit_by_bit` also leaves deleted pages behind.
    """
    assert_not_there(WhooshEngine, shelves, internal, bit_by_bit=bit_by_bit)


@settings(max_examples=4, deadline=None)  # a generation takes seconds there
@given(SHELVES, INTERNAL, st.booleans())
def test_what_may_not_be_seen_in_a_cluster_is_as_if_it_were_not_there(
    cluster: Cluster, shelves: Shelves, internal: frozenset[str], bit_by_bit: bool
) -> None:
    assert_not_there(cluster.engine, shelves, internal, bit_by_bit=bit_by_bit)
    cluster.clear()


def assert_not_there(
    make: Callable[[Path], Engine],
    shelves: Shelves,
    internal: frozenset[str],
    *,
    bit_by_bit: bool,
) -> None:
    """Compare an engine that hides something with one that never held it."""
    held = [
        document(
            text,
            publication=publication,
            edition=edition,
            number=number,
            heading=text.partition(" ")[0],
            law=[word for word in text.split() if ":" in word],
            year=edition,
            topics=("geld",) if "geld" in text else (publication,),
        )
        for (publication, edition), texts in shelves.items()
        for number, text in enumerate(texts, 1)
    ]
    with TemporaryDirectory() as folder:
        both, other = make(Path(folder) / "both"), make(Path(folder) / "other")
        for part in [held[:2], [document("geld amt", publication="weg")]] * bit_by_bit:
            publish(both, *part, internal=internal)
        publish(both, *held, remove=[("weg", "2026")] * bit_by_bit, internal=internal)
        publish(other, *(d for d in held if d.page.key.publication not in internal))
        with both.reader() as restricted, other.reader() as alone:
            assert everything(restricted, held) == everything(alone, held)
        with both.reader(Visibility.TEAM) as reader:
            assert reader.search(Request()).total == len(held)


def everything(reader: Reader, documents: Sequence[Document]) -> list[object]:
    """What a reader can be asked about some pages, whether it holds them or not."""
    requests = [
        Request(facets=tuple(Facet), limit=2, offset=1),
        Request(required=Any((stem("geld"), stem("amt", 2.0))), facets=tuple(Facet), limit=100),
        Request(parts=asked("vormundschaftsgeld"), coverage=0.1, limit=100),
        Request(required=Phrase(("geld", "und"), slop=2), sort_by_year=True),
        Request(required=Not(stem("geld")), optional=Term(Field.LAW, "sgb8:42"), limit=100),
        Request(required=Tagged(Facet.PUBLICATION, "a"), per_publication=1),
        Request(boosts={(Facet.YEAR, "2018"): 0.5}, required=stem("und"), limit=100),
    ]
    size = sum(entry.pages for entry in reader.entries)
    evidence = Evidence(np.arange(size, dtype=np.float32), np.ones(size, bool))
    requests.append(Request(parts=asked("geld"), evidence=evidence, limit=100))
    keys = [each.page.key for each in documents]
    return [
        [(e.publication, e.edition, e.pages) for e in reader.entries],
        reader.publications,
        [reader.search(request) for request in requests],
        [reader.scores(request).tolist() for request in requests],
        [(reader.row(key), reader.page(key), reader.facet(key, Facet.TOPIC)) for key in keys],
        [reader.pages(key.publication, key.edition) for key in keys],
        [reader.holds(Field.STEM, word) for word in ("geld", "amt", "vormund", "nichts")],
        list(reader.gram_weights(ANALYZER.grams("vormundschaft"))),
    ]
