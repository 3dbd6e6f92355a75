"""Signing in at a server of the association's, against a small one that may also lie."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient

from kb.desk import accounts
from kb.model import Account, Role
from kb.ui import home, session
from tests.test_ui_routes import _app

CLIENT, SECRET = "wissensbasis", "nur zwischen den beiden Servern"


@dataclass
class Provider:
    """What the server says; tests change it before somebody signs in there."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    claims: dict[str, object] = field(default_factory=dict)
    userinfo: dict[str, object] = field(default_factory=dict)
    changed: dict[str, object] = field(
        default_factory=dict
    )  # claims that are not as they should be
    sign: str = "RS256"
    issuer: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    token_requests: int = 0

    def id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "u-17",
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
            **self.claims,
            **self.changed,
        }
        if self.sign == "none":
            head, body = (_base64(json.dumps(part)) for part in ({"alg": "none"}, claims))
            return f"{head}.{body}."
        if self.sign == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.sign == "another" else self.key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)

    def answer(self, path: str, sent: Mapping[str, str]) -> Mapping[str, object]:
        if path.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            ends = {f"{name}_endpoint": f"{self.address}/{name}" for name in names}
            return {
                "issuer": self.issuer or self.address,
                "jwks_uri": f"{self.address}/keys",
                **ends,
            }
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/token":
            self.token_requests += 1
            digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
            assert _base64(digest) == self.asked["code_challenge"]
            assert sent["redirect_uri"] == self.asked["redirect_uri"]
            assert sent["code"] == "one-time"
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
        return {"sub": "u-17", **self.userinfo}


def _base64(data: str | bytes) -> str:
    data = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A running server of the association's."""
    told = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", 0))
            sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            body = json.dumps(told.answer(urlsplit(self.path).path, sent)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield told
        server.shutdown()


@pytest.fixture
def client(
    app_home: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """A browser at the app below a base path, which trusts that server."""
    monkeypatch.setenv("KB_OIDC_ISSUER", provider.address)
    monkeypatch.setenv("KB_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("KB_OIDC_SECRET", SECRET)
    monkeypatch.setenv("KB_BASE_PATH", "wissen")
    home.settings.cache_clear()
    yield TestClient(_app(), base_url="https://kb.example", follow_redirects=False)
    with home.desk().writing() as connection:
        connection.exec_driver_sql("DELETE FROM account")
    session.forget()


def _set_out(client: TestClient, provider: Provider, onward: str = "") -> str:
    """To the server; returns the state that has to come back."""
    answer = client.get("/wissen/anmelden/verein", params={"weiter": onward})
    assert answer.status_code == 303, answer.text
    there = urlsplit(answer.headers["location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.address}/authorization"
    provider.asked = {k: v[0] for k, v in parse_qs(there.query).items()}
    return provider.asked["state"]


def _sign_in(client: TestClient, provider: Provider, onward: str = "") -> tuple[int, str]:
    """There and back; status and where it leads, or what it says."""
    sent = {"state": _set_out(client, provider, onward), "code": "one-time"}
    answer = client.get("/wissen/anmelden/zurueck", params=sent)
    return answer.status_code, answer.headers.get("location", "") or answer.text


def _who(client: TestClient) -> Account | None:
    return session.account_of(dict(client.cookies))


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["kb-staff"], Role.STAFF),
        (["x", "kb-trainers"], Role.TRAINER),
        (["kb-trainers", "kb-staff"], Role.STAFF),
        ("kb-staff", Role.STAFF),
    ],
)
def test_whoever_has_a_role_there_has_it_here(
    client: TestClient, provider: Provider, groups: object, role: Role
) -> None:
    """By the values of a claim; and they get to where they wanted to go."""
    provider.claims = {"name": "Petra Müller", "groups": groups}
    assert _sign_in(client, provider, "bibliothek?p=x") == (303, "/wissen/bibliothek?p=x")
    who = _who(client)
    assert who is not None
    assert (who.name, who.role) == ("Petra Müller", role)
    assert provider.asked["redirect_uri"] == "https://kb.example/wissen/anmelden/zurueck"
    assert provider.asked["code_challenge_method"] == "S256"
    assert "openid" in provider.asked["scope"]


def test_the_role_is_that_of_today(client: TestClient, provider: Provider) -> None:
    """It is known by a number that never changes, whatever the name is by now."""
    provider.claims = {"name": "Petra Müller", "groups": ["kb-staff"]}
    assert _sign_in(client, provider)[0] == 303
    before = _who(client)
    provider.claims = {"name": "Petra Meier", "groups": ["kb-trainers"]}
    assert _sign_in(client, provider)[0] == 303
    after = _who(client)
    assert before is not None
    assert after is not None
    assert (after.id, after.role) == (before.id, Role.TRAINER)


def test_roles_may_come_from_userinfo(client: TestClient, provider: Provider) -> None:
    """Some servers keep them out of what they sign; only of the same person they count."""
    provider.userinfo = {"groups": ["kb-trainers"], "name": "Ali"}
    assert _sign_in(client, provider)[0] == 303
    provider.userinfo["sub"] = "u-18"
    assert _sign_in(client, provider)[0] == 403


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"groups": []},
        {"groups": "staff"},
        {"groups": ["kb-Staff", "staff"]},
        {"groups": {"kb-staffing": True}},
    ],
)
def test_whoever_has_no_role_there_has_none_here(
    client: TestClient, provider: Provider, claims: dict[str, object]
) -> None:
    """They are told so."""
    provider.claims = {"name": "Petra", **claims}
    status, page = _sign_in(client, provider)
    assert status == 403
    assert "hat hier noch keine Rolle" in page
    assert _who(client) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"changed": {"nonce": "of another trip"}},
        {"changed": {"aud": "another app"}},
        {"changed": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"changed": {"iss": "https://evil.example"}},
        {"changed": {"exp": 1}},
        {"changed": {"sub": None}},
        {"changed": {"groups": 7}},
        {"sign": "none"},
        {"sign": "HS256"},
        {"sign": "another"},
        {"issuer": "https://evil.example"},
    ],
)
def test_what_the_server_did_not_say_to_us_now_does_not_count(
    client: TestClient, provider: Provider, lie: dict[str, object]
) -> None:
    """Of another trip, app, server or time, or not signed by it."""
    provider.claims = {"name": "Petra", "groups": ["kb-staff"]}
    sent = {"state": _set_out(client, provider), "code": "one-time"}
    for name, value in lie.items():
        setattr(provider, name, value)
    answer = client.get("/wissen/anmelden/zurueck", params=sent)
    assert answer.status_code == 403
    assert "nicht geklappt" in answer.text
    assert _who(client) is None
    assert accounts.entries(home.desk()) == []


