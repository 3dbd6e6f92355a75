"""The help: what can be done here and how, for everyone, for trainers and for staff."""

from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.model import Account
from kb.texts import Texts, guide, texts_in
from kb.ui import assets, home, session, state
from kb.ui.markup import render

PATH = "hilfe"
TOPIC = "thema"
# which topic explains the screen at a path; elsewhere the list of all helps more
EXPLAINING: Mapping[str, str] = {
    "merkliste": "merken",
    "vergleich": "gilt",
    "sammlungen": "sammeln",
    "hinzufuegen": "aufnehmen",
    "angaben": "pruefen",
    "pflege": "zurueckziehen",
    "papierkorb": "zurueckziehen",
    "qualitaet": "scans",
    "arbeitslisten": "ohne-treffer",
    "glossar": "glossar",
    "konten": "konten",
}


def page() -> None:
    """Draw the screen: one topic, or all that concern whoever asks.

    A topic can be read by everybody who has its address, so that it can be sent to somebody who
    has no account yet; there is nothing secret in it.
    """
    texts = state.texts()
    topic = st.query_params.get(TOPIC, "")
    every = [one for topics in guide.TOPICS.values() for one in topics]
    st.html(_topic(topic, texts) if topic in every else _list(texts))


def address(topic: str = "") -> str:
    """Where a topic stands, or the list of them."""
    return f"{PATH}?{TOPIC}={topic}" if topic else f"{PATH}?"


def explaining(path: str) -> str:
    """Where the screen at a path is explained."""
    return address(EXPLAINING.get(path, ""))


def parts(account: Account | None) -> Sequence[str]:
    """The parts of the guide that concern somebody, their own work first."""
    if account is None:
        return ("guardians",)
    if account.role.is_staff:
        return ("staff", "trainers", "guardians")
    return ("trainers", "guardians")


def _list(texts: Texts) -> str:
    listed = [
        (texts.helping.parts[part], [(address(one), guide.title(one, texts)) for one in topics])
        for part in parts(session.account())
        for topics in [guide.TOPICS[part]]
    ]
    return render("guide.html", texts, parts=listed, settings=home.settings())


def _topic(topic: str, texts: Texts) -> str:
    part, topics = next((p, topics) for p, topics in guide.TOPICS.items() if topic in topics)
    following = topics[topics.index(topic) + 1 :][:1]
    return render(
        "guide_topic.html",
        texts,
        part=part,
        body=html(topic, texts.language),
        all_topics=address(),
        following=[(address(one), guide.title(one, texts)) for one in following],
        settings=home.settings(),
    )


# -- Markdown --------------------------------------------------------------------------------------


@cache
def html(topic: str, language: str) -> str:
    """A topic as HTML: links stay inside the app, pictures come from it, raw HTML stays text."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(guide.prose(topic, texts_in(language)))
    for token in tokens:
        for inner in token.children or ():
            _adapt(inner, language)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _adapt(token: Token, language: str) -> None:
    if token.type == "link_open":
        target = str(token.attrGet("href"))
        token.attrSet("href", f"{PATH}{target}" if target.startswith("?") else f"{target}?")
        token.attrSet("data-go", "push")
        token.attrSet("data-top", "")
    if token.type == "image":
        token.attrSet("src", assets.url(picture(language, str(token.attrGet("src")))))


def picture(language: str, name: str) -> str:
    """The picture of a language as `assets` call it."""
    return f"guide/{language}/{name}.webp"
