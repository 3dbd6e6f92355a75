"""`documents/` and the index: whatever is added, replaced, removed, broken, killed or full."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.clean import clean
from kb.disk import lock
from kb.errors import BadRecord, FolderNotWritable, IngestRunning
from kb.extract import RawDocument
from kb.german import Analyzer
from kb.index.engine import Facet, Field, Request, Term
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import Event, Report, Stage, reconcile
from kb.model import Page, Reading, Visibility
from kb.settings import Settings
from tests.small_pdf import pdf, sheet

ANALYZER = Analyzer()
WORDS = ("Vormund", "Taschengeld", "Jugendamt", "Anhörung")


def content(word: str, *, pages: int = 2) -> bytes:
    """A small PDF in which `word` stands on every page."""
    lines = [f"{word}: was zu tun ist, wenn ein junger Mensch neu ankommt.", "Das Amt hilft dabei."]
    return pdf(*(sheet(*lines, f"Es folgt Punkt {n} der Liste.") for n in range(1, pages + 1)))


CONTENTS = {word: content(word) for word in WORDS}


def at(home: Path) -> Settings:
    return Settings(home)


def ingest(home: Path, *paths: Path) -> Report:
    return reconcile(at(home), WhooshEngine(at(home).index), ANALYZER, paths)


def put(home: Path, name: str, word: str) -> None:
    home.joinpath("documents").mkdir(parents=True, exist_ok=True)
    (home / "documents" / f"{name}.pdf").write_bytes(CONTENTS[word])


def record(home: Path, name: str, extra: str = "") -> None:
    text = f'title = "{name}"\n{extra}\n[[editions]]\nlabel = "2026"\nfile = "{name}.pdf"\n'
    home.joinpath("documents").mkdir(parents=True, exist_ok=True)
    (home / "documents" / f"{name}.toml").write_text(text, "utf-8")


def found(home: Path, word: str) -> list[str]:
    """The keys of the pages that hold a word."""
    token = ANALYZER.tokens(word)[0].folded
    with WhooshEngine(at(home).index).reader() as reader:
        ranking = reader.search(Request(required=Term(Field.EXACT, token), limit=100))
    return sorted(str(key) for key, _ in ranking.rows)


@pytest.fixture(scope="session")
def pages_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw pages of CONTENTS, read once for all tests."""
    home = tmp_path_factory.mktemp("read")
    for word in WORDS:
        put(home, word.lower(), word)
    ingest(home)
    return home / "index" / "pages"


@pytest.fixture
def home(tmp_path: Path, pages_read: Path) -> Path:
    """An empty home whose index knows the raw pages of CONTENTS."""
    home = tmp_path / "home"
    (home / "documents").mkdir(parents=True)
    shutil.copytree(pages_read, home / "index" / "pages")
    return home


# -- the difference --------------------------------------------------------------------------------


def test_a_pdf_alone_is_enough(tmp_path: Path) -> None:
    """It gets a record, is read, and is found; a second run does nothing."""
    put(tmp_path, "Über uns", "Vormund")
    first = ingest(tmp_path)
    (name,) = first.proposed
    assert first.added == [f"{name}.1"]
    assert found(tmp_path, "Vormund") == [f"{name}.1.1", f"{name}.1.2"]
    assert (tmp_path / "documents" / f"{name}.toml").exists()
    second = ingest(tmp_path)
    assert (second.generation, second.added, second.problems) == (first.generation, [], [])
    assert second.pages == 2


def test_exactly_the_difference(home: Path) -> None:
    """Added, replaced, removed; the rest is not touched."""
    for name, word in (("a", "Vormund"), ("b", "Taschengeld"), ("c", "Jugendamt")):
        put(home, name, word)
        record(home, name)
    ingest(home)
    put(home, "b", "Anhörung")
    (home / "documents" / "c.toml").unlink()
    (home / "documents" / "c.pdf").unlink()
    put(home, "d", "Jugendamt")
    record(home, "d")
    report = ingest(home)
    changed = (report.added, report.replaced, report.removed)
    assert changed == (["d.2026"], ["b.2026"], ["c.2026"])
    assert found(home, "Taschengeld") == []
    assert found(home, "Jugendamt") == ["d.2026.1", "d.2026.2"]


