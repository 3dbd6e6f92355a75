"""The paragraphs of law that one edition names and the other does not, put side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.compare.comparison import LawMove
from kb.german import Counterpart, LawReference

References = Callable[[str], Sequence[LawReference]]
Counterparts = Callable[[LawReference], Sequence[Counterpart]]
Reworded = Sequence[tuple[str, str]]  # sentences before and after


class Laws:
    """Knows what both editions name, and from the glossary which number took whose place."""

    def __init__(
        self,
        old: Iterable[str],
        new: Iterable[str],
        references: References,
        counterparts: Counterparts,
    ) -> None:
        """`old` and `new` are all texts of the two editions."""
        self._references = references
        self._counterparts = counterparts
        self._old = _Named(r for text in old for r in references(text))
        self._new = _Named(r for text in new for r in references(text))

    def moves(self, old: str, new: str, reworded: Reworded) -> Iterator[LawMove]:
        """What changed between the texts of a section.

        A number is gone if this section no longer names it, and new if it did not before; one that
        the edition has elsewhere too counts only where another took its place. Of `reworded`
        sentences that each have one such number, the second took the place of the first.
        """
        before, after = self._read(old), self._read(new)
        here, there = _Named(before), _Named(after)
        gone = [r for r in before if r not in there]
        come = [r for r in after if r not in here]
        placed: list[LawReference] = []
        in_place = list(self._in_place(gone, come, reworded))
        for reference in gone:
            found = [b for a, b in in_place if a == reference]
            found += [r for r in self._known(reference, come) if r not in found]
            placed += found
            if found:
                yield LawMove(reference.shown, ", ".join(dict.fromkeys(r.shown for r in found)))
            elif (today := self._today(reference)) or reference not in self._new:
                yield LawMove(reference.shown, today, said=False)
        yield from (LawMove("", r.shown) for r in come if r not in placed and r not in self._old)

    def _read(self, text: str) -> list[LawReference]:
        """The first reference to each paragraph; one "a.F." only explains."""
        found: list[LawReference] = []
        for reference in self._references(text):
            if not reference.former and reference not in _Named(found):
                found.append(reference)
        return found

    def _in_place(
        self, gone: Sequence[LawReference], come: Sequence[LawReference], reworded: Reworded
    ) -> Iterator[tuple[LawReference, LawReference]]:
        for old, new in reworded if gone and come else ():
            before, after = _Named(self._read(old)), _Named(self._read(new))
            left = [r for r in gone if r in before]
            fresh = [r for r in come if r in after]
            if len(left) == len(fresh) == 1:
                yield left[0], fresh[0]

    def _known(self, reference: LawReference, come: Sequence[LawReference]) -> list[LawReference]:
        """Paragraphs named now that the glossary says have what the old one said."""
        today = {t for c in self._counterparts(reference) if c.today for t in c.tokens}
        return [r for r in come if not today.isdisjoint(r.asked)]

    def _today(self, reference: LawReference) -> str:
        found = [c.shown for c in self._counterparts(reference) if c.today and c.sure]
        return found[0] if found else ""


class _Named:
    """Paragraphs that a text names. One without a law is the same as one of any law."""

    def __init__(self, references: Iterable[LawReference]) -> None:
        self._by_law: set[str] = set()
        self._any: set[str] = set()
        self._without_law: set[str] = set()
        for reference in references:
            numbers = _numbers(reference)
            self._any |= numbers
            if reference.law:
                self._by_law |= {f"{reference.law}:{number}" for number in numbers}
            else:
                self._without_law |= numbers

    def __contains__(self, reference: LawReference) -> bool:
        numbers = _numbers(reference)
        if not reference.law:
            return not numbers.isdisjoint(self._any)
        if not numbers.isdisjoint(self._without_law):
            return True
        return any(f"{reference.law}:{number}" in self._by_law for number in numbers)


def _numbers(reference: LawReference) -> set[str]:
    """Those of its paragraphs, without sections and sentences of them."""
    return {token.split(":")[1] for token in reference.asked if token.count(":") == 1}
