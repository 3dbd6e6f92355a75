"""Signing in and out over HTTP, as browsers and as others would."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kb.desk import accounts, passwords, sessions
from kb.model import Account, Role
from kb.ui import home, session, signing_in, tries
from kb.ui.tries import Tries
from tests.signed_in import PASSWORD, form_token_in
from tests.test_ui_routes import _app


@pytest.fixture
def petra(app_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Somebody of the staff; nobody has tried a password yet, and trying takes no time."""
    monkeypatch.setattr(signing_in, "_TRIES", Tries())
    monkeypatch.setattr(passwords, "_LOG2_N", 8)
    passwords._nobodys.cache_clear()
    account = accounts.add(home.desk(), "Petra Müller", Role.STAFF, PASSWORD)
    other = accounts.add(home.desk(), "another of the staff", Role.STAFF, None)
    yield account
    with home.desk().writing() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE id IN (?, ?)", (account.id, other.id))
    session.forget()
    passwords._nobodys.cache_clear()


@pytest.fixture
def client(petra: Account) -> TestClient:
    """A browser in which nobody is signed in."""
    return _browser()


def _browser(url: str = "http://kb.example", address: str = "10.0.0.1") -> TestClient:
    return TestClient(_app(), base_url=url, follow_redirects=False, client=(address, 50000))


def _token(client: TestClient, path: str = "/anmelden") -> str:
    return form_token_in(client.get(path).text)


def _sign_in(
    client: TestClient, name: str = "Petra Müller", password: str = PASSWORD, **more: str
) -> int:
    sent = {"token": _token(client), "name": name, "password": password, **more}
    return int(client.post("/anmelden", data=sent).status_code)


def _who(client: TestClient) -> Account | None:
    return session.account_of(dict(client.cookies))


