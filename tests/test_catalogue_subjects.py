"""Subjects, audience and language as guessed from words."""

import pytest

from kb.catalogue.proposal import FirstLook, Origin, Source, propose
from kb.catalogue.subjects import audience, language, topics

_LETTER = (
    "Die Schule beginnt im August. Schulbücher leiht die Schule aus, und wer einen Sprachkurs "
    "braucht, fragt die Schulleitung. Auch das Schulessen kann die Stadt bezahlen."
)


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Schulanfang", _LETTER, ("schule",)),
        ("Was ist die Duldung?", "", ("asyl",)),
        ("Kochen", "Man nehme Mehl, Wasser und etwas Salz. " * 5, ()),
    ],
)
def test_topics(title: str, text: str, found: tuple[str, ...]) -> None:
    """What enough of the words speak of; a title alone where there is no text."""
    assert topics(title, text) == found


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Handbuch für ehrenamtliche Vormunde", "Liebe Eltern, liebe Eltern", ("Ehrenamtliche",)),
        ("Heft", "für Jugendliche. Für Jugendliche? Ja, für junge Menschen.", ("junge Menschen",)),
        ("Heft", "Ein Lehrer kam.", ()),
    ],
)
def test_audience(title: str, text: str, found: tuple[str, ...]) -> None:
    """The title says it, or the text often enough."""
    assert audience(title, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (_LETTER, "de"),
        ("The guardian signs at the doctor and goes along to every hearing. " * 3, "en"),
        ("يوقع الوصي عند الطبيب وفي المدرسة ويرافق القاصر إلى كل جلسة استماع " * 3, "ar"),
        ("Zu kurz.", ""),
    ],
)  # fmt: skip
def test_language(text: str, found: str) -> None:
    """Of running text; of a few words nobody can tell."""
    assert language(text) == found


def test_a_proposal_says_where_its_values_were_read() -> None:
    """On which page, in the file's name, in its properties; what nobody said has no source."""
    pages = ["Titelseite", "Herausgeber: Verein Wir e.V.\nStand: März 2024"]
    look = FirstLook(
        title="Ratgeber Schule",
        text="\n\n".join(pages),
        starts=[(0, 1), (len(pages[0]) + 2, 2)],
    )
    found = propose("schule-2023.pdf", look, ()).sources
    assert found["title"] == found["kind"] == Source(Origin.METADATA)
    assert found["year"] == Source(Origin.FILE_NAME)
    assert found["publisher"] == found["law_as_of"] == Source(Origin.PAGE, 2)
    assert "language" not in found
