"""The records and the own glossary that ship in documents/: nothing in them is in doubt."""

from pathlib import Path

import pytest

from kb.catalogue import Catalogue
from kb.german import Glossary
from kb.texts import ENGLISH, GERMAN, Texts

DOCUMENTS = Path(__file__).parent.parent / "documents"


def test_every_pdf_has_a_sound_record() -> None:
    """All records are read without a problem, and each PDF belongs to one."""
    catalogue = Catalogue(DOCUMENTS)
    publications, problems = catalogue.publications()
    assert {p.id for p in publications} >= {"handbuch", "broschuere", "scan-woerter"}
    assert (problems, catalogue.unrecorded()) == ([], [])


@pytest.mark.parametrize("texts", [GERMAN, ENGLISH], ids=["de", "en"])
def test_topics_have_names_and_stand_in_their_order(texts: Texts) -> None:
    """Records list topics as the interface does: in the order of a guardianship."""
    known = list(texts.topics)
    publications, _ = Catalogue(DOCUMENTS).publications()
    for publication in publications:
        assert list(publication.topics) == [t for t in known if t in publication.topics]


def test_the_own_glossary_is_ready_for_the_first_line() -> None:
    """It loads without a problem and changes nothing until somebody adds a word."""
    glossary = Glossary.load(DOCUMENTS)
    assert (DOCUMENTS / "glossary.tsv").exists()
    assert glossary.problems == ()
    assert glossary.fingerprint == Glossary.load().fingerprint


def test_the_example_in_the_own_glossary_works_as_written(tmp_path: Path) -> None:
    """Without its "#", the example line is a word with two synonyms."""
    text = (DOCUMENTS / "glossary.tsv").read_text("utf-8")
    assert text.count("\n#\t") == 1
    (tmp_path / "glossary.tsv").write_text(text.replace("\n#\t", "\n\t"), encoding="utf-8")
    glossary = Glossary.load(tmp_path)
    term = glossary.term("Patentreffen")
    assert glossary.problems == ()
    assert term is not None
    assert term.synonyms == ("Stammtisch", "Austauschabend")
