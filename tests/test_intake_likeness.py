"""How much text two editions share."""

from kb.intake.likeness import Likeness, Relative, runs_of
from kb.model import Page, PageKey
from tests.brought import Brought, brought, letter
from tests.small_pdf import Words, pdf, sheet

__all__ = ["brought"]  # a fixture

_SENTENCES = (
    "Das Taschengeld zahlt das Jugendamt jeden Monat am ersten Werktag aus.",
    "Wer ein Konto hat, bekommt es überwiesen, alle anderen holen es ab.",
    "Der Vormund darf es nicht kürzen, auch nicht zur Strafe für etwas.",
    "Kleidung und Schulsachen bezahlt man davon nicht, dafür gibt es mehr.",
)


def _title(text: str) -> Words:
    return Words(text, 70, 800, 18)


def _relatives(brought: Brought, title: str) -> list[Relative]:
    likeness = Likeness(brought.settings.index / "likeness", brought.library)
    publication = next(p for p in brought.library.publications() if p.title == title)
    return list(likeness.relatives(publication, publication.editions[0]))


def _two(brought: Brought, one: bytes, other: bytes) -> None:
    brought.bring("a.pdf", one)
    brought.bring("b.pdf", other)
    brought.work()


def test_words_count_not_how_they_are_set() -> None:
    """Case, line breaks and signs make no difference; a page end parts a run."""
    key = PageKey("a", "1", 1)
    one = Page(key, "Eins zwei drei vier fünf, sechs")
    other = Page(key, "EINS zwei\ndrei – vier fünf sechs.")
    assert list(runs_of([one])) == list(runs_of([other]))
    assert len(runs_of([one])) == 2
    assert len(runs_of([Page(key, "Eins zwei drei"), Page(key, "vier fünf sechs")])) == 0


def test_an_excerpt_is_known_by_its_share(brought: Brought) -> None:
    """All of it stands in the other, of which it is only a part."""
    whole = pdf(sheet(_title("Alles zum Geld"), *_SENTENCES), sheet("Anhang", *_SENTENCES[::-1]))
    _two(brought, whole, pdf(sheet(_title("Nur ein Auszug"), *_SENTENCES)))
    (relative,) = _relatives(brought, "Nur ein Auszug")
    assert relative.publication.title == "Alles zum Geld"
    assert relative.share > 0.9 > relative.back
    assert not relative.same_title


def test_a_new_text_is_known_by_its_title(brought: Brought) -> None:
    """Years and numbers of editions do not matter."""
    first = pdf(
        sheet(_title("Leitfaden Asylverfahren 2018"), "Früher war manches anders als heute.")
    )
    second = pdf(
        sheet(_title("Leitfaden Asylverfahren, 2. Auflage"), "Was jetzt gilt, steht hier.")
    )
    _two(brought, first, second)
    (relative,) = _relatives(brought, "Leitfaden Asylverfahren, 2. Auflage")
    assert relative.same_title
    assert relative.share < 0.1


def test_what_is_different_is_no_relative(brought: Brought) -> None:
    """The same kind of leaflet on another subject."""
    _two(brought, letter("Impfung"), letter("Wohnung"))
    assert _relatives(brought, "Merkblatt Impfung") == []


def test_nothing_is_kept_of_what_is_gone(brought: Brought) -> None:
    """And what is kept is used the next time."""
    _two(brought, letter("Impfung"), letter("Wohnung"))
    folder = brought.settings.index / "likeness"
    assert len(list(folder.glob("*.npy"))) == 2
    for path in brought.documents.glob("a.*"):
        path.unlink()
    brought.library.ingest()
    Likeness(folder, brought.library).prepare()
    assert len(list(folder.iterdir())) == 1
