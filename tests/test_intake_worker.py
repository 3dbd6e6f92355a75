"""From an accepted file to one that is found, or to a sentence why not; whoever dies meanwhile."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from pypdf import PdfWriter

from kb import extract
from kb.catalogue import Catalogue
from kb.extract import RawDocument
from kb.intake import Intake, State
from kb.intake.admission import Admission, Admitted
from kb.intake.worker import Worker
from kb.model import Outcome, Visibility
from tests.brought import Brought, brought, letter
from tests.scan import scan
from tests.small_pdf import as_bytes, sheet, writer

__all__ = ["brought"]  # a fixture


_AT_ONCE = """
from kb.intake.worker import Worker
from kb.settings import Settings
Worker(Settings.from_environment()).run(linger=1)
"""


def _locked() -> bytes:
    document = writer([sheet("geheim")])
    document.encrypt("geheim", algorithm="AES-256")
    return as_bytes(document)


def _blank() -> bytes:
    document = PdfWriter()
    document.add_blank_page(200, 200)
    return as_bytes(document)


def test_a_file_is_found_by_the_team_alone(brought: Brought) -> None:
    """Under what it says of itself, unconfirmed, with its own name in `documents/`."""
    job = brought.job(_worked(brought, "Merkblatt_neu3.pdf", letter("Impfung")))
    assert job.state is State.SEARCHABLE
    (publication,) = brought.library.publications()
    assert (publication.title, publication.visibility) == ("Merkblatt Impfung", Visibility.TEAM)
    assert not publication.confirmed
    assert (brought.documents / "Merkblatt_neu3.pdf").is_file()
    assert brought.hits("Impfung") == 2
    assert brought.hits("Impfung", Visibility.PUBLIC) == 0


def test_the_same_bytes_are_already_here(brought: Brought) -> None:
    """Under whatever name, and brought in the same batch too."""
    first = brought.bring("a.pdf", letter("Sport"))
    second = brought.bring("b.pdf", letter("Sport"))
    brought.work()
    assert brought.job(second).state is State.HERE
    assert brought.job(second).publication == brought.job(first).publication
    assert [path.name for path in brought.documents.glob("*.pdf")] == ["a.pdf"]


def test_two_files_of_one_name_stay_two(brought: Brought) -> None:
    """Neither is overwritten."""
    brought.bring("handbuch.pdf", letter("Sport"))
    brought.bring("handbuch.pdf", letter("Musik"))
    brought.work()
    assert sorted(p.name for p in brought.documents.glob("*.pdf")) == [
        "handbuch-2.pdf",
        "handbuch.pdf",
    ]
    assert brought.hits("Sport") == brought.hits("Musik") == 2


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"<html>", Outcome.NOT_A_PDF),
        (b"", Outcome.NOT_A_PDF),
        (_locked(), Outcome.PASSWORD),
        (_blank(), Outcome.EMPTY),
    ],
    ids=["html", "nothing", "locked", "blank"],
)
def test_what_cannot_be_read_says_why(brought: Brought, content: bytes, outcome: Outcome) -> None:
    """It stays outside `documents/`, and the rest of the batch goes on."""
    refused = brought.bring("x.pdf", content)
    fine = brought.bring("y.pdf", letter("Ankunft"))
    brought.work()
    assert (brought.job(refused).state, brought.job(refused).reason) == (State.REFUSED, outcome)
    assert brought.job(fine).state is State.SEARCHABLE
    assert [path.name for path in brought.documents.glob("*.pdf")] == ["y.pdf"]
    brought.intake.forget([refused])
    assert brought.intake.inbox.deliveries() == []


def test_without_its_list_nothing_is_lost(brought: Brought) -> None:
    """The files say what there is to do; those that were refused are judged again."""
    brought.bring("a.pdf", letter("Konto"))
    brought.bring("b.pdf", b"<html>")
    for path in (brought.settings.index).glob("jobs.sqlite3*"):
        path.unlink()
    brought.work()
    states = {job.name: job.state for job in brought.intake.jobs.latest()}
    assert states == {"a.pdf": State.SEARCHABLE, "b.pdf": State.REFUSED}
    assert brought.hits("Konto") == 2


@pytest.mark.parametrize("moment", ["save", "move"])
def test_a_death_while_a_file_moves_in_is_made_good(
    brought: Brought, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """After its record was written, or after it was moved: one record, one file, found."""
    sender = brought.bring("a.pdf", letter("Papiere"))

    class Killed(BaseException):
        """Stands for the end of the process."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if moment == "save":
            patch.setattr("kb.intake.admission.move", die)
        else:
            patch.setattr("kb.intake.worker.Worker._note", die)
        with pytest.raises(Killed):
            brought.work()
    assert brought.job(sender).state is State.READING
    brought.work()
    assert brought.job(sender).state is State.SEARCHABLE
    assert len(list(brought.documents.glob("*.toml"))) == 1
    assert brought.hits("Papiere") == 2


