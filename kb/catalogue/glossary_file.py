"""The file `documents/glossary.tsv`: one entry changes, other lines stay as people wrote them."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb import disk
from kb.catalogue import glossary_lines
from kb.desk import Desk, undo
from kb.desk.log import Deed, note
from kb.errors import BadGlossaryLine, ChangedMeanwhile
from kb.german import Term, terms
from kb.model import Account

NAME = "glossary.tsv"
_OF_ALL = ("glossary_header", "glossary_column")  # with these no line is read


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as it counts. `own`: the association wrote it; `shipped` is what it stands over."""

    term: Term
    own: bool
    shipped: Term | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What another table would change here: terms that are new, otherwise, and not in it."""

    new: Sequence[Term]
    changed: Sequence[Term]
    missing: Sequence[Term]
    problems: Sequence[BadGlossaryLine]


class GlossaryFile:
    """The association's own glossary. Changes are made one at a time, over all processes.

    Each is noted in the log and can be undone. Changes raise FolderNotWritable, and BadGlossaryLine
    where they would not be read back.
    """

    def __init__(self, documents: Path, desk: Desk) -> None:
        self._path = documents / NAME
        self._desk = desk

    def entries(self) -> Sequence[Entry]:
        """All terms as they count, shipped and own, by name."""
        shipped: list[Term | None] = [*terms.shipped()]
        counting = terms.merged(terms.shipped(), self.own())
        shipped += [None] * (len(counting) - len(shipped))
        found = [
            Entry(term, own=term != over, shipped=over)
            for term, over in zip(counting, shipped, strict=True)
        ]
        return sorted(found, key=lambda entry: entry.term.name.casefold())

    def own(self) -> Sequence[Term]:
        """The association's terms alone, in the order of the file."""
        return terms.read(self._path)[0]

    def content(self) -> bytes:
        """The file as it is; empty if there is none."""
        return self._path.read_bytes() if self._path.is_file() else b""

    def seen(self, name: str) -> str:
        """The state of one own entry that somebody begins to edit, also that there is none."""
        found = (glossary_lines.row(t) for t in self.own() if _same_name(t.name, name))
        return repr(next(found, ""))

    def trial(self, term: Term, old: str = "") -> Sequence[Term]:
        """The own terms as they would be with `term` in place of the one called `old`."""
        kept = (t for t in self.own() if not _same_name(t.name, old or term.name))
        return [*kept, term]

    def save(self, who: Account, term: Term, *, old: str = "", seen: str) -> None:
        """Add an entry, or put it in place of the one called `old`.

        Raises ChangedMeanwhile if that is no longer in the state that was `seen`.
        """
        name = old or term.name
        self._change(
            who,
            Deed.TERM_SAVED,
            term.name,
            lambda text: glossary_lines.with_term(text, term, name),
            lambda: self.seen(name) == seen,
        )

    def remove(self, who: Account, name: str, *, seen: str) -> None:
        """Take an own entry out; a shipped one below it counts again. Raises ChangedMeanwhile."""
        self._change(
            who,
            Deed.TERM_REMOVED,
            name,
            lambda text: glossary_lines.without_term(text, name),
            lambda: self.seen(name) == seen,
        )

    def differences(self, table: str) -> Differences:
        """What a table of terms says otherwise; one without a header has all columns in order.

        Of a term that is here already, columns that the table does not have stay as they are.
        """
        table = glossary_lines.with_header(table)
        found, problems = terms.parse(table, Path(NAME))
        here = {entry.term.name.casefold(): entry.term for entry in self.entries()}
        columns = glossary_lines.columns(table)
        found = [
            glossary_lines.completed(term, here[term.name.casefold()], columns)
            if term.name.casefold() in here
            else term
            for term in found
        ]
        names = {term.name.casefold() for term in found}
        known = [term for term in found if term.name.casefold() in here]
        return Differences(
            new=[term for term in found if term.name.casefold() not in here],
            changed=[t for t in known if not _says_the_same(t, here[t.name.casefold()])],
            missing=[term for term in self.own() if term.name.casefold() not in names],
            problems=problems,
        )

    def take_over(
        self, who: Account, differences: Differences, *, seen: str, dropping: bool = False
    ) -> None:
        """Save what is new or otherwise; `dropping` also takes out what the table does not have.

        Raises ChangedMeanwhile if the file is no longer in the state that was `seen`.
        """

        def changed(text: str) -> str:
            for term in (*differences.new, *differences.changed):
                text = glossary_lines.with_term(text, term, term.name)
            for term in differences.missing if dropping else ():
                text = glossary_lines.without_term(text, term.name)
            return text

        self._change(who, Deed.TERM_SAVED, NAME, changed, lambda: self.digest() == seen)

    def digest(self) -> str:
        """The state of the whole file."""
        return _digest(self.content())

    def undoable(self) -> undo.Undoable | None:
        """The latest change, if the file is still what it left."""
        change = undo.latest(self._desk)
        return change if change and change.after == self.digest() else None

    def undo(self, who: Account, change: undo.Undoable) -> None:
        """Put the file back as it was before a change. Raises ChangedMeanwhile."""
        with self._desk.writing() as connection:
            if self.undoable() != change:
                raise ChangedMeanwhile(NAME)
            if change.before is None:
                self._path.unlink()
            else:
                disk.write(self._path, change.before)
            undo.undone(connection, change)
            note(connection, who.id, Deed.UNDONE, change.term)

    def _change(
        self,
        who: Account,
        deed: Deed,
        name: str,
        change: Callable[[str], str],
        is_as_seen: Callable[[], bool],
    ) -> None:
        with self._desk.writing() as connection:
            before = self.content()
            if not is_as_seen():
                raise ChangedMeanwhile(name)
            after = glossary_lines.encoded(change(glossary_lines.decoded(before)), before)
            _check(before, after, self._path)
            if self.content() != before:  # somebody has just saved it in a text editor
                raise ChangedMeanwhile(NAME)
            was = before if self._path.is_file() else None
            disk.write(self._path, after)
            undo.remember(connection, who.id, name, was, _digest(after))
            note(connection, who.id, deed, name)


def _check(before: bytes, after: bytes, path: Path) -> None:
    """A change makes no line bad that was not, and its own is read. Raises BadGlossaryLine."""
    problems = terms.parse(glossary_lines.decoded(after), path)[1]
    old = _kinds(terms.parse(glossary_lines.decoded(before), path)[1])
    for problem in problems:
        kind = problem.data["reason"]
        if kind not in old or kind in _OF_ALL:
            raise problem
        old.remove(kind)


def _kinds(problems: Iterable[BadGlossaryLine]) -> list[object]:
    return [problem.data["reason"] for problem in problems]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _same_name(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _says_the_same(one: Term, other: Term) -> bool:
    """Whatever their ids: those of own lines change when a line above is added."""
    return glossary_lines.row(one) == glossary_lines.row(other)
