"""The guide: what the app says about itself, a topic a file, as Markdown beside this module.

In the files, `{t.…}` stands for what the screens themselves call a thing, so no topic can name a
button that is called otherwise; the addresses of links and pictures are those of `kb.ui.guide`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from kb.texts.sentences import Texts

FOLDER = Path(__file__).parent
# by who needs it, in the order in which it is read
TOPICS: Mapping[str, Sequence[str]] = {
    "guardians": ("suchen", "lesen", "gilt", "merken", "sprachen"),
    "trainers": ("anmelden", "sammeln", "handout"),
    "staff": (
        *("aufnehmen", "pruefen", "scans", "ausgabe", "zurueckziehen"),
        *("ohne-treffer", "glossar", "konten"),
    ),
}


def title(topic: str, texts: Texts) -> str:
    """What a topic is called: the heading in the first line of its file."""
    return prose(topic, texts).partition("\n")[0].removeprefix("# ")


def prose(topic: str, texts: Texts) -> str:
    """A topic as Markdown. Raises AttributeError or KeyError where it names what is not there."""
    return _file(texts.language, topic).format(t=texts)


@cache
def _file(language: str, topic: str) -> str:
    return (FOLDER / language / f"{topic}.md").read_text("utf-8")
