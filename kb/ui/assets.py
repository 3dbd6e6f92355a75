"""The app's own files: style, script, font, icon; their addresses change with their content."""

import hashlib
import json
from functools import cache
from pathlib import Path

from kb.settings import image_type
from kb.texts import ALL_TEXTS
from kb.ui.colours import dark, light
from kb.ui.home import settings

STATIC = Path(__file__).parent / "static"
TYPES = {
    "kb.css": "text/css; charset=utf-8",
    "reading.css": "text/css; charset=utf-8",
    "forms.css": "text/css; charset=utf-8",
    "staff.css": "text/css; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "caring.css": "text/css; charset=utf-8",
    "trainer.css": "text/css; charset=utf-8",
    "guide.css": "text/css; charset=utf-8",
    "kb.js": "text/javascript; charset=utf-8",
    "search.js": "text/javascript; charset=utf-8",
    "reading.js": "text/javascript; charset=utf-8",
    "enlarging.js": "text/javascript; charset=utf-8",
    "similar.js": "text/javascript; charset=utf-8",
    "adding.js": "text/javascript; charset=utf-8",
    "kept.js": "text/javascript; charset=utf-8",
    "collecting.js": "text/javascript; charset=utf-8",
    **{f"words.{language}.js": "text/javascript; charset=utf-8" for language in ALL_TEXTS},
    "inter.woff2": "font/woff2",
    "icon.png": "image/png",
    "logo": "",  # what the settings say, else the icon
    **{path.relative_to(STATIC).as_posix(): "image/webp" for path in STATIC.glob("guide/*/*.webp")},
}
_ACCENT = """
:root {{ --kb-accent: {light.accent}; --kb-accent-ink: {light.ink}; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --kb-accent: {dark.accent}; --kb-accent-ink: {dark.ink}; }}
}}
"""


def url(name: str) -> str:
    """Where the browser finds a file, for good: the address holds its digest."""
    digest = hashlib.sha256(content(name)).hexdigest()[:12]
    return f"{settings().base_path}/kb/{name}?v={digest}"


@cache
def content(name: str) -> bytes:
    """The bytes of a file; `name` is one of TYPES."""
    if name.startswith("words."):
        phrases = json.dumps(dict(ALL_TEXTS[name.split(".")[1]].builtin), ensure_ascii=False)
        return (STATIC / "words.js").read_bytes().replace(b"PHRASES", phrases.encode())
    if name == "logo":
        return (settings().logo or STATIC / "icon.png").read_bytes()
    data = (STATIC / name).read_bytes()
    return _styled(data) if name == "kb.css" else data


def media_type(name: str) -> str:
    """What a file is; `name` is one of TYPES."""
    return TYPES[name] or image_type(content(name)[:12]) or ""


def _styled(style: bytes) -> bytes:
    """With the address of the font, and the association's own accent behind ours."""
    colour = settings().accent
    accent = _ACCENT.format(light=light(colour), dark=dark(colour)) if colour else ""
    return style.replace(b"INTER", url("inter.woff2").encode()) + accent.encode()
