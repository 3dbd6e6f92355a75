"""Comparing two editions: sections matched, sentences aligned, differences told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.compare.aligning import Pair, Weights, align, marks
from kb.compare.comparison import (
    Change,
    Chapter,
    Comparison,
    Difference,
    LawMove,
    Passage,
    SectionChange,
)
from kb.compare.laws import Laws
from kb.compare.matching import match
from kb.compare.sections import Section, Sentence, joined, sections
from kb.german import Analyzer, Glossary
from kb.model import Page

_TELLING = 6  # words of a sentence that hardly stands twice by chance


def compare(
    old: Sequence[Page], new: Sequence[Page], analyzer: Analyzer, glossary: Glossary
) -> Comparison:
    """What the edition `new` says otherwise than the edition `old`.

    Where a page begins and ends does not count, nor do spelling, gender signs, punctuation and the
    numbers of chapters.
    """
    before, after = sections(old), sections(new)
    laws = Laws(_texts(before), _texts(after), analyzer.law_references, glossary.counterparts)
    weights = Weights([s.words for side in (before, after) for one in side for s in one.sentences])
    pairs = match(before, after)
    matched = [
        _Matched(before[pairs[now.number]] if now.number in pairs else None, now) for now in after
    ]
    kept = set(pairs.values())
    matched += [_Matched(section, None) for section in before if section.number not in kept]
    matched = [one for one in matched if one.before or one.after]  # a heading alone says nothing
    for one in matched:
        one.align(weights)
    moved = _moved(matched)
    told = {id(one): one.told(moved, laws) for one in matched}
    chapters = tuple(
        Chapter(title, tuple(told[id(one)] for one in held))
        for title, held in _chapters(matched, pairs, before, after)
    )
    every = [move for chapter in chapters for s in chapter.sections for move in s.laws]
    return Comparison(chapters, tuple(dict.fromkeys(every)))


class _Matched:
    """A section in both editions, or in one; the sentences of both that belong together."""

    def __init__(self, old: Section | None, new: Section | None) -> None:
        self.old, self.new = old, new
        self.before: Sequence[Sentence] = old.sentences if old else ()
        self.after: Sequence[Sentence] = new.sentences if new else ()
        self._pairs: list[Pair] = []

    def align(self, weights: Weights) -> None:
        self._pairs = align(self.before, self.after, weights)

    def alone(self) -> tuple[list[Sentence], list[Sentence]]:
        """The sentences that only one edition has here."""
        old, new = {p.old for p in self._pairs}, {p.new for p in self._pairs}
        return (
            [s for i, s in enumerate(self.before) if i not in old],
            [s for i, s in enumerate(self.after) if i not in new],
        )

    def told(self, moved: "_Moved", laws: Laws) -> SectionChange:
        differences = tuple(self._differences(moved))
        shown = self.new or self.old
        assert shown is not None
        return SectionChange(
            self._change(differences),
            shown.level,
            self.old.title if self.old else "",
            self.new.title if self.new else "",
            self.old.place if self.old else None,
            self.new.place if self.new else None,
            differences,
            tuple(self._laws(laws)),
        )

    def _change(self, differences: Sequence[Difference]) -> Change:
        if self.old is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        return Change.CHANGED if differences else Change.SAME

    def _laws(self, laws: Laws) -> Iterator[LawMove]:
        """An added or removed section as a whole has its numbers with it."""
        if self.old is None or self.new is None:
            return iter(())
        reworded = [
            (self.before[p.old].text, self.after[p.new].text) for p in self._pairs if p.likeness < 1
        ]
        return laws.moves(self.old.text, self.new.text, reworded)

    def _differences(self, moved: "_Moved") -> Iterator[Difference]:
        i = j = 0
        for pair in [*self._pairs, Pair(len(self.before), len(self.after), 1.0)]:
            yield from _unpaired(self.before[i : pair.old], self.after[j : pair.new], moved)
            if pair.likeness < 1:
                yield _reworded(self.before[pair.old], self.after[pair.new])
            i, j = pair.old + 1, pair.new + 1


# -- what one edition says alone -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Moved:
    """Sentences that stand in another section now: by the identity of the old, and of the new."""

    left: frozenset[int]
    came: dict[int, Sentence]


def _moved(matched: Iterable[_Matched]) -> _Moved:
    """Of those that one edition has alone in a section the ones the other has elsewhere."""
    gone: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    came: list[Sentence] = []
    for one in matched:
        left, fresh = one.alone()
        came += fresh
        for sentence in left:
            if len(sentence.words) >= _TELLING:
                gone[sentence.words].append(sentence)
    found = {id(s): gone[s.words].pop(0) for s in came if gone.get(s.words)}
    return _Moved(frozenset(map(id, found.values())), found)


def _unpaired(
    old: Sequence[Sentence], new: Sequence[Sentence], moved: _Moved
) -> Iterator[Difference]:
    """What stands between two pairs: gone, come, or one for the other; what moved, one by one."""
    gone = [s for s in old if id(s) not in moved.left]
    run: list[Sentence] = []
    for sentence in new:
        if id(sentence) not in moved.came:
            run.append(sentence)
            continue
        yield from _exchanged(gone, run)
        gone, run = [], []
        source = moved.came[id(sentence)]
        yield Difference(Change.MOVED, _passage([source]), _passage([sentence]))
    yield from _exchanged(gone, run)


def _exchanged(gone: Sequence[Sentence], come: Sequence[Sentence]) -> Iterator[Difference]:
    if gone and come:
        yield Difference(Change.REPLACED, _passage(gone), _passage(come))
    elif gone:
        yield Difference(Change.REMOVED, old=_passage(gone))
    elif come:
        yield Difference(Change.ADDED, new=_passage(come))


def _reworded(old: Sentence, new: Sentence) -> Difference:
    mine, theirs = marks(old.text, new.text)
    return Difference(
        Change.CHANGED, replace(_passage([old]), marks=mine), replace(_passage([new]), marks=theirs)
    )


def _passage(run: Sequence[Sentence]) -> Passage:
    return Passage(joined(run), run[0].place)


def _texts(side: Sequence[Section]) -> Iterator[str]:
    return (section.text for section in side)


# -- chapters --------------------------------------------------------------------------------------


def _chapters(
    matched: Sequence[_Matched],
    pairs: dict[int, int],
    before: Sequence[Section],
    after: Sequence[Section],
) -> Iterator[tuple[str, list[_Matched]]]:
    """Sections under the chapters of the new edition, removed ones behind what they followed."""
    now_of = {old: now for now, old in pairs.items()}
    places = {id(one): _place(one, now_of) for one in matched}
    ordered = sorted(matched, key=lambda one: places[id(one)])
    title = ""
    held: list[_Matched] = []
    for one in ordered:
        chapter = one.new.chapter if one.new else _chapter(one.old, now_of, before, after)
        if held and chapter != title:
            yield title, held
            held = []
        title = chapter
        held.append(one)
    if held:
        yield title, held


def _place(one: _Matched, now_of: dict[int, int]) -> tuple[int, int]:
    """A removed section stands where the nearest one before it that was kept does."""
    if one.new:
        return one.new.number, -1
    assert one.old is not None
    kept = [n for n in range(one.old.number) if n in now_of]
    return (now_of[kept[-1]] if kept else -1), one.old.number


def _chapter(
    old: Section | None,
    now_of: dict[int, int],
    before: Sequence[Section],
    after: Sequence[Section],
) -> str:
    """The chapter a removed section would be in now; its own where that is gone too."""
    assert old is not None
    kept = [n for n in range(old.number) if n in now_of]
    if kept and before[kept[-1]].chapter == old.chapter:
        return after[now_of[kept[-1]]].chapter
    return old.chapter