def test_a_changed_record_changes_facets(home: Path) -> None:
    """Without reading the PDF again."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    record(home, "a", 'topics = ["Asyl"]')
    report = ingest(home)
    assert report.replaced == ["a.2026"]
    with WhooshEngine(at(home).index).reader() as reader:
        ranking = reader.search(Request(facets=(Facet.TOPIC,)))
        assert ranking.facets == {Facet.TOPIC: {"Asyl": 2}}
        assert [p.topics for p in reader.publications] == [("Asyl",)]


def test_what_is_for_the_team_only_is_hidden_with_the_next_ingest(home: Path) -> None:
    """For everyone it is nowhere then; the team still has it."""
    for name, word in (("offen", "Vormund"), ("intern", "Jugendamt")):
        put(home, name, word)
        record(home, name)
    ingest(home)
    assert found(home, "Jugendamt")
    record(home, "intern", 'visibility = "team"')
    report = ingest(home)
    assert (report.removed, report.internal, report.problems) == ([], ["intern"], [])
    assert found(home, "Jugendamt") == []
    for sees, shown in ((Visibility.PUBLIC, ["offen"]), (Visibility.TEAM, ["intern", "offen"])):
        with WhooshEngine(at(home).index).reader(sees) as reader:
            assert [p.id for p in reader.publications] == shown
    record(home, "intern")
    assert ingest(home).internal == []
    assert found(home, "Jugendamt")


def test_people_know_better_what_sort_of_text_a_page_holds(home: Path) -> None:
    """What the record says of a page counts, not the rules; also that it is none of these."""
    lines = "Tabelle 1: Wer entscheidet was", "Impfung, Operation, Klassenfahrt und mehr."
    (home / "documents" / "a.pdf").write_bytes(pdf(sheet(*lines), sheet(*lines), sheet(*lines)))
    counted = Request(facets=(Facet.TEXT_KIND,))
    for said, kinds in (
        ("{}", {"table": 3}),
        ('{ 1 = [], 2 = ["form", "checklist"] }', {"table": 1, "form": 1, "checklist": 1}),
    ):
        text = f'title = "a"\n[[editions]]\nlabel = "1"\nfile = "a.pdf"\ntext_kinds = {said}\n'
        (home / "documents" / "a.toml").write_text(text, "utf-8")
        assert not ingest(home).problems
        with WhooshEngine(at(home).index).reader() as reader:
            assert reader.search(counted).facets[Facet.TEXT_KIND] == kinds
        assert ingest(home).replaced == []  # it reads back as it was written


def test_a_renamed_file_is_known_at_once(home: Path) -> None:
    """Its pages are the same, but the record that is kept names the new file."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    (home / "documents" / "a.pdf").rename(home / "documents" / "neu.pdf")
    text = (home / "documents" / "a.toml").read_text().replace("a.pdf", "neu.pdf")
    (home / "documents" / "a.toml").write_text(text)
    report = ingest(home)
    assert (report.added, report.replaced, report.removed) == ([], [], [])
    with WhooshEngine(at(home).index).reader() as reader:
        assert reader.publications[0].editions[0].file == "neu.pdf"


