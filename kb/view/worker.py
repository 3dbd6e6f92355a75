"""The process that draws pages: orders come in on stdin, pictures go out on stdout.

Its one argument is the number of the process that it draws for.

A message is four bytes with its length, big-endian, and then its bytes. An order is JSON; an answer
is "+" and the WebP, or "-" and one English line saying why there is none.
"""

import json
import sys
from pathlib import Path
from typing import IO

from kb.model import Span
from kb.orphan import end_with_parent
from kb.view.draw import Order, draw

MEMORY = 1_500_000_000  # a page of 20 megapixels takes about 200 MB; a bomb takes all there is


def read_message(stream: IO[bytes]) -> bytes:
    """The next message; empty at the end of the stream, also in the middle of a message."""
    length = int.from_bytes(stream.read(4), "big")
    message = stream.read(length)
    return message if len(message) == length else b""


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Send a message at once."""
    stream.write(len(message).to_bytes(4, "big") + message)
    stream.flush()


def encode(order: Order) -> bytes:
    """An order as it travels to the worker."""
    spans = [(span.start, span.end) for span in order.spans]
    fields = (str(order.file), order.page, order.half, order.text, spans, order.width)
    return json.dumps(fields).encode()


def decode(message: bytes) -> Order:
    """The order that `encode` made the message of."""
    file, page, half, text, spans, width = json.loads(message)
    return Order(Path(file), page, half, text, [Span(*span) for span in spans], width)


def main() -> None:
    """Draw until stdin ends."""
    _limit_memory()
    end_with_parent(int(sys.argv[1]))  # a page that never ends is not drawn for nobody
    orders, pictures = sys.stdin.buffer, sys.stdout.buffer
    while message := read_message(orders):
        write_message(pictures, _answer(decode(message)))


def _answer(order: Order) -> bytes:
    try:
        return b"+" + draw(order)
    except Exception as error:  # whatever a hostile PDF provokes is an answer, not an end
        return b"-" + f"{type(error).__name__}: {error}".encode()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit and the page size still hold
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
