"""What reading a file came to: a state for each page, an outcome and a reason for the document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.extract.choice import is_garbage
from kb.extract.raw import PageState, RawPage, letters
from kb.extract.record import Record
from kb.model import Outcome

_FEW_LETTERS = 20
PICTURE = 0.5  # share of a page that an image covers: it is a picture of text
_OCR_SHARE = 0.3
_FEW_PAGES = 3


def with_state(page: RawPage, broke_limit: bool) -> RawPage:
    """The page with what it came to. A page that broke a limit is not searched in any reader."""
    count = letters(page.text)
    if is_garbage(page.text):
        state = PageState.GARBAGE
    elif count >= _FEW_LETTERS and not broke_limit:
        state = PageState.TEXT
    elif broke_limit:
        state = PageState.LIMIT
    elif page.images > PICTURE:
        state = PageState.PICTURE
    elif count:
        state = PageState.TEXT
    else:
        state = PageState.UNREADABLE if page.errors else PageState.EMPTY
    return replace(page, state=state)


def refused(record: Record, max_pages: int) -> tuple[Outcome, str] | None:
    """Outcome and reason of a file that gave no pages; None if it gave some."""
    kinds = {kind for kind, _ in record.refused.values()}
    if record.total > max_pages:
        return Outcome.LIMIT, f"more than {max_pages} pages"
    if record.pages:
        return None
    if record.stopped or "limit" in kinds:
        return Outcome.LIMIT, record.stopped or _words(record)
    if "password" in kinds:
        return Outcome.PASSWORD, "it opens only with a password"
    if 0 in record.opened.values():
        return Outcome.NO_PAGES, "it has no pages"
    return Outcome.DAMAGED, _words(record)


def judge(pages: Sequence[RawPage], record: Record) -> tuple[Outcome, str]:
    """Outcome and reason of a file that gave pages.

    A document needs text recognition if more than 30 % of its pages do (of up to three: all) and
    more of them than have text: the rest of a half-scanned book can be searched as it is.
    """
    states = Counter(page.state for page in pages)
    no_text = states[PageState.PICTURE] + states[PageState.GARBAGE]
    enough = len(pages) if len(pages) <= _FEW_PAGES else _OCR_SHARE * len(pages)
    if no_text and no_text >= enough and no_text > states[PageState.TEXT]:
        return Outcome.NEEDS_OCR, _shortcomings(states, len(pages), record)
    found = sum(letters(p.text) for p in pages if p.state is PageState.TEXT)
    if found >= _FEW_LETTERS:
        return Outcome.TEXT, _shortcomings(states, len(pages), record)
    return _nothing_found(states, len(pages), record)


def _nothing_found(states: Counter[PageState], total: int, record: Record) -> tuple[Outcome, str]:
    reason = _shortcomings(states, total, record)
    if states[PageState.LIMIT]:
        return Outcome.LIMIT_ON_PAGE, reason
    if states[PageState.PICTURE] or states[PageState.GARBAGE]:
        return Outcome.NEEDS_OCR, reason
    # a file that only the more lenient reader opened, and that gave nothing, is broken
    if "pypdf" in record.refused or states[PageState.UNREADABLE] == total:
        return Outcome.DAMAGED, reason or _words(record)
    return Outcome.EMPTY, reason or "it holds no text and no pictures of text"


_SHORTCOMINGS = {
    PageState.PICTURE: "pictures without text",
    PageState.GARBAGE: "set in fonts that do not say which letters they draw",
    PageState.LIMIT: "too large to be read within the limits",
    PageState.UNREADABLE: "damaged",
}


def _shortcomings(states: Counter[PageState], total: int, record: Record) -> str:
    parts = [
        f"{states[state]} of {total} pages: {words}"
        for state, words in _SHORTCOMINGS.items()
        if states[state]
    ]
    if record.stopped:
        parts.append(f"reading stopped: {record.stopped}")
    return "; ".join(parts)


def _words(record: Record) -> str:
    return "; ".join(f"{reader}: {words}" for reader, (_, words) in record.refused.items())
