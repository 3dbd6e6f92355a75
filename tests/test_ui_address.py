"""What the address bar holds can be sent and comes back; nonsense in it counts as absent."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.engine import Facet
from kb.language import QUERY_LANGUAGES
from kb.model import PageKey
from kb.ui.address import FACETS, Address

FILTERS = st.dictionaries(
    st.sampled_from(list(FACETS)),
    st.frozensets(st.text(min_size=1, max_size=20), min_size=1, max_size=5),
)
ADDRESSES = st.builds(
    Address,
    query=st.text(max_size=50),
    page=st.integers(1, 1000),
    filters=FILTERS,
    reading=st.none() | st.just(PageKey("handbuch", "2026", 17, "a")),
    shelf=st.text(max_size=20),
    by_year=st.booleans(),
    language=st.sampled_from(("", *QUERY_LANGUAGES)),
    old=st.text(max_size=20),
    new=st.text(max_size=20),
    section=st.text(max_size=20),
)


def _read(link: str) -> Address:
    values = parse_qs(link.removeprefix("?"), keep_blank_values=True)
    return Address.read(lambda name: values.get(name, []))


@given(st.text(max_size=50), st.integers(0, 99_999))
def test_what_is_read_is_sent_with_its_place(inside: str, at: int) -> None:
    """The question asked inside and the passage; both go when the page is shut."""
    open_page = Address(reading=PageKey("handbuch", "2026", 17), inside=inside, at=at)
    assert _read(open_page.link()) == open_page
    assert open_page.opened(None).link() == "?"


@given(ADDRESSES)
def test_a_link_leads_to_the_same_place(address: Address) -> None:
    """Whatever was typed or chosen."""
    assert _read(address.link()) == address


@pytest.mark.parametrize(
    "link",
    [
        "?seite=-1",
        "?seite=x",
        "?seite=1e9",
        "?f=../../etc",
        "?f=a.b.0",
        "?sort=x",
        "?seite=٣",
        "?darin=x&ab=3",
    ],
)
def test_nonsense_counts_as_absent(link: str) -> None:
    """People cut links short, and others try things."""
    address = _read(link)
    assert (address.page, address.by_year) == (1, False)
    assert address.reading in (None, PageKey("a", "b", 0))
    assert (address.inside, address.at) == ("", 0)


def test_too_much_is_cut_off() -> None:
    """No address makes the search work on ten thousand characters or values."""
    address = _read(f"?q={'x' * 10_000}&art=" + "&art=".join(map(str, range(1000))))
    assert len(address.query) == 500
    assert len(address.filters[Facet.KIND]) == 20


def test_a_filter_is_chosen_and_taken_back() -> None:
    """Both from the first page of results, and nothing of it remains."""
    start = Address(query="arzt", page=3)
    chosen = start.toggled(Facet.KIND, "handbook")
    assert chosen.link() == "?q=arzt&art=handbook"
    assert chosen.toggled(Facet.KIND, "handbook") == Address(query="arzt")
