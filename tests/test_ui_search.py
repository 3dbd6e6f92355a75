"""The search screen as Streamlit runs it: what is offered, told and explained around the hits."""

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.texts import GERMAN
from kb.ui import answered, search
from tests.small_library import HOSTILE

MAIN = Path(__file__).parent.parent / "kb" / "ui" / "main.py"
pytestmark = pytest.mark.usefixtures("app_home")


def _html(**parameters: str | list[str]) -> str:
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_definition_stands_above_the_hits() -> None:
    """Its term, what it says, law, related terms as searches, and what it is not."""
    html = _html(q="taschengeld")
    card = html.split('class="kb-definition"')[1].split("</section>")[0]
    assert "Barbetrag" in card
    assert "Angemessener Betrag zur persönlichen Verfügung" in card
    assert 'href="?q=%C2%A7+39+Abs.+2+SGB+VIII"' in card
    assert 'href="?q=Bekleidungsgeld"' in card
    assert "Nicht verwechseln mit: Taschengeldparagraf" in _text(card)
    assert 'href="?q=Barbetrag"' in card
    assert html.index("kb-definition") < html.index("<article")


def test_several_definitions_fold_away() -> None:
    """A question is not buried under the terms in it."""
    html = _html(q="vormund arzt taschengeld")
    assert html.count('<details class="kb-definition">') == 2
    assert '<section class="kb-definition">' not in html


def test_a_renumbered_paragraph_says_its_number_of_today() -> None:
    """Even where nothing was found."""
    html = _html(q="§ 1835a BGB")
    assert "§ 1835a BGB – heute § 1878 BGB" in _text(html)
    assert 'href="?q=%C2%A7+1878+BGB"' in html


def test_a_number_that_is_in_use_again_is_worded_with_care() -> None:
    """The former rule moved, but the number asked for is today's law too."""
    text = _text(_html(q="§ 42 SGB VIII"))
    lead = "§ 42 SGB VIII gibt es auch heute. Die frühere Regelung steht jetzt in"
    assert f"{lead} § 42a SGB VIII" in text


def test_a_synonym_is_switched_off_and_on_by_links() -> None:
    """The address keeps it, so it can be sent."""
    on = _html(q="Barbetrag")
    assert "<mark>Taschengeld</mark>" in on
    assert 'href="?q=Barbetrag&amp;ohne=Taschengeld"' in on
    off = _html(q="Barbetrag", ohne="Taschengeld")
    assert "Nicht gesucht: Taschengeld" in _text(off)
    assert "<mark>Taschengeld</mark>" not in off
    assert 'aria-label="Taschengeld wieder suchen"' in off


def test_every_hit_says_why() -> None:
    """Each word asked for, and by which way the page answers it."""
    html = _html(q="Barbetrag")
    assert "Warum diese Fundstelle?" in html
    assert "gleichbedeutend: Barbetrag → Taschengeld" in html
    assert "Gefunden über: Taschengeld" in html
    assert "steht genau so da" in _html(q="Arzt")
    assert "in anderer Form: Menschen" in _html(q="junger Mensch")
    assert "gleicher Wortteil: Taschengeld" in _html(q="taschengelt")


def test_completions_are_links_below_the_field() -> None:
    """Before the results, in the order of the screen."""
    html = _html(q="Vormund")
    assert 'aria-label="Vorschläge für Ihre Suche"' in html
    assert 'href="?q=Vormundschaft"' in html
    assert html.index("kb-completions") < html.index("kb-results")
    assert "kb-completions" not in _html(q="Wer unterschreibt beim Arzt?")


def test_similar_words_are_said_to_be_only_similar() -> None:
    """With the spelling that was probably meant."""
    html = _html(q="taschengelt")
    assert GERMAN.similar_only in html
    assert "Meinten Sie: Taschengeld" in _text(html)


def test_nothing_found_offers_a_way_on() -> None:
    """Fewer conditions, topics that find something, and whom to ask."""
    _html(q="xyzzyqq")  # asks which topics find something
    answered.settle()
    text = _text(_html(q='"Arzt Seite" vormund'))
    assert "Mit diesen Wörtern allein finden wir etwas: Arzt Seite vormund" in text
    assert "Oder sehen Sie in einem Thema nach: Schule Geld" in text
    assert "Fragen Sie bei Fluchtraum Bremen e.V. nach." in text


def test_the_start_has_topics_in_the_order_of_a_guardianship() -> None:
    """Only those that lead somewhere; and the publications with their year."""
    _html()
    answered.settle()
    html = _html()
    topics = html.split('class="kb-chips"')[1].split("</ol>")[0]
    assert re.findall(r'href="([^"]+)"', topics) == ["?q=Schule", "?q=Geld"]
    assert "Handbuch · 2026 · Musterverein" in _text(html)


