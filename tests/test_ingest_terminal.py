"""What is shown while files are taken in, and what is said at the end."""

from io import StringIO
from pathlib import Path

from kb.errors import BadRecord
from kb.ingest import Event, Report, Stage, Terminal


class Screen(StringIO):
    """A terminal that keeps everything written to it."""

    def isatty(self) -> bool:
        return True


def events(name: str = "heft.pdf") -> list[Event]:
    speed = 12.34
    return [
        Event(Stage.READING, name, 1, 2, 0, 1, speed),
        Event(Stage.READING, name, 2, 2, 0, 1, speed),
        Event(Stage.READING, name, 2, 2, 1, 1, speed),
        Event(Stage.INDEXING, name, 2, 2, 1, 1, speed),
    ]


def test_lines_stay_where_there_is_no_terminal() -> None:
    """One for every finished file and stage, so that a log can be read."""
    out = StringIO()
    with Terminal(out) as terminal:
        for event in events():
            terminal.show(event)
    assert out.getvalue().splitlines() == [
        "reading 1/1  heft.pdf  page 2/2  12 pages/s",
        "indexing 1/1  heft.pdf  page 2/2  12 pages/s",
    ]


def test_one_line_is_written_over_on_a_terminal() -> None:
    """And gone at the end."""
    out = Screen()
    with Terminal(out) as terminal:
        for event in events():
            terminal.show(event)
    assert "\n" not in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_file_name_cannot_move_the_cursor() -> None:
    out = StringIO()
    with Terminal(out) as terminal:
        for event in events("a\x1b[2J\nb.pdf"):
            terminal.show(event)
    assert "a?[2J?b.pdf" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_a_report_says_what_is_wrong_first() -> None:
    problem = BadRecord(Path("heft.toml"), "kind", "expected one of …")
    report = Report("g000001", ["heft.2026"], problems=[problem], editions=1, pages=3, seconds=0.5)
    assert report.failed
    assert list(report.as_lines()) == [
        "heft.toml: field 'kind': expected one of …",
        "added: heft.2026",
        "1 editions, 3 pages can be searched (0.5 s)",
    ]
