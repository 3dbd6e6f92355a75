"""The guide: every control, link and picture that it names is there, in both languages."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import Role
from kb.texts import ALL_TEXTS, Texts, guide
from kb.ui import assets, places
from kb.ui import guide as screen
from tests.guide_pictures import SHOTS
from tests.signed_in import SignedIn
from tests.test_ui_main import _html, _run

TOPICS = [topic for topics in guide.TOPICS.values() for topic in topics]
SIGNS = set("‹›+−↑↓×")  # what is on a button without words
EVERY = pytest.mark.parametrize(
    ("topic", "texts"),
    [(topic, texts) for topic in TOPICS for texts in ALL_TEXTS.values()],
    ids=[f"{topic}-{language}" for topic in TOPICS for language in ALL_TEXTS],
)


def _source(topic: str, language: str) -> str:
    return (guide.FOLDER / language / f"{topic}.md").read_text("utf-8")


def _pictures(topic: str, language: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", _source(topic, language))


def test_no_topic_lies_unused() -> None:
    """Every file is a topic of its language, and there are no others."""
    for language in ALL_TEXTS:
        assert {path.stem for path in (guide.FOLDER / language).iterdir()} == set(TOPICS)


@EVERY
def test_a_control_is_named_as_on_the_screen(topic: str, texts: Texts) -> None:
    """What stands in bold is taken from the texts of the interface, or a sign; and it is filled."""
    named = re.findall(r"\*\*(.+?)\*\*", _source(topic, texts.language))
    assert [one for one in named if "{t." not in one and one not in SIGNS] == []
    assert "{" not in guide.prose(topic, texts)


@EVERY
def test_every_link_leads_somewhere(topic: str, texts: Texts) -> None:
    """To a screen, or to another topic."""
    links = re.findall(r'<a href="([^"]+)"', screen.html(topic, texts.language))
    screens = {f"{path}?" for path in places.PAGES} | {"./?"}
    assert set(links) <= screens | {screen.address(one) for one in TOPICS}


@pytest.mark.parametrize("language", ALL_TEXTS)
def test_the_pictures_are_those_that_the_script_takes(language: str) -> None:
    """Each that a topic shows is there, and no other; all together are small."""
    files = list((assets.STATIC / "guide" / language).iterdir())
    named = [name for topic in TOPICS for name in _pictures(topic, language)]
    assert {path.stem for path in files} == set(named) == {shot.name for shot in SHOTS}
    assert sum(path.stat().st_size for path in files) < 600_000


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_show_and_link_the_same(topic: str) -> None:
    """A topic that grew in one language grew in the other."""
    german, english = (screen.html(topic, language) for language in ("de", "en"))
    for tag in ("<img", "<h2", "<tr", "<ol"):
        assert german.count(tag) == english.count(tag)
    assert _pictures(topic, "de") == _pictures(topic, "en")


@EVERY
def test_pictures_are_told_in_words(topic: str, texts: Texts) -> None:
    """Each has an alternative text of a sentence."""
    told = re.findall(r'<img src="[^"]+" alt="([^"]*)"', screen.html(topic, texts.language))
    assert len(told) == len(_pictures(topic, texts.language))
    assert [one for one in told if len(one.split()) < 6] == []


@EVERY
def test_sentences_are_short(topic: str, texts: Texts) -> None:
    """Nobody must read one twice."""
    lines = [line for line in guide.prose(topic, texts).splitlines() if not line.startswith("|")]
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
    sentences = re.split(r"(?<=[.?!:])\s|\n\s*\n|\n- |\n\d\. ", text)
    assert [one for one in sentences if len(one.split()) > 24] == []


def test_the_german_guide_says_sie() -> None:
    """As the rest of the interface does."""
    informal = re.compile(r"\b(du|dir|dich|dein|deine|deinen)\b", re.IGNORECASE)
    assert [topic for topic in TOPICS if informal.search(_source(topic, "de"))] == []


def test_every_explained_screen_exists() -> None:
    """The help of a screen leads to a topic; where there is none, to all of them."""
    assert set(screen.EXPLAINING) <= set(places.PAGES)
    assert set(screen.EXPLAINING.values()) <= set(TOPICS)
    assert screen.explaining("konten") == "hilfe?thema=konten"
    assert screen.explaining("") == "hilfe?"


def test_markup_in_a_file_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide is Markdown; tags in it are shown, not obeyed."""
    monkeypatch.setattr(guide, "prose", lambda topic, texts: "# A\n\n<img src=x onerror=y> [b](c)")
    html = screen.html.__wrapped__("suchen", "de")
    assert "<img" not in html
    assert 'href="c?"' in html


@pytest.mark.usefixtures("app_home")
class TestScreen:
    """As Streamlit runs it."""

    def test_a_guardian_sees_what_concerns_everyone(self) -> None:
        """The other parts are not offered to who has no account."""
        html = _shown()
        assert "thema=suchen" in html
        assert "thema=konten" not in html

    def test_staff_see_their_own_work_first(self, signed_in: Callable[[Role], SignedIn]) -> None:
        """And everything else behind it."""
        signed_in(Role.STAFF)
        html = _shown()
        order = [html.index(f"thema={topic}") for topic in ("konten", "sammeln", "suchen")]
        assert order == sorted(order)

    def test_a_topic_can_be_sent_to_anybody(self) -> None:
        """Somebody without an account reads how to collect; nonsense leads to the list."""
        assert "<h1>Sammeln</h1>" in _shown(thema="sammeln")
        assert "thema=lesen" in _shown(thema="<b>")

    def test_every_screen_leads_to_the_help(self) -> None:
        """From above and from below."""
        assert _html(_run()).count('href="hilfe?"') == 2


def _shown(**parameters: str) -> str:
    app = AppTest.from_string("from kb.ui import guide\n\nguide.page()\n", default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return _html(app)
