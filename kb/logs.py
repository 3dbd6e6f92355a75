"""What the programs say about themselves on stderr: lines of text or of JSON, never of people.

Queries, names and addresses get into no line: ours hold none, and of an exception its kind and the
places in the code are told, but not its message, which may quote what somebody typed.
"""

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any

_FOREIGN = ("streamlit", "uvicorn")  # they bring handlers of their own
_TRIES = "opensearch"  # a traceback for each try; what they come to is said by ours
_ADDRESSES = "uvicorn.access"  # a line a request, with the reader's address and question


def begin(how: str) -> None:
    """Write this process's log to stderr as "text" or "json"; with "json" each event too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if how == "json" else AsText())
    handler.addFilter(_is_about_nobody)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("kb").setLevel(logging.INFO if how == "json" else logging.WARNING)
    logging.getLogger(_TRIES).setLevel(logging.ERROR)
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in _FOREIGN:
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = name != _ADDRESSES


def event(name: str, **values: object) -> None:
    """Note that something happened. `values` are counts, times and names of ours, nothing typed."""
    logging.getLogger("kb").info(name, extra={"values": values})


def _is_about_nobody(record: logging.LogRecord) -> bool:
    """Not the server's line for each window that opens, which begins with the reader's address."""
    return '"WebSocket %s"' not in str(record.msg)


class AsText(logging.Formatter):
    """One line an entry, and below it where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry."""
        line = f"{_moment(record)} {record.levelname} {record.name}: {_message(record)}"
        return "\n  ".join([line, *_places(record)])


class AsJson(logging.Formatter):
    """One JSON object an entry: time, level, logger, message, values of the event, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry."""
        entry: dict[str, object] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        values: Mapping[str, object] = getattr(record, "values", {})
        exception = {"exception": places} if (places := list(_places(record))) else {}
        return json.dumps({**entry, **values, **exception}, ensure_ascii=False, default=str)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    """The first line: asyncio and others put the exception itself into those below."""
    return record.getMessage().partition("\n")[0]


def _places(record: logging.LogRecord) -> Iterator[str]:
    """The kinds of the exceptions, the one that was raised first at the end, with their places."""
    error: Any = record.exc_info and record.exc_info[1]
    while error:
        yield type(error).__qualname__
        for frame, line in walk_tb(error.__traceback__):
            code = frame.f_code
            yield f"  {code.co_filename}:{line} {code.co_name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
