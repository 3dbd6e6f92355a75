"""The one HTML document of the app: Streamlit's, in the reader's language, with our files."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

from kb.texts import texts_in
from kb.ui import assets
from kb.ui.home import settings
from kb.ui.markup import render

STREAMLIT_FILES = Path(streamlit.__file__).parent / "static"


@cache
def shell(language: str, team: bool) -> bytes:
    """The document that starts the app; with `team`, also what only the team's screens need.

    Streamlit has no setting for language, title, noscript or loading text, and preloads a font of
    its own; so its document is rewritten, once for each kind of reader.
    """
    texts = texts_in(language)
    head = render("head.html", texts, asset=assets.url, settings=settings(), team=team)
    document = (STREAMLIT_FILES / "index.html").read_text("utf-8")
    document = _replaced(r'<html lang="en">', f'<html lang="{texts.language}">', document)
    document = _replaced(r"<link rel=\"shortcut icon\"[^>]*>", "", document)
    document = _replaced(r"<link\s+rel=\"preload\"[^>]*>", "", document)
    document = _replaced(r"<link rel=\"service-desc\"[^>]*>", "", document)
    document = _replaced(r"<title>.*?</title>", head, document)
    # behind Streamlit's style sheet: ours answers for a font that Streamlit names before its theme
    document = _replaced(
        r"</head>", render("style.html", texts, asset=assets.url, team=team), document
    )
    document = _replaced(r"<noscript>.*?</noscript>", render("noscript.html", texts), document)
    loading = render("loading.html", texts, asset=assets.url)
    return _replaced(r'<div id="root"></div>', loading, document).encode()


@cache
def inline_script_hash() -> str:
    """The CSP source of the one inline script in Streamlit's document."""
    document = (STREAMLIT_FILES / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", document, re.S)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _replaced(pattern: str, replacement: str, document: str) -> str:
    """Exactly one place replaced; a Streamlit whose document looks otherwise must be noticed."""
    changed, times = re.subn(pattern, lambda _: replacement, document, flags=re.S)
    if times != 1:
        raise RuntimeError(f"Streamlit's index.html has {times} places like {pattern!r}, not one")
    return changed
