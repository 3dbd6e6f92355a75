"""Collections over HTTP: what is sent is kept, what is not allowed is refused."""

import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from kb.model import Role
from kb.ui.home import LANGUAGE_COOKIE
from tests.signed_in import SignedIn
from tests.test_ui_routes import client

__all__ = ["client"]  # a fixture

SignIn = Callable[[Role], SignedIn]


class Trainer:
    """A client of somebody who signed in."""

    def __init__(self, client: TestClient, who: SignedIn) -> None:
        self._client = client
        self._who = who

    def _cookies(self, language: str = "de") -> dict[str, str]:
        pairs = {**self._who.cookies, LANGUAGE_COOKIE: language}.items()
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in pairs)}

    def send(self, do: str, **fields: object) -> dict[str, object]:
        """One change; its answer."""
        data = {"do": do, "token": self._who.form_token, **{k: str(v) for k, v in fields.items()}}
        answer = self._client.post("/sammlung", data=data, headers=self._cookies())
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    def status(self, do: str, **fields: object) -> int:
        """The status of one change that may be refused."""
        data = {"do": do, "token": self._who.form_token, **{k: str(v) for k, v in fields.items()}}
        return self._client.post("/sammlung", data=data, headers=self._cookies()).status_code

    def get(self, path: str, language: str = "de") -> tuple[int, bytes]:
        """Status and body."""
        answer = self._client.get(path, headers=self._cookies(language))
        return answer.status_code, answer.content


@pytest.fixture
def trainer(client: TestClient, signed_in: SignIn) -> Trainer:
    return Trainer(client, signed_in(Role.TRAINER))


def test_what_is_kept_from_a_card_becomes_a_handout(trainer: Trainer) -> None:
    """A new collection, two pieces, every kind of file."""
    kept = trainer.send("keep", called="Modul 3", key="handbuch.2026.5", at=0, what="passage")
    number = kept["collection"]
    trainer.send("keep", s=number, key="handbuch.2026.5", what="chapter")
    html = trainer.send("add", s=number, kind="heading")["html"]
    assert isinstance(html, str)
    assert html.count("data-piece=") == 3
    assert "Abschnitt „5 Arzt“" in html
    starts = {"docx": b"PK", "pdf": b"%PDF", "originale.pdf": b"%PDF", "html": b"<!doctype"}
    for ending, start in {**starts, "md": b"# Modul 3", "bib": b"@booklet", "ris": b"1."}.items():
        status, body = trainer.get(f"/handout/{number}.{ending}")
        assert (status, body[: len(start)]) == (200, start)


def test_a_marked_text_that_is_not_on_the_page_is_not_kept(trainer: Trainer) -> None:
    """Quotations are word for word."""
    answer = trainer.send(
        "keep", key="handbuch.2026.5", what="marked", text="steht dort nicht", called="x"
    )
    assert not answer["collection"]
    assert "steht so nicht auf dieser Seite" in str(answer["said"])


def test_nobody_reaches_the_collections_of_others(client: TestClient, signed_in: SignIn) -> None:
    """Neither the pieces nor the handout, nor by changing them."""
    anna, berta = (Trainer(client, signed_in(Role.TRAINER)) for _ in "ab")
    number = anna.send("keep", called="geheim", key="handbuch.2026.5", what="page")["collection"]
    assert berta.get(f"/sammlung/{number}")[0] == 404
    assert berta.get(f"/handout/{number}.docx")[0] == 404
    for do in ("add", "rename", "remove", "undo", "delete", "archive", "share", "leave"):
        assert berta.status(do, s=number, piece=1, who="x") == 404
    assert anna.get(f"/sammlung/{number}")[0] == 200


def test_nobody_without_an_account_gets_anything(client: TestClient, trainer: Trainer) -> None:
    """Not a page, not a change, not a file."""
    number = trainer.send("keep", called="x", key="handbuch.2026.5", what="page")["collection"]
    client.cookies.clear()
    assert client.get(f"/sammlung/{number}").status_code == 401
    assert client.get(f"/handout/{number}.pdf").status_code == 401
    assert client.post("/sammlung", data={"do": "create"}).status_code == 401


def test_where_something_can_be_kept_is_asked_when_it_is_kept(
    client: TestClient, signed_in: SignIn
) -> None:
    """The last changed first; archived ones and those of others are not offered."""
    anna, berta = (Trainer(client, signed_in(Role.TRAINER)) for _ in "ab")
    number = anna.send("keep", called="Modul 3", key="handbuch.2026.5", what="page")["collection"]
    old = anna.send("keep", called="Früher", key="handbuch.2026.5", what="page")["collection"]
    anna.send("archive", s=old, archived="yes")
    offered = {"collections": [{"id": str(number), "title": "Modul 3"}]}
    assert json.loads(anna.get("/sammlung")[1]) == offered
    assert json.loads(berta.get("/sammlung")[1]) == {"collections": []}
    client.cookies.clear()
    assert client.get("/sammlung").status_code == 401


def test_a_form_of_another_site_changes_nothing(trainer: Trainer) -> None:
    """Without the token of the session nothing is done."""
    assert trainer.status("create", called="x", token="falsch") == 403


