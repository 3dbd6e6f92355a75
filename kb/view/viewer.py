"""Draws pages in a process that may die: it is restarted, and the app lives on."""

import os
import subprocess
import sys
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from kb.errors import PageNotDrawn
from kb.model import Page, Span
from kb.view.draw import Order
from kb.view.worker import encode, read_message, write_message

_SECONDS = 20.0  # a page of print takes 0.1 s; what takes this long never ends
_REST = 300.0  # seconds until a page at which the worker died is tried again: others wait for it
_KEPT = 64  # pictures of about 50 KB
_WIDTHS = (180, 360, 760, 1100, 1600)


class Viewer:
    """Pictures of pages, one drawn at a time; the last few are kept.

    Safe to share between threads. The worker starts with the first picture and ends with the
    process that holds the viewer, or with `close`.
    """

    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._given_up: dict[str, float] = {}

    def image(self, pdf: Path, page: Page, spans: Sequence[Span], width: int) -> bytes:
        """The page as WebP with `spans` of its text marked.

        `width` is raised to the next of five sizes, so that no URL can ask for endless variants;
        halves of spreads are cropped. Raises PageNotDrawn.
        """
        size = next((known for known in _WIDTHS if known >= width), _WIDTHS[-1])
        order = Order(pdf.absolute(), page.key.pdf_page, page.key.half, page.text, spans, size)
        with self._turn:
            return self._kept_or_drawn(order)

    def close(self) -> None:
        """End the worker."""
        with self._turn:
            self._end()
            self._worker = None

    def _kept_or_drawn(self, order: Order) -> bytes:
        message = encode(order)
        key = sha256(message + _stamp(order.file)).hexdigest()
        if key not in self._kept:
            self._kept[key] = self._drawn(order, message, key)
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _drawn(self, order: Order, message: bytes, key: str) -> bytes:
        now = time.monotonic()
        self._given_up = {k: since for k, since in self._given_up.items() if now - since < _REST}
        answer = b"" if key in self._given_up else self._answer(message)
        if not answer:
            self._given_up.setdefault(key, time.monotonic())
            raise PageNotDrawn(order.file, order.page, "it took too much time or memory")
        if answer[:1] == b"-":
            raise PageNotDrawn(order.file, order.page, answer[1:].decode(errors="replace"))
        return answer[1:]

    def _answer(self, message: bytes) -> bytes:
        """The worker's answer; empty if it had to be killed, or died of it twice.

        Once may have been somebody else's doing, such as a machine without memory.
        """
        began = time.monotonic()
        return self._ask(message) or (
            self._ask(message) if time.monotonic() - began < self._seconds else b""
        )

    def _ask(self, message: bytes) -> bytes:
        """What a worker says; empty if it died or took too long, and then it is gone."""
        try:
            worker = self._running()
        except OSError:  # no process to be had
            return b""
        assert worker.stdin is not None
        assert worker.stdout is not None
        alarm = threading.Timer(self._seconds, worker.kill)  # pipes have no timeout of their own
        alarm.start()
        answer = b""
        with suppress(OSError):
            write_message(worker.stdin, message)
            answer = read_message(worker.stdout)
        alarm.cancel()
        if not answer:
            self._end()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._end()
            self._worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "kb.view.worker", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            # nobody has to remember to close a viewer: its worker goes when it goes
            self._end = weakref.finalize(self, _stop, self._worker)
        return self._worker


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with suppress(OSError):  # what is left of an order can no longer be delivered
                pipe.close()


def _stamp(file: Path) -> bytes:
    """Changes with the file; empty where there is none, which the worker then reports."""
    try:
        status = file.stat()
    except OSError:
        return b""
    return f"{status.st_mtime_ns}.{status.st_size}".encode()
