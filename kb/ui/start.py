"""What the first screen offers before anything is asked: topics, questions, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.model import Publication
from kb.texts import Texts
from kb.ui import state
from kb.ui.address import Address
from kb.ui.markup import render

_NEWEST = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """A stage or side of a guardianship; `link` leads to the pages about it."""

    title: str
    link: str


def content(texts: Texts) -> str:
    """The screen below the field."""
    publications = state.publications()
    pages = sum(
        state.library().page_count(p.id, edition.label)
        for p in publications
        for edition in p.editions
    )
    return render(
        "start.html",
        texts,
        address=Address(),
        topics=topics(texts, publications),
        examples=_answered(texts.examples, state.library().state),
        publications=sorted(publications, key=lambda p: -(p.editions[0].year or 0))[:_NEWEST],
        stock=texts.stock.format(publications=len(publications), pages=texts.number(pages)),
    )


def topics(texts: Texts, publications: Sequence[Publication]) -> list[Topic]:
    """The topics of the publications in the order of a guardianship, others behind.

    A topic leads to a search for its words: the records name topics of whole publications, and
    all pages of a handbook from the first on are no answer to "school".
    """
    present = {topic for publication in publications for topic in publication.topics}
    ordered = [topic for topic in texts.topics if topic in present]
    ordered += sorted(present - set(ordered))
    queries = [(topic, texts.topic_queries.get(topic, topic)) for topic in ordered]
    found = _answered(tuple(query for _, query in queries), state.library().state)
    return [
        Topic(texts.topics.get(topic, topic), Address(query=query).link())
        for topic, query in queries
        if query in found
    ]


@lru_cache(maxsize=8)
def _answered(queries: tuple[str, ...], _state: str) -> list[str]:
    """Those that find something here: none may lead nowhere."""
    return [query for query in queries if state.search(query, limit=1).total]