def test_an_older_edition_offers_the_newer_place(trainer: Trainer) -> None:
    """The screen says so; what the current edition has comes behind it, and can be undone."""
    number = trainer.send("keep", called="x", key="blatt.2018.1", what="page")["collection"]
    html = trainer.get(f"/sammlung/{number}")[1].decode()
    assert "Ältere Ausgabe" in html
    piece = html.partition('data-piece=\\"')[2].partition("\\")[0]
    renewed = str(trainer.send("renew", s=number, piece=piece)["html"])
    assert renewed.count("data-piece=") == 2
    assert renewed.index("Ausgabe 2018") < renewed.rindex("Ausgabe 2025")
    assert str(trainer.send("undo", s=number)["html"]).count("data-piece=") == 1


def test_what_became_of_a_piece_is_said_in_the_language_of_the_screen(trainer: Trainer) -> None:
    """The citation stays German, and so does the handout."""
    number = trainer.send("keep", called="x", key="blatt.2018.1", what="page")["collection"]
    html = trainer.get(f"/sammlung/{number}", language="en")[1].decode()
    assert "Older edition. The current version stands in: edition 2025" in html
    assert "Ältere Ausgabe" not in html
    assert "Ausgabe 2018" in html
    assert "Ältere Ausgabe" in trainer.get(f"/handout/{number}.md", language="en")[1].decode()


def test_a_quotation_is_cut_sentence_by_sentence(trainer: Trainer) -> None:
    """What cannot be cut says so; a piece that is gone is refused."""
    number = trainer.send("keep", called="x", key="handbuch.2026.5", what="passage")["collection"]
    html = trainer.get(f"/sammlung/{number}")[1].decode()
    piece = html.partition('data-piece=\\"')[2].partition("\\")[0]
    for _ in range(20):
        answer = trainer.send("edge", s=number, piece=piece, edge="earlier")
    assert "ganzen Text" in str(answer["said"])
    assert trainer.status("edge", s=number, piece=999_999, edge="earlier") == 404
    assert trainer.send("edge", s=number, piece=piece, edge="<b>")["said"]


def test_pages_are_named_as_printed(trainer: Trainer) -> None:
    """Where none is printed the page of the PDF counts."""
    kept = trainer.send("keep", called="x", key="handbuch.2026.2", what="pages", last="4")
    html = trainer.get(f"/sammlung/{kept['collection']}")[1].decode()
    assert "PDF-Seiten 2–4" in html


def test_a_title_is_one_plain_line(trainer: Trainer) -> None:
    """Nothing in it turns the text around it."""
    number = str(trainer.send("create", called="Modul\u202e 3\x07")["go"]).partition("=")[2]
    first = trainer.send("add", s=number, kind="note")["html"]
    assert str(first).count("data-piece=") == 1
    front = str(trainer.send("add", s=number, kind="heading", after="0")["html"])
    assert front.index("kb-is-heading") < front.index("kb-is-note")
    assert trainer.get(f"/handout/{number}.md")[1].startswith(b"# Modul 3\n")


def test_what_was_kept_in_the_browser_is_taken_over(trainer: Trainer) -> None:
    """With its notes; what is no place is left out."""
    number = trainer.send("keep", called="x", key="handbuch.2026.5", what="page")["collection"]
    answer = trainer.send(
        "from_kept",
        s=number,
        places="handbuch.2026.7@0 nichts handbuch.2026.99@0 blatt.2025.1@0",
        notes="erste\x1f\x1f\x1f",
    )
    assert "2 Stellen" in str(answer["said"])
    assert str(answer["html"]).count("data-piece=") == 4


@pytest.mark.parametrize("sent", [{}, {"s": "9" * 30}, {"s": "-1"}, {"s": "<b>"}, {"s": "0"}])
def test_nonsense_is_refused_kindly(trainer: Trainer, sent: dict[str, str]) -> None:
    """Numbers and names in forms can be anything."""
    assert trainer.status("write", piece="x", version="y", text="z", **sent) == 404
    assert trainer.status("nonsense", **sent) == 404
    assert trainer.get("/handout/1.exe")[0] == 404


def test_a_seminar_is_prepared_from_questions(trainer: Trainer) -> None:
    """A new collection, named after the day."""
    answer = trainer.send("questions", called="Fragen vom 1. Mai", text="Wer unterschreibt?\nArzt")
    number = str(answer["go"]).partition("=")[2]
    status, body = trainer.get(f"/sammlung/{number}")
    assert status == 200
    assert body.count(b"kb-is-heading") == 2


def test_what_there_is_not_is_said(trainer: Trainer) -> None:
    """No page of a kind, no checklist for a sheet: a sentence, not an empty file."""
    assert "keine Seite" in str(trainer.send("ready", kind="form")["said"])
    number = trainer.send("keep", called="x", key="handbuch.2026.5", what="page")["collection"]
    status, body = trainer.get(f"/handout/{number}.bogen.pdf")
    assert status == 422
    assert "Checkliste" in body.decode()


def test_the_word_list_is_a_pdf_for_the_team(client: TestClient, trainer: Trainer) -> None:
    """In the languages asked for."""
    status, body = trainer.get("/wortliste?l=en&l=ar")
    assert (status, body[:4]) == (200, b"%PDF")
    client.cookies.clear()
    assert client.get("/wortliste?l=en").status_code == 401
