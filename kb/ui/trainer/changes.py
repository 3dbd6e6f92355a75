"""The changes of collections that the screens send, by name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from kb.desk.collections import Collections, Piece, PieceKind
from kb.errors import CollectionNotFound, PageNotFound
from kb.handout import cutting, ready
from kb.handout.standing import Standings
from kb.library import Library
from kb.model import PageKey
from kb.texts import Texts
from kb.ui.address import SHELF
from kb.ui.kept import MOST, Place

_LONGEST = 8000
_LONGEST_TITLE = 200
# controls, and what turns the text around it: a title stands in lists and sentences
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
Sent = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser does then: show `collection` anew, or go to the address `go`; and say it.

    `kept_in` is the number of the collection something was kept in.
    """

    collection: int | None = None
    go: str = ""
    kept_in: int | None = None
    said: str = ""


def apply(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """Do what `sent["do"]` names.

    Raises CollectionNotFound for what is not there or not allowed, AccountNotFound, PageNotFound.
    """
    do = _DOINGS.get(sent.get("do", ""))
    if do is None:
        raise CollectionNotFound(_number(sent, "s"))
    return do(mine, library, sent, texts)


# -- whole collections -----------------------------------------------------------------------------


def _create(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    return Answer(go=_opened(mine.create(_title(sent, texts))))


def _rename(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.rename(_number(sent, "s"), _title(sent, texts))
    return Answer(_number(sent, "s"), said=texts.collecting.saved)


def _duplicate(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    return Answer(go=_opened(mine.duplicate(_number(sent, "s"), _title(sent, texts))))


def _archive(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.archive(_number(sent, "s"), bool(sent.get("archived")))
    return Answer(go=_opened(_number(sent, "s")))


def _delete(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.delete(_number(sent, "s"))
    return Answer(go="?")


def _share(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    number, name = _number(sent, "s"), sent.get("who", "").strip()
    mine.share(number, name, may_edit=bool(sent.get("may_edit")))
    return Answer(go=_opened(number))


def _unshare(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.unshare(_number(sent, "s"), sent.get("who", ""))
    return Answer(go=_opened(_number(sent, "s")))


def _leave(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.leave(_number(sent, "s"))
    return Answer(go="?")


# -- pieces ----------------------------------------------------------------------------------------


def _add(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    kind = PieceKind.HEADING if sent.get("kind") == "heading" else PieceKind.NOTE
    after = _number(sent, "after") if sent.get("after") else None
    mine.add(_number(sent, "s"), Piece(kind), after=after)
    return Answer(_number(sent, "s"))


def _write(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    text = sent.get("text", "")[:_LONGEST]
    number, version = _number(sent, "s"), _number(sent, "version")
    alone = mine.write(number, _number(sent, "piece"), text, version)
    return Answer(number, said=texts.collecting.saved if alone else texts.collecting.kept_both)


def _move(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    number, after = _number(sent, "s"), _number(sent, "after") or None
    mine.move(number, _number(sent, "piece"), after)
    return Answer(number, said=texts.collecting.moved)


def _remove(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    mine.remove(_number(sent, "s"), _number(sent, "piece"))
    return Answer(_number(sent, "s"), said=texts.collecting.removed)


def _show(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    picture = bool(sent.get("picture"))
    mine.show(_number(sent, "s"), _number(sent, "piece"), picture=picture)
    return Answer(_number(sent, "s"), said=texts.collecting.saved)


def _edge(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """A quotation longer or shorter by a sentence."""
    number, held = _number(sent, "s"), _held(mine, sent)
    edge = next((edge for edge in cutting.Edge if edge == sent.get("edge")), None)
    cut = cutting.moved(library, held, edge) if edge and held.source and held.text else None
    if cut is None:
        return Answer(number, said=texts.collecting.edge_none)
    mine.write(number, held.id, cut.text, held.version)
    return Answer(number)


def _renew(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """What the current edition says in that place, behind what the older one said."""
    number, held = _number(sent, "s"), _held(mine, sent)
    newer = Standings(library).of(held.source, held.text).newer if held.source else None
    if newer is None:
        return Answer(number)
    if held.kind is PieceKind.PASSAGE:
        piece = cutting.alike(library, newer.key, held.text)
    else:
        piece = replace(cutting.pages(library, newer.key, newer.key), picture=held.picture)
    mine.add(number, piece, after=held.id)
    return Answer(number, said=texts.collecting.renewed)


def _held(mine: Collections, sent: Sent) -> Piece:
    """The piece that a change is about. Raises CollectionNotFound if somebody took it out."""
    number, wanted = _number(sent, "s"), _number(sent, "piece")
    for piece in mine.open(number).pieces:
        if piece.id == wanted:
            return piece
    raise CollectionNotFound(number)


def _undo(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    undone = mine.undo(_number(sent, "s"))
    return Answer(_number(sent, "s"), said=texts.collecting.undone if undone else "")


# -- from search, reading and the list in the browser ----------------------------------------------


def _keep(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    piece = _cut(library, sent)
    if piece is None:
        return Answer(said=texts.collecting.not_on_page)
    number = _number(sent, "s") or mine.create(_title(sent, texts))
    mine.add(number, piece)
    title = mine.open(number).overview.title
    return Answer(kept_in=number, said=texts.collecting.kept_in.format(title=title))


def _ready(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """All pages of one kind, on a topic."""
    kind, topic, about = (
        sent.get(name, "")[:_LONGEST_TITLE] for name in ("kind", "topic", "about")
    )
    found = ready.pages_of_kind(library, kind, topic, about)
    if not found:
        return Answer(said=texts.collecting.ready_none)
    named = texts.collecting.ready_called.format(
        kind=texts.text_kinds.get(kind, kind),
        topic=texts.topics.get(topic, topic) or texts.collecting.ready_every_topic,
    )
    return Answer(go=_opened(mine.create(named[:_LONGEST_TITLE], found)))


def _questions(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """The best passages for each of some questions."""
    found = ready.answers(library, sent.get("text", "")[:_LONGEST].splitlines())
    return Answer(go=_opened(mine.create(_title(sent, texts), found)))


def _cut(library: Library, sent: Sent) -> Piece | None:
    key, at = PageKey.parse(sent.get("key", "")), _number(sent, "at")
    if key is None:
        raise PageNotFound(sent.get("key", "")[:100])
    match sent.get("what"):
        case "marked":
            return cutting.quoted(library, key, sent.get("text", "")[:_LONGEST])
        case "page":
            return cutting.page(library, key, at)
        case "pages":
            return cutting.pages(library, key, _last(library, key, sent.get("last", "")))
        case "chapter":
            return cutting.chapter(library, key, at)
        case _:
            return cutting.passage(library, key, at)


def _last(library: Library, first: PageKey, wanted: str) -> PageKey:
    """The page from `first` on with this printed number, else this number in the PDF, else it."""
    behind = [p for p in library.pages(first.publication, first.edition) if p.key >= first]
    wanted = wanted.strip().casefold()
    printed = (p.key for p in behind if p.label and p.label.casefold() == wanted)
    counted = (p.key for p in behind if str(p.key.pdf_page) == wanted)
    return next(printed, None) or next(counted, first)


def _from_kept(mine: Collections, library: Library, sent: Sent, texts: Texts) -> Answer:
    """The passages somebody kept in the browser, with their notes behind them."""
    number, count = _number(sent, "s"), 0
    places = [Place.parse(text) for text in sent.get("places", "").split()[:MOST]]
    notes = sent.get("notes", "").split("\x1f")
    for at, place in enumerate(places):
        if place is None:
            continue
        try:
            mine.add(number, cutting.passage(library, place.key, place.at))
        except PageNotFound:
            continue
        count += 1
        note = notes[at].strip() if at < len(notes) else ""
        if note:
            mine.add(number, Piece(PieceKind.NOTE, note[:_LONGEST]))
    return Answer(number, said=texts.collecting.from_kept_done.format(count=count))


_DOINGS: Mapping[str, Callable[[Collections, Library, Sent, Texts], Answer]] = {
    "create": _create,
    "rename": _rename,
    "duplicate": _duplicate,
    "archive": _archive,
    "delete": _delete,
    "share": _share,
    "unshare": _unshare,
    "leave": _leave,
    "add": _add,
    "write": _write,
    "move": _move,
    "remove": _remove,
    "show": _show,
    "edge": _edge,
    "renew": _renew,
    "undo": _undo,
    "keep": _keep,
    "ready": _ready,
    "questions": _questions,
    "from_kept": _from_kept,
}


def _title(sent: Sent, texts: Texts) -> str:
    plain = _UNSEEN.sub("", " ".join(sent.get("called", "").split()))
    return plain[:_LONGEST_TITLE] or texts.collecting.keep_new


def _number(sent: Sent, name: str) -> int:
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _opened(number: int) -> str:
    return "?" + urlencode({SHELF: number})
