"""What the first screen offers before anything is asked: topics, questions, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Publication
from kb.texts import Texts
from kb.ui import state
from kb.ui.address import Address
from kb.ui.answered import answered
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
        examples=answered(texts.examples, state.library(), after=state.warmed),
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
    asked = tuple(query for _, query in queries)
    found = answered(asked, state.library(), after=state.warmed)
    return [
        Topic(texts.topics.get(topic, topic), Address(query=query).link())
        for topic, query in queries
        if query in found
    ]
