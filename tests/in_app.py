"""Screens of the app in this process, as tests of their logic use them."""

import re
from collections.abc import Callable
from html import unescape

from streamlit.testing.v1 import AppTest


def run(script: Callable[[], None] | str, **parameters: str) -> AppTest:
    """A screen with such parameters in its address; `script` draws it."""
    if isinstance(script, str):
        app = AppTest.from_string(script, default_timeout=60)
    else:
        app = AppTest.from_function(script, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    """What the screen says, with its markup."""
    assert not app.exception
    return unescape("\n".join(str(part.proto.body) for part in app.get("html")))


def said(app: AppTest) -> str:
    """What the screen says, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup(app)).split())


def press(app: AppTest, label: str) -> AppTest:
    """The screen after a button was pressed."""
    next(button for button in app.button if button.label == label).click()
    return app.run()
