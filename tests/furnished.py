"""A home folder in the middle of a team's work, so that none of their screens is empty."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, StorageState
from pypdf import PdfReader, PdfWriter

from kb.catalogue.care import Care
from kb.desk import Desk, accounts, unanswered
from kb.desk.collections import Collections, Piece, PieceKind
from kb.desk.masking import Masking
from kb.german import Analyzer
from kb.handout import cutting
from kb.intake import Intake
from kb.intake.worker import Worker
from kb.library import Library
from kb.model import Account, PageKey, Role, Visibility
from kb.settings import Settings
from tests.brought import letter

PASSWORD = "vier kurze Wörter"
NAMES = {Role.STAFF: "Petra Müller", Role.TRAINER: "Jonas Weber"}
COLLECTION = 1  # the number of the one that lies open in pictures
RELATIVE = "achtzehn-und-jetzt"  # the file that may be another edition of what is there
_ASKED = {"zahnspange": 5, "schwimmkurs": 4, "spielkonsole": 2}
_LONG = "Merkblatt_2026-03-11_final_FINAL_v3_mit_allen_Anmerkungen_der_Koordination_und_der_Leitung"


@dataclass(frozen=True, slots=True)
class Team:
    """Who works there: the account of each role."""

    accounts: Mapping[Role, Account]

    def sign_in(self, browser: Browser, address: str) -> Mapping[Role, StorageState]:
        """Sign everybody in through the form; what a browser then holds, by role."""
        return {role: _state(browser, address, one.name) for role, one in self.accounts.items()}


def furnish(home: Path, *, rough: bool = False) -> Team:
    """Files that wait, one refused, a trash, searches without hits, collections.

    `rough`: with the long titles and names that real life brings.
    """
    settings = Settings(home=home, meaning=False)
    desk = Desk(settings.desk)
    team = Team(
        {role: accounts.add(desk, name, role, PASSWORD) for role, name in NAMES.items()},
    )
    accounts.add(desk, "Amina Yıldız", Role.TRAINER, PASSWORD)
    if rough:
        accounts.add(desk, "Maximiliane Freifrau von Hohenstein-Oberndorf-Bernau", Role.STAFF, None)
    _withdraw(settings, desk, team.accounts[Role.STAFF])
    _bring(settings, _files(home, rough=rough))
    _ask(settings, desk)
    _collect(settings, desk, team.accounts, rough=rough)
    return team


def _files(home: Path, *, rough: bool) -> Sequence[tuple[str, bytes]]:
    brochure = (home / "documents" / "broschuere-2026.pdf").read_bytes()
    scan = (home / "documents" / "scan-woerter.pdf").read_bytes()
    files = [
        ("broschuere-neu.pdf", _copied(brochure, "Achtzehn – und jetzt?", without=1)),
        ("noch-einmal.pdf", brochure),
        ("rundbrief.pdf", b"<html>"),
        ("wortliste-gescannt.pdf", _copied(scan, "Wortliste")),
        ("merkblatt-fahrrad.pdf", letter("Fahrrad")),
    ]
    if rough:
        files.append((f"{_LONG}.pdf", letter("Fahrradversicherungsbescheinigungsantrag " * 3)))
        files.append((f"{_LONG} (1).pdf", b"%PDF-1.4 kaputt"))
    return files


def _copied(pdf: bytes, title: str, without: int = 0) -> bytes:
    """Another file that holds the same pages, without the last ones."""
    writer = PdfWriter()
    every = PdfReader(BytesIO(pdf)).pages
    for page in every[: len(every) - without]:
        writer.add_page(page)
    writer.add_metadata({"/Title": title})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _withdraw(settings: Settings, desk: Desk, who: Account) -> None:
    (settings.documents / "alt.pdf").write_bytes(letter("Mofa", year=2015))
    Library(settings).ingest()
    care = Care(settings.documents, desk)
    old = next(p.id for p in care.publications()[0] if p.editions[0].file == "alt.pdf")
    care.withdraw(who, [old], successor="handbuch")


def _bring(settings: Settings, files: Sequence[tuple[str, bytes]]) -> None:
    intake = Intake(settings)
    for name, content in files:
        with intake.inbox.receiving(secrets.token_hex(16), name) as arrival:
            arrival.write(content)
            intake.accepted(arrival.accept(), None)
    Worker(settings).run(linger=0)


def _ask(settings: Settings, desk: Desk) -> None:
    masking = Masking(Library(settings).terms, Analyzer())
    for words, times in _ASKED.items():
        masked = masking.mask(words)
        assert masked
        for before in range(times - 1, -1, -1):
            day = date.today() - timedelta(days=before)
            unanswered.count(desk, masked, similar=words == "schwimmkurs", day=day)


def _collect(
    settings: Settings, desk: Desk, people: Mapping[Role, Account], *, rough: bool
) -> None:
    library = Library(settings).seen_by(Visibility.TEAM)
    mine = Collections(desk, people[Role.TRAINER].id)
    mine.create("Modul 3: Gesundheit und Geld", _pieces(library))
    mine.share(COLLECTION, NAMES[Role.STAFF], may_edit=True)
    theirs = Collections(desk, people[Role.STAFF].id)
    theirs.share(theirs.create("Seminar im Frühjahr"), NAMES[Role.TRAINER], may_edit=False)
    mine.archive(mine.create("Modul 3, voriges Jahr"))
    if rough:
        mine.create("Fortbildungswochenende der Koordinator*innen " * 4, _pieces(library))


def _pieces(library: Library) -> Sequence[Piece]:
    money = PageKey("handbuch", "2026", 18)
    return [
        Piece(PieceKind.HEADING, "Taschengeld"),
        cutting.passage(library, money, library.page(money).text.index("Taschengeld")),
        Piece(PieceKind.NOTE, "In der Gruppe besprechen: Wer zahlt was?"),
        cutting.pages(library, PageKey("handbuch", "2026", 17), PageKey("handbuch", "2026", 17)),
        cutting.passage(library, PageKey("handbuch", "2018", 7), 0),
    ]


def _state(browser: Browser, address: str, name: str) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}anmelden")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "anmelden" not in url)
    state = context.storage_state()
    context.close()
    return state