def test_another_fingerprint_builds_anew_from_kept_pages(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read again: that is why raw pages are kept."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    monkeypatch.setattr("kb.ingest.inventory.CLEANING", "another")
    monkeypatch.setattr("kb.extract.read", None)
    report = ingest(home)
    assert report.rebuilt
    assert found(home, "Vormund") == ["a.2026.1", "a.2026.2"]
    assert not ingest(home).rebuilt


@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([*WORDS, ""]), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_history_ends_in_the_same_index(
    pages_read: Path, steps: list[tuple[str, str, bool]]
) -> None:
    """Put, replace, remove, ingest or wait: as if built at once from what is there at the end."""
    with TemporaryDirectory() as name:
        home, fresh = Path(name, "home"), Path(name, "fresh")
        shutil.copytree(pages_read, home / "index" / "pages")
        (home / "documents").mkdir()
        for file, word, now in steps:
            if word:
                put(home, file, word)
                record(home, file, f'topics = ["{word}"]')
            else:
                (home / "documents" / f"{file}.pdf").unlink(missing_ok=True)
                (home / "documents" / f"{file}.toml").unlink(missing_ok=True)
            if now:
                ingest(home)
        ingest(home)
        shutil.copytree(home / "documents", fresh / "documents")
        shutil.copytree(pages_read, fresh / "index" / "pages")
        ingest(fresh)
        assert holdings(home) == holdings(fresh)


def holdings(home: Path) -> object:
    """Everything an index answers: entries, pages, scores, facets."""
    with WhooshEngine(at(home).index).reader() as reader:
        words = [ANALYZER.tokens(word)[0].stems[0] for word in WORDS]
        rankings = [
            reader.search(Request(optional=Term(Field.STEM, word), facets=tuple(Facet)))
            for word in [*words, ANALYZER.tokens("Amt")[0].stems[0]]
        ]
        pages = [list(reader.pages(e.publication, e.edition)) for e in reader.entries]
        return list(reader.entries), pages, list(reader.publications), rankings


# -- what is wrong with single files ---------------------------------------------------------------


def test_bad_files_and_records_do_not_keep_the_others_out(home: Path) -> None:
    """One line each; the index holds the rest."""
    documents = home / "documents"
    put(home, "a", "Vormund")
    record(home, "a")
    (documents / "zero.pdf").write_bytes(b"")
    (documents / "html.pdf").write_bytes(b"<html>")
    record(home, "missing")
    (documents / "broken.toml").write_text("title =")
    (documents / "away.toml").write_text(
        'title = "x"\n[[editions]]\nlabel = "1"\nfile = "../../etc/passwd"\n'
    )
    report = ingest(home)
    assert report.failed
    lines = [str(problem) for problem in report.problems]
    assert all("\n" not in line for line in lines)
    for name in ("zero.pdf", "html.pdf", "missing.toml", "broken.toml", "away.toml"):
        assert sum(line.startswith(name) for line in lines) == 1, name
    assert found(home, "Vormund") == ["a.2026.1", "a.2026.2"]
    assert sorted(p.name for p in documents.glob("*.toml")) == [
        "a.toml",
        "away.toml",
        "broken.toml",
        "missing.toml",
    ]


def test_a_slip_in_a_record_takes_nothing_out(home: Path) -> None:
    """Until the record can be read again, its last usable version stands in."""
    put(home, "eins", "Vormund")
    record(home, "eins")
    ingest(home)
    before = found(home, "Vormund")
    for slip in ("title = eins", 'title = "eins"\nkind = "Buch"', ""):
        text = f'{slip}\n[[editions]]\nlabel = "2026"\nfile = "eins.pdf"\n'
        (home / "documents" / "eins.toml").write_text(text, "utf-8")
        report = ingest(home)
        assert [type(problem) for problem in report.problems] == [BadRecord]
        assert found(home, "Vormund") == before != []


@pytest.mark.parametrize("recorded", [True, False])
def test_a_file_that_lies_there_twice_is_searched_once(home: Path, recorded: bool) -> None:
    """The second name is said, gets no record and no second place among the hits."""
    put(home, "eins", "Vormund")
    put(home, "zwei", "Vormund")
    if recorded:
        record(home, "eins")
    report = ingest(home)
    assert [str(problem) for problem in report.problems] == [
        "zwei.pdf: the same file as eins.pdf, which is already here. Delete one of the two."
    ]
    assert len(found(home, "Vormund")) == 2  # the pages of one file
    assert len(list((home / "documents").glob("*.toml"))) == 1


def test_two_editions_may_be_the_same_file(home: Path) -> None:
    """Whoever records it twice wants it twice; it is read once and both are searched."""
    for name in ("eins", "zwei"):
        put(home, name, "Vormund")
        record(home, name)
    report = ingest(home)
    assert not report.problems
    assert len(found(home, "Vormund")) == 4


def test_what_was_read_goes_with_its_file(home: Path) -> None:
    """Pages of a removed publication may be internal: they do not stay in `index/pages/`."""
    for name, word in (("eins", "Vormund"), ("zwei", "Jugendamt")):
        put(home, name, word)
        record(home, name)
    ingest(home)
    for file in (home / "documents").glob("zwei.*"):
        file.unlink()
    ingest(home)
    kept = [path.read_text("ascii") for path in (home / "index" / "pages").iterdir()]
    assert len(kept) == 1
    assert "Vormund" in kept[0]


def test_a_pdf_replaced_by_rubbish_is_out_of_the_index(home: Path) -> None:
    """Its old pages would show under a file that no longer has them."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    (home / "documents" / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    report = ingest(home)
    assert (report.removed, len(report.problems)) == (["a.2026"], 1)
    assert found(home, "Vormund") == []


@pytest.mark.parametrize(
    "name", ["mit Leerzeichen", "Größe", "Gro\u0308ße", "a'b", "$(touch x)", "-rf", "100%"]
)
def test_file_names_are_only_names(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "Vormund")
    report = ingest(tmp_path)
    assert (report.problems, len(report.added)) == ([], 1)
    with WhooshEngine(at(tmp_path).index).reader() as reader:
        edition = reader.publications[0].editions[0]
    assert (tmp_path / "documents" / edition.file).exists()


def test_paths_are_copied_in_first(home: Path, tmp_path: Path) -> None:
    """Files and folders; what is there already and what is no PDF are told apart."""
    other = tmp_path / "other"
    put(other, "neu", "Vormund")
    (other / "documents" / "brief.docx").write_bytes(b"PK")
    missing = tmp_path / "nowhere.pdf"
    report = ingest(home, other / "documents", other / "documents/brief.docx", missing)
    assert found(home, "Vormund") != []
    assert sorted(str(p.data["file"]) for p in report.problems) == ["brief.docx", "nowhere.pdf"]
    assert ingest(home, other / "documents").added == []


def test_our_own_mistake_with_one_file_is_about_that_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again next time; if it hits every file, the old index stays."""

    def clumsy(
        raw: RawDocument, publication: str, edition: str, reading: Reading, *, recognised: bool
    ) -> Sequence[Page]:
        if publication in bad:
            raise ZeroDivisionError("of course")
        return clean(raw, publication, edition, reading, recognised=recognised)

    for name, word in (("a", "Vormund"), ("b", "Jugendamt")):
        put(home, name, word)
        record(home, name)
    monkeypatch.setattr("kb.ingest.preparing.clean", clumsy)
    bad = {"a", "b"}
    with pytest.raises(ZeroDivisionError):
        ingest(home)
    bad = {"a"}
    report = ingest(home)
    assert ["a.pdf" in str(problem) for problem in report.problems] == [True]
    assert found(home, "Jugendamt") == ["b.2026.1", "b.2026.2"]
    bad = set()
    assert ingest(home).problems == []
    assert found(home, "Vormund") == ["a.2026.1", "a.2026.2"]


# -- events ----------------------------------------------------------------------------------------


def test_progress_is_told(tmp_path: Path) -> None:
    """Every file of both stages, to its last page."""
    put(tmp_path, "a", "Vormund")
    put(tmp_path, "b", "Jugendamt")
    events: list[Event] = []
    engine = WhooshEngine(at(tmp_path).index)
    reconcile(at(tmp_path), engine, ANALYZER, (), events.append)
    ends = {(e.stage, e.file) for e in events if e.page == e.pages == 2}
    assert ends == {
        (stage, f"{name}.pdf") for stage in (Stage.READING, Stage.INDEXING) for name in "ab"
    }
    assert events[-1].done == events[-1].files == 2
    assert all(e.pages_per_second >= 0 for e in events)


# -- the folder ------------------------------------------------------------------------------------


def test_two_ingests_at_once(home: Path) -> None:
    """The second is told so, and nothing happens."""
    with lock(at(home).index / "ingest.lock"), pytest.raises(IngestRunning):
        ingest(home)
    assert ingest(home).pages == 0


NOBODY = 65534  # the super-user may write anywhere, so he takes a lesser one's place


@pytest.fixture
def closable(pages_read: Path) -> Iterator[Path]:
    """A home with two pages in it and more to come, whose folders a test may close."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with TemporaryDirectory() as name:
        home = Path(name, "home")
        shutil.copytree(pages_read, home / "index" / "pages")
        put(home, "a", "Vormund")
        record(home, "a")
        ingest(home)
        shutil.copytree(pages_read, home / "index" / "pages", dirs_exist_ok=True)
        put(home, "b", "Jugendamt")
        put(home, "c", "Anhörung")
        if root:
            found(home, "Vormund")  # loads what he may not read: Python itself may be root's
            Path(name).chmod(0o755)
            for path in (home, *home.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield home
        finally:
            if root:
                os.seteuid(0)
            for path in home.rglob("*"):
                path.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed differently there")
def test_an_index_folder_that_cannot_be_written(closable: Path) -> None:
    """One clear error, and what was there still answers."""
    for folder in (at(closable).index, at(closable).index / "pages"):
        folder.chmod(0o555)
    with pytest.raises(FolderNotWritable):
        ingest(closable)
    assert found(closable, "Vormund") == ["a.2026.1", "a.2026.2"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed differently there")
def test_documents_that_cannot_be_written(closable: Path) -> None:
    """No record can be proposed there, which is said once; the PDFs are searched all the same."""
    at(closable).documents.chmod(0o555)
    report = ingest(closable)
    assert [type(problem) for problem in report.problems] == [FolderNotWritable]
    assert len(found(closable, "Jugendamt")) == len(found(closable, "Anhörung")) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize(("pages", "size"), [(40, 4_000), (2, 0), (2, 150), (2, 1_000), (2, 2_000)])
def test_a_full_disk_loses_nothing(home: Path, pages: int, size: int) -> None:
    """Every write beyond `size` bytes fails, among raw pages or index; the old index answers."""
    put(home, "a", "Vormund")
    record(home, "a")
    before = ingest(home).generation
    (home / "documents" / "b.pdf").write_bytes(content("Jugendamt", pages=pages))
    record(home, "b")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path; from tests.test_ingest_pipeline import ingest\n"
        "from kb.errors import FolderNotWritable\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "try: ingest(Path(sys.argv[1]))\n"
        "except FolderNotWritable as error: sys.exit(7)"
    )
    done = subprocess.run([sys.executable, "-c", code, home], check=False, capture_output=True)
    assert done.returncode == 7, done.stderr.decode()
    assert WhooshEngine(at(home).index).current() == before
    assert found(home, "Vormund") == ["a.2026.1", "a.2026.2"]
    assert [p.name for p in at(home).index.glob("g*")] == [before]
    assert ingest(home).pages == pages + 2
    assert found(home, "Jugendamt")


# -- kills -----------------------------------------------------------------------------------------

KILLS = int(os.environ.get("KB_KILLS", "15"))


@pytest.mark.timeout(60 + 10 * KILLS)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_anywhere_it_loses_nothing(home: Path) -> None:
    """After every kill the index opens, holds what was acknowledged, and is whole."""
    randomly = random.Random(1)
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    code = (
        "import sys; from pathlib import Path; from tests.test_ingest_pipeline import ingest\n"
        "print('start', flush=True); ingest(Path(sys.argv[1])); print('done', flush=True)"
    )
    acknowledged = "Taschengeld"
    put(home, "b", acknowledged)
    record(home, "b")
    ingest(home)
    killed = 0
    for turn in range(KILLS):
        wanted = ("Jugendamt", "Anhörung")[turn % 2]
        put(home, "b", wanted)
        with subprocess.Popen([sys.executable, "-c", code, home], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"start\n"
            time.sleep(randomly.uniform(0, 0.25))
            run.kill()
            done = b"done" in run.stdout.read()
        killed += run.returncode == -signal.SIGKILL
        engine = WhooshEngine(at(home).index)
        assert engine.verify() is None
        assert len(found(home, "Vormund")) == 2
        held = {word for word in (acknowledged, wanted) if len(found(home, word)) == 2}
        assert held == {wanted} if done else len(held) == 1
        (acknowledged,) = held
    assert killed > KILLS / 2
    put(home, "b", "Taschengeld")
    ingest(home)
    assert len(found(home, "Taschengeld")) == 2
    assert len(list(at(home).index.glob("g*/MANIFEST.json"))) == len(
        list(at(home).index.glob("g*"))
    )


# -- damage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["MAIN_*.pst", "_MAIN_*.toc", "body-rows.npy", "columns.npz"])
@pytest.mark.parametrize("way", ["missing", "cut", "zeroed", "flipped"])
def test_a_damaged_generation_is_noticed_and_repaired(home: Path, pattern: str, way: str) -> None:
    """The one before answers, with a notice; the next ingest builds anew."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    put(home, "b", "Jugendamt")
    record(home, "b")
    generation = ingest(home).generation
    (file, *_) = sorted((at(home).index / generation).glob(pattern))
    data = file.read_bytes()
    file.unlink()  # it may be the same file as in the generation before
    if way == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif way == "zeroed":
        file.write_bytes(bytes(len(data)))
    elif way == "flipped":
        file.write_bytes(data[:-40] + bytes(b ^ 255 for b in data[-40:]))
    engine = WhooshEngine(at(home).index)
    assert engine.verify() is not None
    with engine.reader() as reader:
        assert [e.publication for e in reader.entries] == ["a"]
    report = ingest(home)
    assert report.rebuilt
    assert len(found(home, "Jugendamt")) == 2
    assert WhooshEngine(at(home).index).verify() is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's, there
def test_zeros_are_noticed_when_opening(home: Path) -> None:
    """Of the right size, so only opening tells: the one before answers without a word lost."""
    put(home, "a", "Vormund")
    record(home, "a")
    ingest(home)
    put(home, "b", "Jugendamt")
    record(home, "b")
    generation = ingest(home).generation
    (toc,) = (at(home).index / generation).glob("_MAIN_*.toc")
    size = toc.stat().st_size
    toc.unlink()
    toc.write_bytes(bytes(size))
    engine = WhooshEngine(at(home).index)
    with engine.reader() as reader:
        assert reader.generation == engine.current() != generation
    assert engine.damage() is not None
