"""`kb bench`: what anyone can measure again, on made-up pages, on PDFs, on a running app."""

import argparse
import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kb.errors import BadSetting
from kb.settings import Settings

if TYPE_CHECKING:  # imported where used, as in `kb.cli`
    from kb.bench.serving import Server

_JUDGED = ("corpus", "questions", "qrels")

Run = Callable[[argparse.Namespace], int]


class _Found(Protocol):
    """What a measurement came to."""

    def as_json(self) -> dict[str, object]:
        """For programs."""

    def as_text(self) -> str:
        """For people."""


def add_commands(parser: argparse.ArgumentParser) -> None:
    """The commands under `kb bench`, which without one of them measures searches."""
    _add_search(parser)
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        sentence = (run.__doc__ or "").splitlines()[0]
        added = commands.add_parser(name, help=sentence, description=sentence)
        added.set_defaults(run=run)
        return added

    one = command("ingest", ingest)
    one.add_argument("files", nargs="*", type=Path, metavar="PDF", help="default: the library's")
    one.add_argument("--pages", type=int, default=10_000, help="of the large library")

    one = command("start", start)
    one.add_argument("--times", type=int, default=5, metavar="N")

    one = command("load", load)
    one.add_argument("--people", type=int, nargs="+", default=[1, 10, 50], metavar="N")
    one.add_argument("--think", type=float, nargs="+", default=[20.0, 5.0], metavar="SECONDS")
    one.add_argument("--seconds", type=float, default=120.0, help="each")
    one.add_argument("--address", help="of an app that runs; else one is started on a copy")

    one = command("memory", memory)
    one.add_argument("--searches", type=int, default=20_000, metavar="N")
    one.add_argument("--sessions", type=int, default=2_000, metavar="N")
    one.add_argument("--ingests", type=int, default=50, metavar="N")

    one = command("engines", engines)
    one.add_argument("--pages", type=int, nargs="+", default=[3_464], metavar="N")
    one.add_argument("--queries", type=int, default=5, metavar="N", help="of every kind")
    one.add_argument("--folder", type=Path, help="keep what is loaded, there and on the servers")
    _add_judged(one)

    for one in commands.choices.values():
        one.add_argument("--json", action="store_true", help="a JSON list")


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=search)
    parser.add_argument("--pages", type=int, nargs="+", metavar="N", help="sizes of the library")
    parser.add_argument("--queries", type=int, default=20, metavar="N", help="of every kind")
    kept = "keep what is built there, so that it need not be built again"
    parser.add_argument("--folder", type=Path, help=kept)
    _add_judged(parser)
    parser.add_argument("--json", action="store_true", help="a JSON list")


def _add_judged(parser: argparse.ArgumentParser) -> None:
    for name in _JUDGED:
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help="of a judged set")


def _judged(options: argparse.Namespace) -> list[Sequence[Path]]:
    """The one judged set that is named, if any. Raises BadSetting where a file of it is not."""
    files = [getattr(options, name) for name in _JUDGED]
    if any(files) and not all(files):
        raise BadSetting("--corpus, --questions, --qrels", "", "expected all three or none")
    return [files] if all(files) else []


def search(options: argparse.Namespace) -> int:
    """Measure searches and growth on made-up pages, other engines beside where installed.

    With the three files of a judged set, as `kb evaluate` takes them, also how good each engine is.
    """
    from kb.bench import compare, measure

    sizes = options.pages or (500, 3_500, 10_000)
    compared = (compare(*files) for files in _judged(options))
    grown = (measure(count, options.queries, options.folder) for count in sizes)
    return _tell(options, itertools.chain[_Found](compared, grown))


def ingest(options: argparse.Namespace) -> int:
    """Measure how long PDFs take until they can be searched."""
    from kb.bench.ingest import measure

    files = options.files or sorted(Settings.from_environment().documents.glob("*.pdf"))
    return _tell(options, [measure(files, options.pages)])


def start(options: argparse.Namespace) -> int:
    """Measure how long `kb start` takes until a search is answered."""
    from kb.bench.serving import copied
    from kb.bench.starting import measure

    with copied(Settings.from_environment()) as home:
        return _tell(options, [measure(home, options.times)])


def load(options: argparse.Namespace) -> int:
    """Measure how long people wait when many ask at once."""
    from kb.bench.load import measure
    from kb.bench.questions import questions

    with ExitStack() as stack:
        server = _running(options.address, stack)
        several = itertools.product(options.think, options.people)
        asked = questions()
        found = (measure(server, asked, n, think, options.seconds) for think, n in several)
        return _tell(options, found)


def memory(options: argparse.Namespace) -> int:
    """Measure whether the server's memory grows with people, windows and ingests."""
    from kb.bench.memory import measure
    from kb.bench.questions import questions
    from kb.bench.serving import copied, served

    with copied(Settings.from_environment()) as home, served(home) as server:
        day = {name: getattr(options, name) for name in ("searches", "sessions", "ingests")}
        return _tell(options, [measure(server, home, questions(), **day)])


def engines(options: argparse.Namespace) -> int:
    """Measure the index on disk beside the one on the servers of KB_OPENSEARCH."""
    from kb.bench.agreement import compare
    from kb.bench.engines import measure

    servers = Settings.from_environment().opensearch
    if not servers:
        raise BadSetting("KB_OPENSEARCH", "", "expected the addresses of servers")
    agreed = (compare(servers, *files) for files in _judged(options))
    asked = (measure(servers, n, options.queries, options.folder) for n in options.pages)
    return _tell(options, itertools.chain[_Found](agreed, asked))


def _running(address: str | None, stack: ExitStack) -> "Server":
    """The app at an address, or one on a copy of the library."""
    from kb.bench.serving import Server, copied, served

    if address:
        return Server(address.rstrip("/") + "/")
    return stack.enter_context(served(stack.enter_context(copied(Settings.from_environment()))))


def _tell(options: argparse.Namespace, found: Iterable[_Found]) -> int:
    """Print each as soon as it is there."""
    rows = []
    for one in found:
        rows.append(one.as_json())
        if not options.json:
            print(one.as_text(), flush=True)
    if options.json:
        print(json.dumps(rows, indent=2))
    return 0
