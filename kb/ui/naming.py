"""What publications and facet values are called on a screen."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kb.index.engine import Facet
from kb.model import Publication
from kb.texts import Texts

_SENTENCE = re.compile(r".{8,60}?[?!](?=\s)")
_BEFORE_SUBTITLE = re.compile(r".{8,60}?(?=:\s|\s[–-]\s)")

Names = Mapping[Facet, Mapping[str, str]]


def names(texts: Texts, publications: Sequence[Publication]) -> Names:
    """Facet -> value -> its name; a value without one is shown as it is."""
    named: Names = {
        Facet.PUBLICATION: short_titles(publications),
        Facet.KIND: texts.kinds,
        Facet.TOPIC: texts.topics,
        Facet.TEXT_KIND: texts.text_kinds,
    }
    return {facet: named.get(facet, {}) for facet in Facet}


def short_titles(publications: Sequence[Publication]) -> Mapping[str, str]:
    """Publication id -> its title without subtitle, as long as no other is called the same.

    Of the ten cards of a search eight repeat a title that another has (51 questions of guardians
    over the demonstration publications), and in full it takes two to three lines of a phone. So it
    stands short and quiet on cards; where it stands once, it stands in full.
    """
    short = {publication.id: _main_title(publication.title) for publication in publications}
    times = Counter(title.casefold() for title in short.values())
    return {
        p.id: short[p.id] if times[short[p.id].casefold()] == 1 else p.title for p in publications
    }


def _main_title(title: str) -> str:
    """Up to the end of a sentence ("Achtzehn – und jetzt?"), else up to the subtitle."""
    match = _SENTENCE.match(title) or _BEFORE_SUBTITLE.match(title)
    return match[0] if match else title
