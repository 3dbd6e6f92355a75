"""What is wrong with single files is known after the ingest that found it has ended."""

from pathlib import Path

from kb.errors import BadRecord, UnreadablePdf
from kb.ingest import problems
from kb.library import Library
from kb.settings import Settings


def test_problems_survive_their_process(tmp_path: Path) -> None:
    """Kind, data and sentence come back as they were."""
    found = [UnreadablePdf(Path("a.pdf"), "refused:damaged"), BadRecord(Path("b.toml"), "x", "y")]
    problems.remember(tmp_path, found)
    back = problems.last(tmp_path)
    assert [(type(e), str(e)) for e in back] == [(type(e), str(e)) for e in found]
    assert isinstance(back[0], UnreadablePdf)
    assert back[0].reason == "refused:damaged"


def test_nothing_readable_is_no_problem(tmp_path: Path) -> None:
    """Before the first ingest, and where the file is damaged."""
    assert problems.last(tmp_path) == []
    (tmp_path / "problems.json").write_text('[{"code": 1}]', "utf-8")
    assert problems.last(tmp_path) == []


def test_the_library_tells_what_its_last_ingest_met(tmp_path: Path) -> None:
    """A file that is no PDF, a slip in a record, a bad line of the glossary; until mended."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "kaputt.pdf").write_bytes(b"not a PDF")
    (documents / "slip.toml").write_text("title =", "utf-8")
    (documents / "glossary.tsv").write_text("term_de\tabk\nWort\tW\n", "utf-8")
    library = Library(Settings(home=tmp_path, meaning=False))
    library.ingest()
    told = {problem.code for problem in library.problems()}
    assert told == {"unreadable_pdf", "bad_record", "bad_glossary_line"}
    for name in ("kaputt.pdf", "slip.toml", "glossary.tsv"):
        (documents / name).unlink()
    library.ingest()
    assert library.problems() == []
