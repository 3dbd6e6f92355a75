"""The screens as Streamlit runs them: an address in, sentences and cards out, no exception."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.library import Library
from kb.settings import Settings
from kb.texts import GERMAN
from kb.ui import answered, home, state
from tests.small_library import HOSTILE

MAIN = Path(__file__).parent.parent / "kb" / "ui" / "main.py"


def _run(**parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def _html(app: AppTest) -> str:
    """All HTML the script wrote, with what stands in the drawer."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.usefixtures("app_home")
class TestSearch:
    """The first screen."""

    def test_the_start_shows_what_there_is(self, app_home: Path) -> None:
        """Publications, and exactly those example questions that find something."""
        _run()
        answered.settle()
        html = _html(_run())
        assert "Handbuch für Vormunde" in html
        assert "2 Veröffentlichungen mit 15 Seiten" in html
        library = Library(Settings(home=app_home))
        found = [example for example in GERMAN.examples if library.search(example).total]
        assert [example for example in GERMAN.examples if example in html] == found != []

    def test_a_query_in_the_address_gives_cards(self) -> None:
        """Ten to a screenful, each with its marks and its page."""
        html = _html(_run(q="arzt"))
        assert html.count("<article") == 10
        assert "13 Fundstellen" in html
        assert "<mark>Arzt</mark>" in html
        assert "PDF-Seite" in html

    def test_typing_searches_at_once(self) -> None:
        """The field is live; what is typed is asked."""
        app = _run()
        app.text_input[0].set_value("taschengeld").run()
        assert not app.exception
        assert "2 Fundstellen" in _html(app)

    def test_the_last_page_is_shown_for_one_beyond_it(self) -> None:
        """An old link to page 99 shows what there is."""
        html = _html(_run(q="arzt", seite="99"))
        assert html.count("<article") == 3

    def test_filters_narrow_and_are_shown(self) -> None:
        """A chosen kind stands above the results and can be taken back."""
        html = _html(_run(q="vormund taschengeld", art="leaflet"))
        assert "Faltblatt nicht mehr eingrenzen" in html
        assert "Handbuch für Vormunde" not in html.split("kb-hits")[1]

    def test_nothing_found_is_not_the_end(self) -> None:
        """Tips and the way to the library instead of an empty page."""
        html = _html(_run(q="xyzzyqq"))
        assert "Dazu haben wir nichts gefunden" in html
        assert 'href="bibliothek?"' in html

    @pytest.mark.parametrize(
        "query",
        [
            "<script>alert(1)</script>",
            "x" * 10_000,
            "\x00\x01\x02",
            "* ? ~ AND OR NOT (((",
            '"',
            "§",
            "\U0001f600",
            "{{ 7*7 }} {% x %} %s {0}",
        ],
    )
    def test_nothing_that_is_typed_is_an_error(self, query: str) -> None:
        """Markup, control characters, operators, template signs: it is all just text."""
        html = _html(_run(q=query))
        assert "<script>" not in html
        assert "49" not in html.split("kb-results")[-1] or "7*7" in html


@pytest.mark.usefixtures("app_home")
class TestReading:
    """The drawer."""

    def test_the_address_opens_the_page(self) -> None:
        """Passage, image and PDF of the page, with marks."""
        html = _html(_run(q="arzt", f="handbuch.2026.3"))
        assert 'class="kb kb-reading"' in html
        assert "<mark>Arzt</mark>" in html.split("kb-reading")[1]
        assert 'src="seite/handbuch.2026.3?b=760&amp;q=arzt"' in html
        assert 'href="pdf/handbuch.2026#page=3"' in html

    def test_hits_of_the_publication_are_counted(self) -> None:
        """With the way to the ones before and after."""
        html = _html(_run(q="arzt", f="handbuch.2026.3"))
        assert "Fundstelle 3 von 13" in html
        assert "f=handbuch.2026.2" in html
        assert "f=handbuch.2026.4" in html

    @pytest.mark.parametrize("key", ["handbuch.2026.999", "gibt.es.1"])
    def test_a_page_that_is_gone_is_one_kind_sentence(self, key: str) -> None:
        """The list behind it stays."""
        html = _html(_run(q="arzt", f=key))
        assert "Diese Seite gibt es hier nicht mehr" in html
        assert "13 Fundstellen" in html

    @pytest.mark.parametrize("key", ["", "<script>", "../../etc/passwd", "a.b.c"])
    def test_nonsense_opens_nothing(self, key: str) -> None:
        """As if it were not there."""
        assert "kb-reading" not in _html(_run(q="arzt", f=key))

    def test_an_older_edition_says_so(self) -> None:
        """And leads to the place in the newer one."""
        html = _html(_run(q="taschengeld", f="blatt.2018.1"))
        assert "Neue Fassung auf PDF-Seite 1" in html
        assert "f=blatt.2025.1" in html


@pytest.mark.usefixtures("app_home")
def test_a_hostile_title_is_shown_as_it_is() -> None:
    """In cards, facets, drawer: every sign of it is text."""
    html = _html(_run(q="taschengeld", f="blatt.2025.1"))
    assert "&lt;img src=x onerror=alert(1)&gt; *Fett* &amp; ![Bild]" in html
    assert "<img src=x" not in html
    assert HOSTILE not in html


def test_an_empty_library_explains_itself(
    tmp_path: Path, app_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first ingest there is a sentence, not a failure."""
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    home.settings.cache_clear()
    state.shared_library.cache_clear()
    assert "Noch keine Veröffentlichungen" in _html(_run())
    assert "Noch keine Veröffentlichungen" in _html(_run(q="arzt"))
