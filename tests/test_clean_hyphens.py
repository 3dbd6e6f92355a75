"""What the hyphen at the end of a line means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.clean.hyphens import Joint, join_inside, joint
from kb.clean.words import Vocabulary

JOIN, KEEP, APART = Joint.JOIN, Joint.KEEP, Joint.APART


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("die Vormund-", "schaft endet", JOIN),
        ("das Widerrufsprüf-", "verfahren", JOIN),  # no dictionary has it
        ("ein Haushalt mit 2-Personen-Haus-", "halten", JOIN),
        ("in Baden-", "Württemberg", KEEP),
        ("das Dublin-", "Verfahren", KEEP),
        ("der SGB-VIII-", "Antrag", KEEP),
        ("Kinder-", "und Jugendhilfe", APART),
        ("Ausbildungs-", "oder Arbeitsvertrag", APART),
        ("Grund-", "stück", JOIN),
        ("s", "o", APART),
        ("Anforderungen so-", "wie Wünsche", JOIN),
        ("an-", "statt", JOIN),
        ("ein EU-", "weites", KEEP),
        ("eine 18-", "jährige", KEEP),
        ("eine E-", "mail", KEEP),
        ("§ 42-", "43", KEEP),
        ("die Vormund*-", "innen", JOIN),
        ("die Bürger/-", "innen", KEEP),
        ("http://www.gnu.org/-", "prep/maintain", JOIN),
        ("www.bamf.de/asyl-", "verfahren", KEEP),
        ("das Vorbe-", "Aufenthaltsstatus", KEEP),
        ("sie vorbe-", "Aufenthaltsstatus", APART),
        ("im Jahr –", "danach", APART),
        ("Seite -", "danach", APART),
        ("VORMUND-", "SCHAFT", JOIN),
        ("weich\xad", "trennen", JOIN),
        ("Berlin\xad", "Mitte", KEEP),
        ("kein Trennstrich", "hier", APART),
        ("am Ende-", "", APART),
        ("", "", APART),
    ],
)
def test_joint(left: str, right: str, expected: Joint) -> None:
    assert joint(left, right, Vocabulary([])) is expected


def test_the_document_knows_its_own_words() -> None:
    """A word seen whole elsewhere is joined, one seen with its hyphen keeps it."""
    words = Vocabulary(["Das BürgerForum und das BürgerForum", "Unix-artige Systeme"])
    assert joint("das Bürger-", "Forum", words) is JOIN
    assert joint("ein Unix-", "artiges", words) is JOIN
    assert joint("zwei Unix-", "artige", words) is KEEP


def test_broken_ends_are_no_words_of_the_document() -> None:
    words = Vocabulary(["die Vormund-", "schaft"])
    assert (words.count("Vormund"), words.count("schaft")) == (0, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("die Vormund- schaft endet", "die Vormundschaft endet"),
        ("Kinder- und Jugendhilfe", "Kinder- und Jugendhilfe"),
        ("Baden- Württemberg", "Baden- Württemberg"),
        ("ein Qxyz- abc", "ein Qxyz- abc"),
    ],
)
def test_inside_a_line(line: str, expected: str) -> None:
    assert join_inside(line) == expected


@given(st.text(), st.text())
def test_total(left: str, right: str) -> None:
    joint(left, right, Vocabulary([left, right]))
    join_inside(left)
