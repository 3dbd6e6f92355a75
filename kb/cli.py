"""The `kb` command: each a few lines around one `Library` call; results go to stdout."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb import __version__, measuring, users
from kb.errors import KbError, SearchAway
from kb.settings import Settings

if TYPE_CHECKING:  # imported where used: `kb --help` answers before the first library is loaded
    from kb.ingest import Report
    from kb.library import Library
    from kb.model import Snippet

DONE, FAILED, USAGE = 0, 1, 2
_LOOK_AGAIN = 5.0  # seconds, for servers that do not answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 something asked for failed, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    _options_into_environment(options)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except KbError as error:
        print(f"kb: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130  # what a shell expects after Ctrl-C
    except BrokenPipeError:  # `kb search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


# -- the commands ----------------------------------------------------------------------------------


def start(options: argparse.Namespace) -> int:
    """Serve the app until stopped; take in what is new."""
    settings = Settings.from_environment()  # a wrong one is said before anything is done
    is_new = not settings.opensearch and not (settings.index / "CURRENT").exists()
    first = _first_ingest() if is_new else None
    from kb.ui.serving import prepare, serve  # a second or two; an ingest has the other core

    is_ready = _once_servers_answer(prepare)
    if first is None and not is_ready:  # made by another version, or damaged
        first = _first_ingest()
    # a file that could not be read does not keep the app down
    if first and first.wait() not in (DONE, FAILED):
        return first.returncode
    print(f"Open {settings.address}", file=sys.stderr)
    following = None
    if not first or settings.meaning:
        following = _following_ingest(is_quiet=first is not None)
    try:
        serve(settings)
    finally:
        if following:
            following.terminate()
    return DONE


def ingest(options: argparse.Namespace) -> int:
    """Bring the index in line with `documents/`; with PATHs, copy those in first."""
    library = _library()
    if options.watch:
        return _watch(library, options.paths)
    return _ingest_once(library, options.paths)


def inspect(options: argparse.Namespace) -> int:
    """Say what would happen to each file, without indexing it."""
    from kb.clean import inspect as inspect_file

    failed = False
    for path in options.files:
        found = inspect_file(path)
        failed |= found.outcome.refused
        print(json.dumps(found.as_json(), ensure_ascii=False) if options.json else found.as_line())
        sys.stdout.flush()
    return FAILED if failed else DONE


def recognise(options: argparse.Namespace) -> int:
    """Recognise the text of scans, each into a copy beside its file, then ingest."""
    library = _library()
    for name in options.names:
        copy = library.recognise(name, lambda page, pages: _page(name, page, pages))  # noqa: B023
        print(f"{name}: {copy.name}", file=sys.stderr)
    return _ingest_once(library, [])


def list_publications(options: argparse.Namespace) -> int:
    """List what can be searched, one line an edition."""
    library = _library()
    rows = [
        {
            "publication": publication.id,
            "edition": edition.label,
            "title": publication.title,
            "year": edition.year,
            "law_as_of": edition.law_as_of,
            "pages": library.page_count(publication.id, edition.label),
            "file": edition.file,
            "current": edition.is_current,
        }
        for publication in library.publications()
        for edition in publication.editions
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if options.json else rows:
        pages = "1 page" if row["pages"] == 1 else f"{row['pages']} pages"
        older = "" if row["current"] else " (older edition)"
        print(f"{row['publication']}.{row['edition']}\t{pages}\t{row['title']}{older}")
    return DONE


def search(options: argparse.Namespace) -> int:
    """Search as the app does."""
    from kb import exchange

    results = _library().search(
        " ".join(options.query), limit=options.limit, language=options.language
    )
    if options.json:
        rows = [exchange.hit(hit) for hit in results.hits]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return DONE
    for hit in results.hits:
        label = f"p. {hit.page.label} " if hit.page.label else ""
        print(f"{hit.page.key}  {hit.publication.title}, {label}(PDF page {hit.page.key.pdf_page})")
        print(f"    {' › '.join(hit.section)}\n    {_marked(hit.snippet)}\n")
    for translation in results.translations:
        print(f"{translation.other} → {translation.german}", file=sys.stderr)
    print(f"{results.total} pages", file=sys.stderr)
    return DONE


def evaluate(options: argparse.Namespace) -> int:
    """Measure search quality on a set with judgements, or on tasks over the publications."""
    from kb import evaluate as evaluation

    unknown = set(options.without) - set(evaluation.PARTS)
    if unknown:
        print(f"kb evaluate: the parts are {', '.join(evaluation.PARTS)}", file=sys.stderr)
        return USAGE
    report: evaluation.Judged | evaluation.Ablation | evaluation.Tasks
    if options.tasks and options.toc:
        report = evaluation.tasks(_library(), options.tasks, options.toc)
    elif options.corpus and options.queries and options.qrels:
        by_meaning = Settings.from_environment().meaning
        files = options.corpus, options.queries, options.qrels
        if options.ablation:
            report = evaluation.ablation(*files, by_meaning=by_meaning)
        else:
            report = evaluation.judged(*files, by_meaning=by_meaning, without=options.without)
    else:
        print(
            "kb evaluate: give --corpus, --queries and --qrels, or --tasks and --toc",
            file=sys.stderr,
        )
        return USAGE
    print(json.dumps(report.as_json(), indent=2) if options.json else report.as_text())
    return DONE


def back_up(options: argparse.Namespace) -> int:
    """Write everything people made into one file, while everything runs."""
    from kb.backup import backup

    made = backup(Settings.from_environment(), options.file)
    print(f"{options.file}: {made.files} files, {made.bytes / 1e6:.1f} MB", file=sys.stderr)
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Put a backup into an empty home folder, every byte checked."""
    from kb.backup import restore as restore_backup

    settings = Settings.from_environment()
    made = restore_backup(options.file, settings)
    print(f"{settings.documents}: {made.files} files as of {made.made:%Y-%m-%d %H:%M} UTC")
    print("Next: kb start", file=sys.stderr)
    return DONE


