"""The app's own files: style, script, font, icon; their addresses change with their content."""

import hashlib
import json
from functools import cache
from pathlib import Path

from kb.texts import LANGUAGES
from kb.ui.state import settings

STATIC = Path(__file__).parent / "static"
TYPES = {
    "kb.css": "text/css; charset=utf-8",
    "reading.css": "text/css; charset=utf-8",
    "forms.css": "text/css; charset=utf-8",
    "staff.css": "text/css; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "caring.css": "text/css; charset=utf-8",
    "trainer.css": "text/css; charset=utf-8",
    "kb.js": "text/javascript; charset=utf-8",
    "search.js": "text/javascript; charset=utf-8",
    "reading.js": "text/javascript; charset=utf-8",
    "enlarging.js": "text/javascript; charset=utf-8",
    "similar.js": "text/javascript; charset=utf-8",
    "adding.js": "text/javascript; charset=utf-8",
    "kept.js": "text/javascript; charset=utf-8",
    "collecting.js": "text/javascript; charset=utf-8",
    **{f"words.{language}.js": "text/javascript; charset=utf-8" for language in LANGUAGES},
    "inter.woff2": "font/woff2",
    "icon.png": "image/png",
}


def url(name: str) -> str:
    """Where the browser finds a file, for good: the address holds its digest."""
    digest = hashlib.sha256(content(name)).hexdigest()[:12]
    return f"{settings().base_path}/kb/{name}?v={digest}"


@cache
def content(name: str) -> bytes:
    """The bytes of a file; `name` is one of TYPES."""
    if name.startswith("words."):
        phrases = json.dumps(dict(LANGUAGES[name.split(".")[1]].builtin), ensure_ascii=False)
        return (STATIC / "words.js").read_bytes().replace(b"PHRASES", phrases.encode())
    data = (STATIC / name).read_bytes()
    return data.replace(b"INTER", url("inter.woff2").encode()) if name == "kb.css" else data
