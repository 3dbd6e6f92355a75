"""The app's own files: style, script, font, icon; their addresses change with their content."""

import hashlib
import json
from functools import cache
from pathlib import Path

from kb.texts import GERMAN
from kb.ui.state import settings

STATIC = Path(__file__).parent / "static"
TYPES = {
    "kb.css": "text/css; charset=utf-8",
    "kb.js": "text/javascript; charset=utf-8",
    "deutsch.js": "text/javascript; charset=utf-8",
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
    data = (STATIC / name).read_bytes()
    if name == "deutsch.js":
        phrases = json.dumps([dict(GERMAN.builtin), GERMAN.builtin_patterns], ensure_ascii=False)
        return data.replace(b"PHRASES", phrases.encode())
    if name == "kb.css":
        return data.replace(b"INTER", url("inter.woff2").encode())
    return data
