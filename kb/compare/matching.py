"""Which section of an old edition became which of the new one: by title, else by its words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kb.compare.aligning import Weights
from kb.compare.sections import Section, words

# Likeness from which sections of different titles are the same one. Of the demonstration handbooks
# those that are not about the same reach 0.22; those kept under another title begin at 0.29.
LEAST = 0.25
_TITLE = 0.3  # how much likeness of the titles counts beside that of the texts
_COMMON = 0.2  # share of the sections that hold a word: more, and it tells nothing
_NEAR = 0.05  # what the same chapter, then the same place in the row, is worth among equal titles


def match(old: Sequence[Section], new: Sequence[Section]) -> dict[int, int]:
    """The number of each new section that has a predecessor, with that one's number."""
    likeness = _Likeness(old, new)
    pairs = _best_first(_named_alike(old, new, likeness), {})
    return _best_first(likeness.candidates(pairs), pairs)


def _named_alike(
    old: Sequence[Section], new: Sequence[Section], likeness: "_Likeness"
) -> Iterator[tuple[float, int, int]]:
    """Pairs with the same title; of several "Checkliste" those that are most alike."""
    named: dict[str, list[Section]] = defaultdict(list)
    for section in old:
        named[section.name].append(section)
    for now in new:
        for before in named[now.name]:
            score = likeness.of(before, now)
            score += _NEAR if before.chapter == now.chapter else 0.0
            score -= _NEAR * abs(before.number / len(old) - now.number / len(new))
            yield score, now.number, before.number


def _best_first(scored: Iterator[tuple[float, int, int]], pairs: dict[int, int]) -> dict[int, int]:
    """Each section in one pair at most, the most alike first."""
    found = dict(pairs)
    taken = set(found.values())
    for _, now, before in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if now not in found and before not in taken:
            found[now] = before
            taken.add(before)
    return found


class _Likeness:
    """How alike two sections are: the words of their texts, and those of their titles."""

    def __init__(self, old: Sequence[Section], new: Sequence[Section]) -> None:
        self._old, self._new = old, new
        self._texts = [[_words(section) for section in side] for side in (old, new)]
        self._titles = [[_title(section) for section in side] for side in (old, new)]
        every = [text for side in self._texts for text in side]
        titles = [title for side in self._titles for title in side]
        self._weights = Weights([list(text) for text in (*every, *titles)])
        self._held = Counter(word for text in every for word in text)
        self._many = max(2, _COMMON * len(every))

    def of(self, old: Section, new: Section) -> float:
        """From 0 to 1 and `_TITLE`."""
        text = self._weights.likeness(self._texts[0][old.number], self._texts[1][new.number])
        titles = self._titles[0][old.number], self._titles[1][new.number]
        return text + _TITLE * self._weights.likeness(*titles)

    def candidates(self, pairs: dict[int, int]) -> Iterator[tuple[float, int, int]]:
        """Pairs of what is in none yet, where both are like each other."""
        taken = set(pairs.values())
        holding: dict[str, list[Section]] = defaultdict(list)
        for before in (s for s in self._old if s.number not in taken and s.title):
            for word in self._texts[0][before.number]:
                if self._held[word] <= self._many:
                    holding[word].append(before)
        for now in (s for s in self._new if s.number not in pairs and s.title):
            shared = {b.number: b for w in self._texts[1][now.number] for b in holding.get(w, ())}
            for before in shared.values():
                if (score := self.of(before, now)) >= LEAST:
                    yield score, now.number, before.number


def _words(section: Section) -> Counter[str]:
    return Counter(word for sentence in section.sentences for word in sentence.words)


def _title(section: Section) -> Counter[str]:
    return Counter(key for key, _, _ in words(section.title))