def test_the_right_password_signs_in(client: TestClient, petra: Account) -> None:
    """With a cookie that no script reads and no other site sends."""
    answer = client.post(
        "/anmelden",
        data={"token": _token(client), "name": "petra müller", "password": PASSWORD},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/verwaltung")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if session.COOKIE in c)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Max-Age" not in cookie
    assert "Secure" not in cookie
    assert _who(client) == petra


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: TestClient) -> None:
    """Nobody learns who has an account; nothing that was typed but the name comes back."""
    token = _token(client)
    answers = [
        client.post("/anmelden", data={"token": token, "name": name, "password": "falsch falsch"})
        for name in ("Petra Müller", "Petra Meiers")
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    texts = [re.sub("M(üller|eiers)", "", answer.text) for answer in answers]
    assert texts[0] == texts[1]
    assert "falsch falsch" not in texts[0]
    assert _who(client) is None


@pytest.mark.parametrize("token", ["", "x", "ä", "A" * 43])
def test_a_form_of_another_site_signs_nobody_in(client: TestClient, token: str) -> None:
    """Nor one without the cookie it was made with."""
    sent = {"token": token, "name": "Petra Müller", "password": PASSWORD}
    assert client.post("/anmelden", data=sent).status_code == 400
    sent["token"] = _token(client)
    assert client.post("/anmelden", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).is_error
    assert _browser().post("/anmelden", data=sent).status_code == 400
    assert _who(client) is None


def test_a_token_planted_before_signing_in_is_worth_nothing(client: TestClient) -> None:
    """Session fixation: whatever cookie was there, signing in gives another and ends the old."""
    assert _sign_in(client) == 303
    planted = client.cookies[session.COOKIE]
    victim = _browser()
    victim.cookies.set(session.COOKIE, planted, domain="kb.example", path="/")
    assert _sign_in(victim) == 303
    assert victim.cookies[session.COOKIE] != planted
    assert session.account_of({session.COOKIE: planted}) is None


def test_signing_out_ends_it_for_a_thief_too(client: TestClient) -> None:
    """And tells the browser to forget the pictures it has kept."""
    assert _sign_in(client) == 303
    stolen = dict(client.cookies)
    answer = client.post("/abmelden", data={"token": _token(client, "/abmelden")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert session.COOKIE not in client.cookies
    assert session.account_of(stolen) is None


def test_a_link_signs_nobody_out(client: TestClient) -> None:
    """Any page could hold one; a form without its token does not either."""
    assert _sign_in(client) == 303
    assert client.get("/abmelden").status_code == 200
    client.post("/abmelden", data={"token": "x"})
    assert _who(client) is not None


@pytest.mark.parametrize(
    ("onward", "place"),
    [
        ("bibliothek?p=handbuch", "/bibliothek?p=handbuch"),
        ("/bibliothek", "/bibliothek"),
        ("?q=arzt&f=handbuch.2026.3", "/?q=arzt&f=handbuch.2026.3"),
        ("https://evil.example/", "/verwaltung"),
        ("//evil.example/", "/verwaltung"),
        ("///evil.example/", "/verwaltung"),
        ("/\\evil.example/", "/verwaltung"),
        ("\\\\evil.example", "/verwaltung"),
        ("javascript:alert(1)", "/verwaltung"),
        ("http://[", "/verwaltung"),
        ("/bibliothek/../../x", "/verwaltung"),
        ("seite/handbuch.2026.3", "/verwaltung"),
        ("bibliothek?x=\r\nSet-Cookie: a=b", "/bibliothek?x=Set-Cookie:%20a=b"),
    ],
)
def test_the_way_back_leads_to_a_place_of_the_app(
    client: TestClient, onward: str, place: str
) -> None:
    """Never to another host, whatever the link said."""
    sent = {"token": _token(client), "name": "Petra Müller", "password": PASSWORD}
    answer = client.post("/anmelden", data={**sent, "weiter": onward})
    assert answer.headers["location"] == place
    page = client.get("/anmelden", params={"weiter": onward}).text
    assert "evil" not in page


def test_ten_wrong_passwords_are_enough(client: TestClient) -> None:
    """Then the right one waits too; another browser elsewhere does not."""
    token = _token(client)
    sent = {"token": token, "name": "Petra Müller", "password": "falsch falsch"}
    codes = [client.post("/anmelden", data=sent).status_code for _ in range(12)]
    assert codes == [403] * tries.WITH_NAME_FROM_ADDRESS + [429] * 2
    assert client.post("/anmelden", data={**sent, "password": PASSWORD}).status_code == 429
    assert _sign_in(_browser(address="10.0.0.2")) == 303


def test_a_flood_of_tries_is_not_queued_for_ever(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checking takes a core; when many wait for it, the next is asked to come again."""
    monkeypatch.setattr(signing_in, "_WAITING", 0)
    assert _sign_in(client) == 429


def test_what_is_no_form_is_no_failure(client: TestClient) -> None:
    """Endless, broken or empty bodies: the form again."""
    for body in (b"", b"\xff\xfe", b"x" * 1_000_000, b"&".join([b"a=b"] * 100), b'{"token": 1}'):
        assert client.post("/anmelden", content=body).status_code == 400


def test_behind_https_the_cookie_stays_on_https(petra: Account) -> None:
    """The flag follows the scheme of the request."""
    client = _browser("https://kb.example")
    answer = client.post(
        "/anmelden", data={"token": _token(client), "name": petra.name, "password": PASSWORD}
    )
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("Secure" in cookie for cookie in cookies)


def test_below_a_base_path_everything_stays_below_it(
    petra: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cookie, redirects, links."""
    monkeypatch.setenv("KB_BASE_PATH", "wissen")
    home.settings.cache_clear()
    client = _browser()
    answer = client.get("/wissen/verwaltung?x=1")
    assert answer.headers["location"] == "/wissen/anmelden?weiter=verwaltung%3Fx%3D1"
    sent = {"token": _token(client, "/wissen/anmelden"), "name": petra.name, "password": PASSWORD}
    answer = client.post("/wissen/anmelden", data={**sent, "weiter": "/wissen/verwaltung?x=1"})
    assert answer.headers["location"] == "/wissen/verwaltung?x=1"
    assert "Path=/wissen/" in answer.headers["set-cookie"]
    assert client.get("/wissen/verwaltung").status_code == 200


def test_a_new_password_needs_the_old_one(client: TestClient, petra: Account) -> None:
    """Afterwards this browser is signed in, all others are not, and only the new one counts."""
    other = _browser()
    assert (_sign_in(client), _sign_in(other)) == (303, 303)
    stolen = dict(client.cookies)
    new = "fünf andere Wörter"
    for sent, code in (
        ({"password": "falsch falsch", "new": new, "again": new}, 403),
        ({"password": PASSWORD, "new": new, "again": new + "x"}, 422),
        ({"password": PASSWORD, "new": "kurz", "again": "kurz"}, 422),
        ({"password": PASSWORD, "new": new, "again": new, "token": "x"}, 400),
    ):
        sent = {"token": _token(client, "/passwort"), **sent}
        assert client.post("/passwort", data=sent).status_code == code
    sent = {"token": _token(client, "/passwort"), "password": PASSWORD, "new": new, "again": new}
    assert client.post("/passwort", data=sent).status_code == 200
    session.forget()
    assert _who(client) == petra
    assert _who(other) is None
    assert session.account_of(stolen) is None
    assert accounts.signed_in(home.desk(), petra.name, PASSWORD) is None
    assert accounts.signed_in(home.desk(), petra.name, new) == petra


def test_nobody_has_a_password_to_change(client: TestClient) -> None:
    """They sign in first."""
    assert client.get("/passwort").headers["location"] == "/anmelden"
    assert client.post("/passwort", data={"new": "x"}).headers["location"] == "/anmelden"


@pytest.mark.usefixtures("app_home")
def test_before_the_first_account_the_page_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command; there is nothing to fill in yet."""
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    home.settings.cache_clear()
    page = _browser().get("/anmelden").text
    assert "kb user add NAME --role staff" in page
    assert 'name="password"' not in page


def test_what_belongs_to_an_account_is_kept_by_no_cache(client: TestClient) -> None:
    """The forms and their answers."""
    for path in ("/anmelden", "/abmelden", "/passwort"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_a_session_that_has_ended_meanwhile_is_asked_for_anew(
    client: TestClient, petra: Account
) -> None:
    """A form that stood open over night leads to the form, with no failure."""
    assert _sign_in(client) == 303
    token = _token(client, "/abmelden")
    with home.desk().writing() as connection:
        connection.exec_driver_sql("DELETE FROM session")
    session.forget()
    assert client.post("/abmelden", data={"token": token}).status_code == 303
    assert _who(client) is None
    assert _sign_in(client) == 303
    assert sessions.IDLE < sessions.LONGEST


class TestReadingForAccountsOnly:
    """KB_READING=signed-in."""

    @pytest.fixture(autouse=True)
    def _closed(self, petra: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KB_READING", "signed-in")
        home.settings.cache_clear()

    @pytest.mark.parametrize(
        "path",
        [
            "/seite/handbuch.2026.3",
            "/pdf/handbuch.2026",
            "/stellen?k=handbuch.2026.3",
            "/_stcore/host-config",
            "/_stcore/health",
            "/static/js/x.js",
            "/media/x",
            "/anmeldenx",
        ],
    )
    def test_nobody_gets_anything(self, client: TestClient, path: str) -> None:
        """Neither pictures nor files nor cards."""
        answer = client.get(path)
        assert answer.status_code == 401
        assert "Vormund" not in answer.text

    def test_every_place_leads_to_signing_in(self, client: TestClient) -> None:
        """And from there on to the place."""
        answer = client.get("/?q=arzt")
        assert answer.headers["location"] == "/anmelden?weiter=%3Fq%3Darzt"
        assert _sign_in(client, weiter="?q=arzt") == 303
        assert client.get("/?q=arzt").status_code == 200
        assert client.get("/pdf/handbuch.2026").status_code == 200

    def test_what_signing_in_needs_is_there(self, client: TestClient) -> None:
        """The form, its looks, the choice of language, and what monitors ask."""
        for path in ("/anmelden", "/kb/kb.css", "/kb/forms.css", "/ready"):
            assert client.get(path).status_code == 200
        assert client.get("/sprache/en").status_code == 303

    def test_no_web_socket_is_opened(self, client: TestClient) -> None:
        """Nothing of a screen can come over it."""
        from starlette.websockets import WebSocketDisconnect

        with (
            pytest.raises(WebSocketDisconnect) as refused,
            client.websocket_connect("/_stcore/stream"),
        ):
            pass
        assert refused.value.code == 1008


def test_a_damaged_desk_is_one_sentence(app_home: Path, tmp_path: Path) -> None:
    """On the page, when signing in, and for whoever was signed in; reading goes on for all else."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "desk.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_HOME", str(tmp_path))
        home.settings.cache_clear()
        client = _browser()
        assert "desk.sqlite3 mit Konten" in client.get("/anmelden").text
        sent = {"token": _token(client), "name": "Petra", "password": PASSWORD}
        answer = client.post("/anmelden", data=sent)
        assert (answer.status_code, "desk.sqlite3" in answer.text) == (503, True)
        assert client.get("/").status_code == 200
        client.cookies.set(session.COOKIE, session._signer("session").sign("x" * 43).decode())
        assert client.get("/verwaltung").status_code == 503
    home.settings.cache_clear()
