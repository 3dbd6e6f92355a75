"""Collections that make themselves: pages of one kind, answers to questions, word lists."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kb.desk.collections import Piece, PieceKind
from kb.german import Term
from kb.handout import cutting
from kb.handout.content import WordList
from kb.index.engine import Facet
from kb.library import Library
from kb.model import Filters, PageKey
from kb.texts import handout as words
from kb.texts.citation import source

MOST_PAGES = 100
MOST_QUESTIONS = 40


def pages_of_kind(library: Library, kind: str, topic: str = "", about: str = "") -> Sequence[Piece]:
    """All pages of current editions that hold a kind of text, under a heading a publication.

    `about` narrows them to what answers a question; `topic` to publications on a topic. In reading
    order; empty where there is none. Of more than MOST_PAGES the best, and a note says so.
    """
    chosen = {Facet.TEXT_KIND: kind, Facet.CURRENT: "yes", Facet.TOPIC: topic}
    filters = Filters({f.value: frozenset({value}) for f, value in chosen.items() if value})
    keys = library.keys(about, filters=filters, limit=MOST_PAGES + 1)
    editions = groupby(sorted(keys[:MOST_PAGES]), lambda key: (key.publication, key.edition))
    found = [piece for name, of_one in editions for piece in _listed(library, name, of_one, kind)]
    if len(keys) > MOST_PAGES:
        found.insert(0, Piece(PieceKind.NOTE, words.NOT_ALL.format(most=MOST_PAGES)))
    return found


def answers(library: Library, questions: Sequence[str], each: int = 2) -> Sequence[Piece]:
    """For every question a heading and the passages of its best pages.

    A question that nothing answers says so in a note: the trainer sees what is missing.
    """
    asked = [" ".join(question.split()) for question in questions]
    found: list[Piece] = []
    for question in [q for q in asked if q][:MOST_QUESTIONS]:
        found.append(Piece(PieceKind.HEADING, question))
        passages = list(_best(library, question, each))
        found += passages or [Piece(PieceKind.NOTE, words.UNANSWERED)]
    return found


def word_list(terms: Sequence[Term], languages: Sequence[str]) -> WordList:
    """The terms that have a word in at least one of the languages, German first, by alphabet.

    The first row names the languages.
    """
    columns = ("de", *(language for language in words.LANGUAGE_NAMES if language in languages))
    rows = [
        (term.name, *(term.translations.get(language, "") for language in columns[1:]))
        for term in sorted(terms, key=lambda term: term.name.casefold())
    ]
    head = tuple(words.LANGUAGE_NAMES[language] for language in columns)
    return WordList(columns, [head, *(row for row in rows if any(row[1:]))])


def _listed(
    library: Library, name: tuple[str, str], keys: Iterable[PageKey], kind: str
) -> Iterator[Piece]:
    publication, edition = library.published(*name)
    yield Piece(PieceKind.HEADING, publication.title)
    for key in keys:
        place = source(publication, edition, library.page(key))
        yield Piece(PieceKind.PAGES, "", place, picture=kind in cutting.LOOKED_LIKE)


def _best(library: Library, question: str, each: int) -> Iterator[Piece]:
    seen: set[str] = set()
    for hit in library.search(question, limit=each * 3).hits:
        marks = hit.snippet.marks
        at = hit.snippet.start + (marks[0].start if marks else 0)
        piece = cutting.passage(library, hit.page.key, at)
        if piece.text not in seen and len(seen) < each:
            seen.add(piece.text)
            yield piece
