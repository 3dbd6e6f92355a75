"""The `kb` command, run as people and other programs run it: in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_pdf import pdf, sheet


def kb(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one command on a home folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return subprocess.run(
        [sys.executable, "-m", "kb", *map(str, arguments)],
        env=inherited | {"KB_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parent,  # anywhere but the home folder
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_command_says_what_it_does(tmp_path: Path) -> None:
    """`kb --help` lists the commands, each with its sentence, and loads no library for it."""
    done = kb(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("start", "ingest", "inspect", "list", "search", "evaluate"):
        assert f"\n    {command}" in done.stdout


def test_help_answers_before_any_library_is_loaded() -> None:
    """A newcomer's first command is quick because nothing heavy is imported for it."""
    program = "import sys, kb.cli\ntry: kb.cli.main(['--help'])\nexcept SystemExit: pass\n"
    program += "heavy = {'streamlit', 'numpy', 'whoosh', 'pypdf', 'PIL'} & set(sys.modules)\n"
    program += "sys.exit(', '.join(heavy) or 0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["search"], ["inspect"], ["evaluate"], ["start", "--port", "x"]]
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    """What cannot be understood says so on stderr; nothing goes to stdout."""
    done = kb(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    """No traceback: the variable's name, its value, what is expected."""
    (tmp_path / "file").write_text("")
    done = kb(tmp_path / "file", "list")
    assert done.returncode == 1
    assert done.stderr.startswith("kb: KB_HOME=")
    assert done.stderr.count("\n") == 1


def test_searching_before_ingesting_says_what_to_do(tmp_path: Path) -> None:
    """An empty home folder is no error of the program: the sentence names the next command."""
    done = kb(tmp_path, "search", "Vormund")
    assert done.returncode == 1
    assert "Run 'kb ingest'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_pdf_given_to_ingest_is_found_a_moment_later(tmp_path: Path) -> None:
    """From a PDF somewhere to a hit with page, section and marks, in two commands."""
    given = tmp_path / "Bröschüre neu.pdf"
    given.write_bytes(pdf(sheet("Vorwort"), sheet("Der Barbetrag gehört dem jungen Menschen.")))
    home = tmp_path / "home"
    home.mkdir()

    ingested = kb(home, "ingest", given)
    assert ingested.returncode == 0, ingested.stderr
    assert ingested.stdout == ""
    assert given.exists()

    found = kb(home, "search", "barbetrag", "--json")
    assert found.returncode == 0, found.stderr
    (hit, *_) = json.loads(found.stdout)
    assert hit["pdf_page"] == 2
    ((start, end), *_) = hit["snippet"]["marks"]
    assert hit["snippet"]["text"][start:end] == "Barbetrag"
    assert set(hit) >= {
        "publication", "edition", "pdf_page", "label", "section", "score", "snippet", "explain"
    }  # fmt: skip


def test_list_names_every_edition(small_home: Path) -> None:
    """Title, pages and which edition is current, as lines and as JSON."""
    rows = json.loads(kb(small_home, "list", "--json").stdout)
    assert {(row["publication"], row["edition"], row["pages"], row["current"]) for row in rows} == {
        ("handbuch", "2026", 13, True),
        ("blatt", "2025", 1, True),
        ("blatt", "2018", 1, False),
    }
    assert "handbuch.2026\t13 pages\tHandbuch für Vormunde" in kb(small_home, "list").stdout


def test_inspect_tells_each_file_its_outcome(tmp_path: Path) -> None:
    """One JSON line a file in the order given; a refused one makes the exit code 1."""
    good, bad = tmp_path / "gut.pdf", tmp_path / "schlecht.pdf"
    good.write_bytes(pdf(sheet("Der Vormund besucht das Mündel in der Regel einmal im Monat.")))
    bad.write_text("<html>")
    done = kb(tmp_path, "inspect", good, bad, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["file"], line["outcome"]) for line in lines] == [
        (str(good), "text"),
        (str(bad), "refused:not_a_pdf"),
    ]
    assert done.returncode == 1


def test_a_file_that_is_refused_does_not_stop_the_others(tmp_path: Path) -> None:
    """The bad file gets one sentence with its name; the good one can be searched; exit code 1."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "gut.pdf").write_bytes(pdf(sheet("Der Hilfeplan wird gemeinsam erstellt.")))
    (documents / "kaputt.pdf").write_bytes(b"%PDF-1.7\n")
    done = kb(tmp_path, "ingest")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith("kaputt.pdf: ")]
    assert "Der Hilfeplan" in kb(tmp_path, "list").stdout


def test_the_start_waits_for_servers_that_do_not_answer_yet(tmp_path: Path) -> None:
    """Those that search may start after the app: it is said once, and nobody has to do anything."""
    given = {"KB_HOME": str(tmp_path), "KB_OPENSEARCH": "http://127.0.0.1:9", "KB_MEANING": "off"}
    starting = subprocess.Popen(
        [sys.executable, "-m", "kb", "start"],
        env={**os.environ, **given},
        stderr=subprocess.PIPE,
        text=True,
    )
    with starting:
        assert starting.stderr
        said = next(line for line in starting.stderr if "search servers" in line)
        assert "Waiting for them" in said
        assert starting.poll() is None
        starting.kill()
