"""The API answers as the screens do, describes itself truly, and tells nothing that they do not."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kb.ui import api, home
from kb.ui.limits import Rate
from tests.test_ui_routes import client

__all__ = ["client"]  # a fixture


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask more often than people may."""
    monkeypatch.setattr(api, "_RATE", Rate(most=1_000_000))


def test_a_search_gives_pages_with_marks(client: TestClient) -> None:
    """In the order of the screen, as many as asked for."""
    found = client.get("/api/search", params={"q": "arzt", "limit": 3}).json()
    assert (found["total"], len(found["hits"])) == (13, 3)
    hit = found["hits"][0]
    start, end = hit["snippet"]["marks"][0]
    assert hit["snippet"]["text"][start:end] == "Arzt"
    assert client.get(f"/api/pages/{hit['key']}").json()["pdf_page"] == hit["pdf_page"]


def test_filters_have_the_names_of_the_screen(client: TestClient) -> None:
    """And narrow the answer in the same way."""
    found = client.get("/api/search", params={"q": "taschengeld", "jahr": "2018"}).json()
    assert {hit["edition"] for hit in found["hits"]} == {"2018"}


def test_publications_are_listed(client: TestClient) -> None:
    """With their editions, newest first."""
    found = client.get("/api/publications").json()["publications"]
    leaflet = next(one for one in found if one["publication"] == "blatt")
    assert [edition["edition"] for edition in leaflet["editions"]] == ["2025", "2018"]


def test_the_description_names_every_answer(client: TestClient) -> None:
    """Each path is there, each key of a hit is described, and the other way round."""
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/search", "/publications", "/pages/{key}"}
    hit = client.get("/api/search", params={"q": "arzt"}).json()["hits"][0]
    schema = described["components"]["schemas"]["Hit"]
    assert set(hit) == set(schema["properties"]) == set(schema["required"])


@pytest.mark.parametrize("key", ["handbuch.2026.99", "nichts", "../../etc/passwd", "a.b.c"])
def test_what_there_is_not_is_one_sentence(client: TestClient, key: str) -> None:
    """With a code for programs."""
    answer = client.get(f"/api/pages/{key}")
    assert answer.status_code == 404
    if answer.headers["content-type"] == "application/json":
        assert answer.json()["error"] == "page_not_found"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(q=st.text(max_size=40), limit=st.text(max_size=6), language=st.text(max_size=4))
def test_any_parameters_get_an_answer(
    client: TestClient, q: str, limit: str, language: str
) -> None:
    """What programs send is never an error."""
    parameters = {"q": q, "limit": limit, "offset": limit, "sprache": language}
    answer = client.get("/api/search", params=parameters)
    assert answer.status_code == 200
    assert json.loads(answer.text)["total"] >= 0


def test_one_address_cannot_ask_all_the_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told when to come back; others are answered."""
    monkeypatch.setattr(api, "_RATE", Rate(most=2))
    ask: Callable[[], int] = lambda: client.get("/api/publications").status_code  # noqa: E731
    assert [ask(), ask(), ask()] == [200, 200, 429]
    answer = client.get("/api/publications", headers={"Cookie": "kb_sprache=en"})
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.json()["error"] == "too_many_requests"
    assert answer.json()["message"].startswith("Too many requests. Please try again in")


def test_only_websites_in_the_settings_may_ask(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By default none: the app may stand in a network that strangers' pages must not look into."""
    ours, other = "https://www.example.org", "https://www.example.org.evil.example"

    def allowed(origin: str) -> str | None:
        answer = client.get("/api/search?q=arzt", headers={"Origin": origin})
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in answer.headers["vary"]
        return answer.headers.get("access-control-allow-origin")

    assert allowed(ours) is None
    monkeypatch.setenv("KB_WEBSITES", f"{ours}/")
    home.settings.cache_clear()
    assert (allowed(ours), allowed(other), allowed("null")) == (ours, None, None)
