"""Progress on a terminal: one line that is written over; plain lines where it is no terminal."""

import shutil
import time
from types import TracebackType
from typing import Self, TextIO

from kb.ingest.events import Event

_EVERY = 0.1  # seconds between two redraws


class Terminal:
    """`with Terminal(sys.stderr) as terminal: reconcile(…, terminal.show)`."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()
        self._drawn = 0.0
        self._done: tuple[str, int] = ("", 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn and self._live:
            self._out.write("\r\x1b[K")

    def show(self, event: Event) -> None:
        """Draw an event, at most ten times a second; every finished file where lines stay."""
        now = time.monotonic()
        finished = event.done > 0 and (event.stage, event.done) != self._done
        self._done = (event.stage, event.done)
        if self._live and (finished or now - self._drawn > _EVERY):
            width = shutil.get_terminal_size().columns - 1
            self._out.write(f"\r\x1b[K{_line(event)[:width]}")
            self._out.flush()
            self._drawn = now
        elif not self._live and finished:
            print(_line(event), file=self._out, flush=True)


def _line(event: Event) -> str:
    # a file name may hold anything, also what moves the cursor
    name = "".join(c if c.isprintable() else "?" for c in event.file)
    return (
        f"{event.stage} {event.done}/{event.files}  {name}  "
        f"page {event.page}/{event.pages}  {event.pages_per_second:.0f} pages/s"
    )
