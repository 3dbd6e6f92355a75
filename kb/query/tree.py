"""The tree that a query is read into."""

from dataclasses import dataclass

NEAR_BY = 10  # words that NEAR allows when no number is given
EARLIEST, LATEST = 0, 9999  # years where only the other end is given


@dataclass(frozen=True, slots=True)
class Words:
    """Words as typed, side by side; law references and terms of several words are still in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A "phrase": these words in this order, stop words included."""

    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a word: `vormund*`."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases at most `within` words apart, in either order."""

    left: Words | Exact
    right: Words | Exact
    within: int = NEAR_BY


@dataclass(frozen=True, slots=True)
class OnPage:
    """The printed page number."""

    label: str


@dataclass(frozen=True, slots=True)
class InYears:
    """The year of the edition, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """Words of the publication's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Without:
    """Pages that `node` does not hold for."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Loose:
    """Side by side: Words rank pages, everything else must hold."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Joined by UND: all must hold, words included."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Joined by ODER: one must hold."""

    nodes: tuple["Node", ...]


Node = Words | Exact | Start | Near | OnPage | InYears | InTitle | Without | Loose | Every | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query read. `text` is NFC, without control characters, at most KEPT characters long.

    `root` is None if there is nothing to look for; `everything` says that only "*" was typed.
    `understood` is the tree in its plainest spelling, which reads back as the same tree; "" where
    that is just what was typed.
    """

    text: str
    root: Node | None
    understood: str = ""
    everything: bool = False
