"""What the processes that read a file told of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Record:
    """All that processes told about a file.

    `opened` holds the page count by reader, `refused` (kind, words) by reader that could not open;
    kinds are "limit", "password" and "damaged". `pages` maps page number -> reader -> what it gave.
    `stopped` says why reading ended early, "" if it did not. `worked` is what those that
    ended have worked, in seconds.
    """

    opened: dict[str, int] = field(default_factory=dict)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    total: int = 0
    pages: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    step: dict[str, Any] = field(default_factory=dict)
    characters: int = 0
    stopped: str = ""
    worked: float = 0.0

    def take(self, event: dict[str, Any]) -> None:
        """Note one event of `kb.extract.child`."""
        if "begin" in event:
            self.step = event
        elif "opened" in event and "error" in event:
            self.refused[event["opened"]] = (event["kind"], event["error"])
        elif "opened" in event:
            self.opened[event["opened"]] = event["pages"]
        elif "about" in event:
            self.about = event["about"]
        elif "page" in event:
            self.pages.setdefault(event["page"], {})[event["reader"]] = event
            self.characters += len(event.get("text", ""))
            self.characters += sum(len(line[0]) for line in event.get("lines", ()))
        elif "pages" in event:
            self.total = event["pages"]

    def is_too_much(self, characters: int) -> bool:
        """Whether reading must stop: both readers together gave more than twice that."""
        if self.characters > 2 * characters:
            self.stopped = "too much text"
        return self.characters > 2 * characters