def test_a_scan_needs_its_text_recognised(
    brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in `documents/` under a record; so too if the worker died before it said so."""
    sender = brought.bring("scan.pdf", scan("Vollmacht", "für den Arzt", "und die Schule"))

    class Killed(BaseException):
        """Stands for the end of the process."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("kb.intake.worker.Worker._note", die)
        with pytest.raises(Killed):
            brought.work()
    brought.work()
    assert brought.job(sender).state is State.NEEDS_OCR
    assert Catalogue(brought.documents).publications()[0][0].id == brought.job(sender).publication


def test_a_file_that_trips_us_up_is_given_up(
    brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some tries, behind those that are fine; it can be tried again by hand."""
    admit = Admission.admit
    tried: list[str] = []

    def admitted(self: Admission, path: Path, name: str, *rest: object) -> object:
        tried.append(name)
        if name == "böse.pdf":
            raise RecursionError
        return admit(self, path, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Admission, "admit", admitted)
    bad, good = brought.bring("böse.pdf", letter("Eins")), brought.bring("gut.pdf", letter("Zwei"))
    brought.work()
    assert tried[:2] == ["böse.pdf", "gut.pdf"]
    assert len(tried) < 20
    assert brought.job(bad).state is State.REFUSED
    assert brought.job(good).state is State.SEARCHABLE
    monkeypatch.undo()
    brought.intake.try_again(bad)
    brought.work()
    assert brought.job(bad).state is State.SEARCHABLE


def test_a_file_that_took_too_long_gets_a_second_chance(
    brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may have been busy; behind the others, and only once."""
    read = extract.read
    calls: list[str] = []

    def slow(path: Path, **options: object) -> RawDocument:
        calls.append(path.name.partition(".")[2])
        is_slow = "langsam" in path.name and calls.count("langsam.pdf") < 2
        refused = RawDocument("", Outcome.LIMIT_ON_PAGE)
        return refused if is_slow or "nie" in path.name else read(path)

    monkeypatch.setattr(extract, "read", slow)
    slow_one = brought.bring("langsam.pdf", letter("Garten"))
    never = brought.bring("nie.pdf", letter("Hof"))
    brought.bring("schnell.pdf", letter("Weg"))
    brought.work()
    assert calls == ["langsam.pdf", "nie.pdf", "schnell.pdf", "langsam.pdf", "nie.pdf"]
    assert brought.job(slow_one).state is State.SEARCHABLE
    assert brought.job(never).reason == Outcome.LIMIT_ON_PAGE


def test_a_file_sent_again_after_it_was_taken_in_is_no_second_one(brought: Brought) -> None:
    """The server died before the browser heard that all was well."""
    content = letter("Arzt")
    sender = _worked(brought, "a.pdf", content)
    brought.bring("a.pdf", content, sender)
    brought.work()
    assert brought.intake.inbox.deliveries() == []
    assert len(list(brought.documents.glob("*.pdf"))) == 1


def test_no_other_ingest_makes_a_file_public_meanwhile(brought: Brought) -> None:
    """Its record is there before it is, so nobody proposes one for everyone."""
    sender = brought.bring("a.pdf", letter("Wohnung"))
    path = brought.intake.inbox.find(sender)
    assert path
    found = Admission(brought.settings).admit(path, "a.pdf", brought.job(sender).sha256, _quiet)
    assert isinstance(found, Admitted)
    brought.library.ingest()
    assert brought.hits("Wohnung") == 2
    assert brought.hits("Wohnung", Visibility.PUBLIC) == 0


def test_the_index_follows_a_change_that_was_wished_for(brought: Brought) -> None:
    """As after confirming: the record says something else, and somebody said so."""
    _worked(brought, "a.pdf", letter("Schule"))
    catalogue = Catalogue(brought.documents)
    path = next(brought.documents.glob("*.toml"))
    path.write_text(path.read_text("utf-8").replace('"team"', '"public"'), "utf-8")
    assert catalogue.publications()[0][0].visibility is Visibility.PUBLIC
    brought.intake.jobs.wish()
    assert brought.intake.has_work()
    brought.work()
    assert brought.hits("Schule", Visibility.PUBLIC) == 2
    assert not brought.intake.has_work()


def test_another_edition_is_recognised(brought: Brought) -> None:
    """Nearly the same text under another name."""
    first = _worked(brought, "a.pdf", letter("Taschengeld und Konto im Alltag", year=2023))
    second = _worked(brought, "b.pdf", letter("Taschengeld und Konto im Alltag", year=2025))
    assert brought.job(second).relative == brought.job(first).publication


def _worked(brought: Brought, name: str, content: bytes) -> str:
    sender = brought.bring(name, content)
    brought.work()
    return sender


def _quiet(page: int, pages: int) -> None:
    """Nobody listens."""


def test_a_record_that_is_gone_is_said_to_be(brought: Brought) -> None:
    """Somebody deleted the file while it was being indexed; the worker goes on."""
    sender = brought.bring("a.pdf", letter("Freunde"))
    brought.work()
    for path in brought.documents.glob("*.*"):
        if path.suffix in (".pdf", ".toml"):
            path.unlink()
    brought.intake.jobs.move_on(brought.job(sender), State.WAITING)
    brought.work()
    assert brought.job(sender).state is State.REFUSED


def test_two_homes_take_in_what_arrives_in_one_folder(tmp_path: Path) -> None:
    """Both see every file, as two machines do: each is in once, with one record, none refused."""
    one = Brought(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "documents").symlink_to(one.documents)
    other = Brought(tmp_path / "two")
    subjects = ("Amt", "Bett", "Chor", "Dach")
    sent = {home: [home.bring("neu.pdf", letter(s)) for s in subjects] for home in (one, other)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", _AT_ONCE],
            env=os.environ | {"KB_HOME": str(home), "KB_MEANING": "off"},
        )
        for home in (tmp_path / "one", tmp_path / "two")
    ]
    assert [worker.wait(timeout=300) for worker in workers] == [0, 0]
    for home, ids in sent.items():
        states = {home.job(id).state for id in ids}
        assert states <= {State.SEARCHABLE, State.HERE}
        assert len(home.library.publications()) == len(subjects)
    assert len(list(one.documents.glob("*.toml"))) == len(subjects)
    assert len(list(one.documents.glob("*.pdf"))) == len(subjects)
    assert not one.intake.inbox.deliveries()


def test_a_file_waits_for_the_server_that_received_it(tmp_path: Path) -> None:
    """Where several share a database: it has the name of whoever sent it. After a while no more."""
    one = Brought(tmp_path / "one")
    sender_id = one.bring("neu.pdf", letter("Amt"))
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "documents").symlink_to(one.documents)
    other = Intake(replace(Brought(tmp_path / "two").settings, database="postgresql:///kb"))
    assert not other.has_work()
    (path,) = one.documents.glob(f".incoming/{sender_id}.*")
    long_ago = path.stat().st_mtime - 600
    os.utime(path, (long_ago, long_ago))
    assert other.has_work()
    other.adopt()
    assert [job.id for job in other.jobs.open()] == [sender_id]


def test_a_file_that_no_job_knows_is_taken_in_by_a_worker_that_runs(brought: Brought) -> None:
    """Its server could not note it; the worker did not find it when it began."""
    worker = Worker(brought.settings)
    sent = list[str]()

    def send_late() -> None:
        with brought.intake.inbox.receiving("0" * 32, "neu.pdf") as arrival:
            arrival.write(letter("Amt"))
            sent.append(arrival.accept().id)

    late = Timer(0.5, send_late)
    late.start()
    worker.run(linger=3)
    late.join()
    assert brought.job(sent[0]).state is State.SEARCHABLE