def doctor(options: argparse.Namespace) -> int:
    """Look whether everything is well, and say what to do where it is not."""
    from kb.doctor import examine

    findings = list(examine(Settings.from_environment()))
    if options.json:
        rows = [{"what": f.what, "advice": f.advice, "detail": f.detail} for f in findings]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for finding in [] if options.json else findings:
        sign = "ok  " if finding.is_well else "look"
        print(f"{sign}  {finding.what}: {finding.advice or finding.detail}")
    return DONE if all(finding.is_well for finding in findings) else FAILED


# -- their parts -----------------------------------------------------------------------------------

_INGEST = (sys.executable, "-m", "kb", "ingest")


def _first_ingest() -> "subprocess.Popen[bytes]":
    """For which the app waits: only words, which is quick."""
    return subprocess.Popen([*_INGEST, "--meaning", "off"])


def _once_servers_answer(call: Callable[[], bool]) -> bool:
    """Servers that search may start after the app, or be away for a while."""
    is_told = False
    while True:
        try:
            return call()
        except SearchAway as error:
            if not is_told:
                print(f"kb: {error} Waiting for them.", file=sys.stderr, flush=True)
            is_told = True
            time.sleep(_LOOK_AGAIN)


def _following_ingest(*, is_quiet: bool) -> "subprocess.Popen[bytes]":
    """While people search already, who come first; told nobody if the first one told it all."""
    process = subprocess.Popen(_INGEST, stderr=subprocess.DEVNULL if is_quiet else None)
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    return process


def _library() -> "Library":
    from kb.library import Library
    from kb.model import Visibility

    # whoever runs commands here can read the files themselves
    return Library(Settings.from_environment()).seen_by(Visibility.TEAM)


def _ingest_once(library: "Library", paths: Sequence[Path]) -> int:
    from kb.ingest import Terminal

    with Terminal(sys.stderr) as terminal:
        report = library.ingest(paths, terminal.show)
    return _tell(report)


