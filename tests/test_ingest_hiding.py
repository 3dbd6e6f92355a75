"""What people withdraw or make internal is out of sight at once, whatever an ingest is doing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.catalogue import Catalogue
from kb.disk import lock
from kb.german import Analyzer
from kb.index.engine import Request
from kb.index.whoosh_engine import WhooshEngine
from kb.ingest import Event, Stage, reconcile
from kb.ingest.hiding import hide
from kb.ingest.inventory import fingerprint
from kb.library import Library
from kb.model import Visibility
from kb.settings import Settings
from tests.small_library import copied
from tests.small_pdf import pdf, sheet

ANALYZER = Analyzer()
PUBLIC, INTERNAL = 'visibility = "public"', 'visibility = "team"'
UNREADABLE = "visibility = [[["


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the publications "offen", in two editions, and "intern"."""
    home = tmp_path_factory.mktemp("hiding")
    documents = home / "documents"
    documents.mkdir()
    for name in ("offen", "offen-alt", "intern"):
        text = f"Der Vormund liest in {name}, was er wissen muss."
        (documents / f"{name}.pdf").write_bytes(pdf(sheet(text)))
    record(home, "offen", PUBLIC, "offen", "offen-alt")
    record(home, "intern", INTERNAL, "intern")
    reconcile(Settings(home), WhooshEngine(home / "index"), ANALYZER)
    return home


@pytest.fixture
def home(ingested: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    copied(ingested, tmp_path)
    return tmp_path


def record(home: Path, name: str, said: str, *files: str) -> None:
    editions = "".join(
        f'[[editions]]\nlabel = "{number}"\nfile = "{file}.pdf"\n'
        for number, file in enumerate(files, 1)
    )
    text = f'title = "{name}"\n{said}\n{editions}'
    (home / "documents" / f"{name}.toml").write_text(text, "utf-8")


def seen(home: Path, sees: Visibility = Visibility.PUBLIC) -> list[str]:
    with WhooshEngine(home / "index").reader(sees) as reader:
        return [str(key) for key, _ in reader.search(Request()).rows]


def inodes(home: Path) -> dict[str, int]:
    folder = home / "index" / WhooshEngine(home / "index").current()
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def hidden(home: Path) -> list[tuple[str, str]]:
    engine = WhooshEngine(home / "index")
    return hide(engine, Catalogue(home / "documents"), fingerprint(ANALYZER))


def test_all_records_are_read_once_and_not_once_for_each_publication(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else 250 publications take as long as 60,000: before an ingest, and before the app serves."""
    asked, unusable = [], Catalogue.unusable

    def counted(catalogue: Catalogue) -> frozenset[str]:
        asked.append(catalogue)
        return unusable(catalogue)

    monkeypatch.setattr(Catalogue, "unusable", counted)
    hidden(home)
    assert len(asked) == 1


def test_nothing_is_published_where_nothing_is_to_be_hidden(home: Path) -> None:
    """It may be called as often as one likes."""
    before = WhooshEngine(home / "index").current()
    assert hidden(home) == []
    assert WhooshEngine(home / "index").current() == before


def test_what_is_made_internal_is_hidden_and_stays_with_the_team(home: Path) -> None:
    record(home, "offen", INTERNAL, "offen", "offen-alt")
    assert hidden(home) == []
    assert seen(home) == []
    assert seen(home, Visibility.TEAM) == ["intern.1.1", "offen.1.1", "offen.2.1"]


def test_not_a_page_is_written_anew_to_hide_it(home: Path) -> None:
    """The files of the generation are those of the last one, whoever may see them."""
    before = inodes(home)
    record(home, "offen", INTERNAL, "offen", "offen-alt")
    hidden(home)
    after = inodes(home)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"MANIFEST.json", "MANIFEST.sha256", "public"}


def test_a_withdrawn_edition_is_gone_for_all(home: Path) -> None:
    """Its record no longer names it, or there is no record and no file of it any more."""
    record(home, "offen", PUBLIC, "offen")
    (home / "documents" / "intern.toml").unlink()
    (home / "documents" / "intern.pdf").unlink()
    assert hidden(home) == [("intern", "1"), ("offen", "2")]
    assert seen(home, Visibility.TEAM) == seen(home) == ["offen.1.1"]


def test_what_becomes_visible_waits_for_its_ingest(home: Path) -> None:
    """Hiding never shows anything."""
    record(home, "intern", PUBLIC, "intern")
    record(home, "offen", 'topics = ["geld"]', "offen", "offen-alt")
    assert hidden(home) == []
    assert seen(home) == ["offen.1.1", "offen.2.1"]


def test_a_record_that_cannot_be_read_changes_nothing(home: Path) -> None:
    """Its last usable version stands, for both publications."""
    for name in ("offen", "intern"):
        record(home, name, UNREADABLE, name)
    hidden(home)
    assert seen(home) == ["offen.1.1", "offen.2.1"]


def test_a_file_that_no_record_could_be_written_for_stays(home: Path) -> None:
    """Where `documents/` is read-only it is searched without one."""
    (home / "documents" / "offen.toml").unlink()
    assert hidden(home) == []
    assert seen(home) == ["offen.1.1", "offen.2.1"]


def test_a_file_that_has_another_record_now_has_that_visibility(home: Path) -> None:
    (home / "documents" / "offen.toml").unlink()
    record(home, "umbenannt", INTERNAL, "offen", "offen-alt")
    hidden(home)
    assert seen(home) == []


def test_an_ingest_reads_nothing_before_it_has_hidden(home: Path) -> None:
    """Reading a heap of new files may take an hour; what it removed stands in its report."""
    (home / "documents" / "neu.pdf").write_bytes(pdf(sheet("Etwas Neues über den Vormund.")))
    record(home, "offen", INTERNAL, "offen")
    shown: list[list[str]] = []
    report = ingest(home, Stage.READING, lambda: shown.append(seen(home)))
    assert shown[0] == []
    assert report == ["offen.2"]


def test_what_is_withdrawn_during_an_ingest_is_hidden_when_it_ends(home: Path) -> None:
    """It began with the records as they were, and must not bring back what they said."""
    (home / "documents" / "neu.pdf").write_bytes(pdf(sheet("Etwas Neues über den Vormund.")))
    ingest(home, Stage.INDEXING, lambda: record(home, "offen", INTERNAL, "offen"))
    assert [key for key in seen(home) if key.startswith("offen")] == []
    assert "offen.1.1" in seen(home, Visibility.TEAM)


def test_an_ingest_that_is_busy_does_not_keep_it_in_sight(home: Path) -> None:
    """Who withdraws something does not wait for the files of others."""
    library = Library(Settings(home, meaning=False))
    record(home, "offen", INTERNAL, "offen", "offen-alt")
    with lock(home / "index" / "ingest.lock"):
        library.hide()
    assert not library.publications()
    with lock(home / "index" / "publish.lock"):
        library.hide()  # that ingest hides when it has published


def ingest(home: Path, stage: Stage, then: Callable[[], object]) -> list[str]:
    """Ingest, and do something as soon as it has come to a stage; returns what it removed."""

    def listen(event: Event) -> None:
        if event.stage is stage:
            then()

    engine = WhooshEngine(home / "index")
    return list(reconcile(Settings(home), engine, ANALYZER, listener=listen).removed)
