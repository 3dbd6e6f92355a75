"""What is for the team only never leaves the server for anybody else: routes and screens."""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from kb.desk import accounts
from kb.model import Role
from kb.ui import answered, home, routes, session, state
from kb.ui.compression import Compressed
from kb.ui.guard import Guard

MAIN = Path(__file__).parent.parent / "kb" / "ui" / "main.py"


@pytest.fixture(scope="module")
def screens(internal_home: Path, small_home: Path) -> Sequence[Mapping[str, str]]:
    """What everyone is shown with, and without, publications for the team in the home folder."""
    shown = []
    for folder in (internal_home, small_home):
        with _working_on(folder):
            shown.append({str(address): _screen(address) for address in ADDRESSES})
            shown[-1] |= {shelf: _shelf(shelf) for shelf in SHELVES}
            shown[-1]["compared"] = _compared()
    return shown


@pytest.fixture(scope="module")
def internal_app(internal_home: Path, screens: Sequence[Mapping[str, str]]) -> Iterator[None]:
    """The app of this process works on the home folder with publications for the team.

    One for all tests, since a library takes seconds to load; so the screens come first.
    """
    with _working_on(internal_home):
        yield


@contextmanager
def _working_on(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KB_")]:
            patch.delenv(name)
        patch.setenv("KB_HOME", str(folder))
        for cached in (home.settings, state.shared_library):
            cached.cache_clear()
        session.forget()
        yield
    for cached in (home.settings, state.shared_library):
        cached.cache_clear()
    session.forget()


def _client(cookies: Mapping[str, str] | None = None) -> TestClient:
    app = Guard(Compressed(Starlette(routes=routes.routes())))
    return TestClient(app, base_url="http://kb.example", cookies=dict(cookies or {}))


def _signed_in(role: Role) -> dict[str, str]:
    account = accounts.add(home.desk(), f"{role} {secrets.token_hex(4)}", role, None)
    return {session.COOKIE: session.begin(account)}


# -- routes ----------------------------------------------------------------------------------------

HIDDEN = [
    "/seite/intern.2031.1",
    "/seite/intern.2031.1?b=360&q=Notgroschen",
    "/seite/intern.2030.1?b=180",
    "/pdf/intern.2031",
    "/pdf/intern.2030",
    "/stellen?k=intern.2031.1@0",
    "/stellen?k=intern.2031.1@0&k=blatt.2025.1@0&k=intern.2030.1@9999",
]


@pytest.mark.usefixtures("internal_app")
@pytest.mark.parametrize("path", [*HIDDEN, "/aehnlich?f=intern.2031.1"])
def test_a_hidden_place_answers_like_one_that_does_not_exist(path: str) -> None:
    """Status, every header, every byte: nobody learns that there is something to see."""
    client = _client()
    hidden, missing = client.get(path), client.get(path.replace("intern", "keiner"))
    assert hidden.status_code == missing.status_code
    assert hidden.headers == missing.headers
    assert hidden.text.replace("intern", "keiner") == missing.text
    assert "Notgroschen" not in hidden.text


@pytest.mark.usefixtures("internal_app")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", HIDDEN)
def test_the_team_gets_it(path: str, role: Role) -> None:
    """So the paths above lead to something; and no shared cache may keep it."""
    answer = _client(_signed_in(role)).get(path)
    assert answer.status_code == 200
    assert answer.text != _client().get(path).text
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.usefixtures("internal_app")
@pytest.mark.parametrize("path", HIDDEN[:5])
def test_who_kept_a_copy_gets_no_confirmation(path: str) -> None:
    """After signing out not even "unchanged" is answered, nor a part of the file."""
    cookies = _signed_in(Role.STAFF)
    tag = _client(cookies).get(path).headers["etag"]
    session.end(cookies)
    for headers in ({"If-None-Match": tag}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        for jar in ({}, cookies):
            answer = _client(jar).get(path, headers={**headers, "If-Range": tag})
            assert answer.status_code == 404
            assert "etag" not in answer.headers


@pytest.mark.usefixtures("internal_app")
@pytest.mark.parametrize("cookie", ["", "x", "x.y", "a" * 5000, "'; drop table sessions; --"])
def test_a_made_up_session_sees_nothing(cookie: str) -> None:
    """What we did not sign is nobody's."""
    assert _client({session.COOKIE: cookie}).get("/pdf/intern.2031").status_code == 404


# -- screens ---------------------------------------------------------------------------------------

ADDRESSES: list[dict[str, str]] = [
    {},
    {"q": "Notgroschen"},
    {"q": "Schlüselkasten"},
    {"q": "Jugendamt", "ansicht": "gruppen"},
    {"q": "Taschengeld", "sort": "jahr"},
    {"q": "Taschengeld", "pub": "intern"},
    {"thema": "personal"},
    {"q": "Jugendamt", "f": "intern.2031.1"},
    {"q": "Jugendamt", "f": "intern.2030.1"},
    {"q": "Notgroschen", "f": "blatt.2018.1", "darin": "Notgroschen"},
]


SHELVES = ["", "intern", "intern.2031"]


@pytest.mark.parametrize("name", [*map(str, ADDRESSES), *SHELVES, "compared"])
def test_no_screen_tells(screens: Sequence[Mapping[str, str]], name: str) -> None:
    """Topics, questions, numbers, "newest", hits, completions, the drawer, the shelf."""
    with_internal, without = screens
    assert with_internal[name] == without[name]


@pytest.mark.usefixtures("internal_app")
def test_the_screens_of_the_team_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the tests above look for something that is there."""
    cookies = _signed_in(Role.TRAINER)
    monkeypatch.setattr(session, "_cookies_of_script", lambda: cookies)
    assert "3 Veröffentlichungen mit 18 Seiten" in _screen({})
    assert "Dienstanweisung" in _screen({"q": '"Notgroschen"'})
    assert "im Schlüsselkasten" in _screen({"q": "Jugendamt", "f": "intern.2031.1"})
    assert "Dienstanweisung" in _shelf("intern")
    assert "Dienstanweisung" in _compared()
    session.end(cookies)
    assert "Dienstanweisung" not in _screen({"q": '"Notgroschen"'})


def _screen(address: Mapping[str, str]) -> str:
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    answered.settle()  # which questions find something is found out in the background
    return _html(app.run())


def _shelf(name: str) -> str:
    def script() -> None:
        from kb.ui import browse

        browse.page()

    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["p"] = name
    return _html(app.run())


def _compared() -> str:
    def script() -> None:
        from kb.ui import comparing

        comparing.page()

    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["von"], app.query_params["nach"] = "intern.2030", "intern.2031"
    return _html(app.run())


def _html(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(part.proto.body) for part in app.get("html"))
