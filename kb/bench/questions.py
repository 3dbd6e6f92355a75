"""What people ask: the questions of the interface, the glossary's terms."""

from collections.abc import Sequence

from kb.german.terms import shipped
from kb.texts import ALL_TEXTS


def questions() -> Sequence[str]:
    """Some hundred different ones, most of them short, some sentences, some in English."""
    offered = [example for texts in ALL_TEXTS.values() for example in texts.examples]
    topics = [query for texts in ALL_TEXTS.values() for query in texts.topic_queries.values()]
    terms = [word for term in shipped() for word in (term.name, *term.synonyms)]
    return list(dict.fromkeys([*offered, *topics, *terms]))