def _page(name: str, page: int, pages: int) -> None:
    print(f"{name}: page {page}/{pages}", file=sys.stderr, flush=True)


def _tell(report: "Report") -> int:
    for line in report.as_lines():
        print(line, file=sys.stderr)
    return FAILED if report.failed else DONE


def _watch(library: "Library", paths: Sequence[Path]) -> int:
    """Ingest whenever `documents/` has changed and been quiet for a moment; until Ctrl-C."""
    from kb.ingest import wait_for_change

    while True:
        _ingest_once(library, paths)
        paths = []
        wait_for_change(library.settings.documents)


def _marked(snippet: "Snippet") -> str:
    """The snippet on one line, its marks in [brackets]."""
    text, end = "", 0
    for mark in snippet.marks:
        text += snippet.text[end : mark.start] + "[" + snippet.text[mark.start : mark.end] + "]"
        end = mark.end
    return " ".join((text + snippet.text[end:]).split())


def _options_into_environment(options: argparse.Namespace) -> None:
    """Options share their names with the `KB_*` variables, which child processes inherit."""
    for name in ("home", "host", "port", "meaning"):
        if (value := getattr(options, name, None)) is not None:
            os.environ[f"KB_{name.upper()}"] = str(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kb", description="Search handbooks and brochures.")
    parser.add_argument("--version", action="version", version=f"kb {__version__}")
    parser.add_argument("--home", type=Path, help="folder with documents/ and index/ (KB_HOME)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sentence = (run.__doc__ or "").splitlines()[0]
        added = commands.add_parser(name, help=sentence, description=sentence)
        added.set_defaults(run=run)
        return added

    one = command("start", start)
    one.add_argument("--host", help="address to listen on (KB_HOST, default 127.0.0.1)")
    one.add_argument("--port", type=int, help="port to listen on (KB_PORT, default 8501)")

    one = command("ingest", ingest)
    one.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="PDFs or folders to add")
    one.add_argument("--watch", action="store_true", help="go on whenever documents/ changes")
    _add_meaning(one)

    one = command("inspect", inspect)
    one.add_argument("files", nargs="+", type=Path, metavar="PDF")
    one.add_argument("--json", action="store_true", help="one JSON line per file")

    one = command("recognise", recognise)
    one.add_argument(
        "names", nargs="+", metavar="NAME", help="publication.edition, or a file in documents/"
    )
    _add_meaning(one)

    one = command("list", list_publications)
    one.add_argument("--json", action="store_true")

    one = command("search", search)
    one.add_argument("query", nargs="+", metavar="QUERY")
    one.add_argument("--limit", type=int, default=10)
    one.add_argument("--language", default="", help="of the query, such as en; else found out")
    one.add_argument("--json", action="store_true")
    _add_meaning(one)

    users.add_commands(commands.add_parser("user", help="Accounts: add, list, remove, password."))

    measuring.add_commands(commands.add_parser("bench", help="Speed and growth, to measure again."))

    one = command("backup", back_up)
    one.add_argument("file", type=Path, metavar="FILE", help="a ZIP file; an older one is replaced")

    one = command("restore", restore)
    one.add_argument("file", type=Path, metavar="FILE")

    one = command("doctor", doctor)
    one.add_argument("--json", action="store_true", help="a JSON list")

    one = command("evaluate", evaluate)
    for name in ("corpus", "queries", "qrels", "tasks", "toc"):
        one.add_argument(f"--{name}", type=Path, metavar="FILE")
    one.add_argument(
        "--without",
        type=lambda text: text.split(","),
        default=[],
        metavar="PARTS",
        help="leave parts of the search out, such as glossary,meaning",
    )
    one.add_argument("--ablation", action="store_true", help="again without each of these parts")
    one.add_argument("--json", action="store_true")
    _add_meaning(one)
    return parser


def _add_meaning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--meaning", choices=("on", "off"), help="search by meaning (KB_MEANING)")