def test_filters_alone_list_the_pages() -> None:
    """A publication, a topic, a chapter can be looked through without a question."""
    html = _html(art="leaflet")
    assert html.count("<article") == 2
    assert "Was möchten Sie wissen?" not in html


def test_facets_count_pages_and_say_so() -> None:
    """Also chapters; a count is spoken with what it counts."""
    html = _html(q="vormund taschengeld")
    facets = html.split("kb-facets")[1].split("</details>")[0]
    assert "Kapitel" in facets
    assert re.search(r">2 Clearing<span[^>]*>, 1 Seite</span></span> <small[^>]*>1<", facets)
    assert GERMAN.filter_counts in facets
    assert 'href="?q=vormund+taschengeld&amp;kapitel=2+Clearing"' in facets
    narrowed = _html(q="vormund taschengeld", kapitel="2 Clearing")
    assert narrowed.count("<article") == 1


def test_hits_are_grouped_by_publication_if_the_address_says_so() -> None:
    """The best three of each under its full title, and the way to all of them."""
    html = _html(q="vormund taschengeld", ansicht="gruppen")
    assert html.count('class="kb-group"') == 2
    handbook = html.split('class="kb-group"')
    group = next(part for part in handbook if ">Handbuch für Vormunde</h2>" in part)
    assert group.split("</section>")[0].count("<article") == 3
    assert "Alle 13 Fundstellen in dieser Veröffentlichung" in group
    assert 'href="?q=vormund+taschengeld&amp;pub=handbuch"' in group


def test_cards_show_the_page_small_without_a_jump() -> None:
    """Loaded when it comes into view, in a place whose size is known before."""
    html = _html(q="arzt")
    assert re.search(
        r'<img class="kb-thumb" src="seite/handbuch\.2026\.\d+\?b=180" width="90" height="127"'
        r' alt="" loading="lazy"',
        html,
    )


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "taschengeld", "ohne": HOSTILE},
        {"q": "taschengeld", "kapitel": HOSTILE},
        {"q": HOSTILE, "ansicht": "gruppen"},
        {"q": "arzt", "ansicht": HOSTILE, "seite": "99"},
        {"ansicht": "gruppen", "ohne": "x", "fuer": "niemand"},
    ],
)
def test_whatever_the_address_says_is_shown_as_text(parameters: dict[str, str]) -> None:
    """Nothing of it becomes markup, nothing of it fails."""
    assert "<img src=x" not in _html(**parameters)


def test_a_question_is_answered_rather_than_completed() -> None:
    """Words are completed while there are few of them, and German ones only."""
    assert "kb-completions" in _html(q="junger Mensch")
    assert 'aria-label="Vorschläge' not in _html(q="Wer unterschreibt Arzt")
    assert 'aria-label="Vorschläge' not in _html(q="Vormund", sprache="en")
    completed = _html(q="Vormund", art="handbook")
    assert 'href="?q=Vormundschaft&amp;art=handbook"' in completed


def test_all_values_of_a_facet_can_be_seen() -> None:
    """Eight of them at first; chapters stand as in a book, 2 before 10."""
    html = _html(q="vormund")
    chapters = html.split('data-facet="kapitel"')[1].split("</section>")[0]
    titles = re.findall(r"<span>(\d+) \w+", chapters)
    assert titles == [str(number) for number in range(1, 14)]
    assert chapters.count("data-rare") == 5
    assert "Alle 13 zeigen" in chapters


def test_a_question_nobody_here_can_read_says_what_to_do() -> None:
    """Somali: another language or a German word, and no advice on spelling."""
    text = _text(_html(q="Sidee ayaan u heli karaa dugsi?"))
    assert GERMAN.not_understood in text
    assert GERMAN.no_hits_title in text
    assert GERMAN.no_hits_tips[0] not in text
    assert GERMAN.not_understood not in _text(_html(q="xyzzyqq"))


def test_what_is_read_above_the_results_draws_none_of_them() -> None:
    """They are as they were, before a page is opened and after it is closed."""
    before = _html(q="Barbetrag")
    drawn = search._drawn.cache_info().misses
    page = re.findall(r"[?&;]f=([a-z0-9.-]+)", before)[0]
    assert "kb-reading" in _html(q="Barbetrag", f=page)
    assert _html(q="Barbetrag") == before
    assert search._drawn.cache_info().misses == drawn