def test_only_whoever_set_out_from_here_comes_back(client: TestClient, provider: Provider) -> None:
    """Another's code in a link signs nobody in, and no trip is made twice."""
    provider.claims = {"name": "Petra", "groups": ["kb-staff"]}
    state_ = _set_out(client, provider)
    back = "/wissen/anmelden/zurueck"
    for sent in ({"state": "x", "code": "one-time"}, {"code": "one-time"}, {"state": state_}):
        assert client.get(back, params=sent).status_code == 403
        state_ = _set_out(client, provider)
    stranger = TestClient(_app(), base_url="https://kb.example", follow_redirects=False)
    sent = {"state": state_, "code": "one-time"}
    assert stranger.get(back, params=sent).headers["location"] == "/wissen/anmelden"
    assert provider.token_requests == 0
    assert client.get(back, params=sent).status_code == 303
    assert client.get(back, params=sent).headers["location"] == "/wissen/anmelden"
    assert provider.token_requests == 1


def test_nobody_takes_over_an_account_with_a_password(
    client: TestClient, provider: Provider
) -> None:
    """By having its name elsewhere."""
    petra = accounts.add(home.desk(), "Petra", Role.STAFF, None)
    provider.claims = {"name": "petra", "groups": ["kb-staff"]}
    status, page = _sign_in(client, provider)
    assert (status, "gibt es schon" in page) == (403, True)
    assert [entry.account for entry in accounts.entries(home.desk())] == [petra]


def test_a_server_that_is_down_is_one_sentence(
    client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever has a password signs in with it."""
    monkeypatch.setenv("KB_OIDC_ISSUER", "http://127.0.0.1:9")
    home.settings.cache_clear()
    answer = client.get("/wissen/anmelden/verein")
    assert answer.status_code == 403
    assert "nicht geklappt" in answer.text
    assert 'name="password"' in answer.text


def test_the_page_offers_it(client: TestClient, provider: Provider) -> None:
    """First, with where to go afterwards; without a server there is no such route."""
    page = client.get("/wissen/anmelden?weiter=bibliothek").text
    assert 'href="/wissen/anmelden/verein?weiter=%2Fwissen%2Fbibliothek"' in page
    assert "kb user add" not in page


@pytest.mark.usefixtures("app_home")
def test_without_a_server_there_is_no_such_route() -> None:
    """And no button."""
    client = TestClient(_app(), base_url="https://kb.example", follow_redirects=False)
    assert client.get("/anmelden/verein").status_code == 404
    assert "verein" not in client.get("/anmelden").text
