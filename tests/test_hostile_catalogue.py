"""Records and glossaries that anybody may have broken: used, or one line says what is wrong."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from kb.catalogue import Catalogue, record
from kb.catalogue.glossary_lines import decoded, encoded, with_header, with_term, without_term
from kb.catalogue.trash import Trash
from kb.errors import BadGlossaryLine, BadRecord, FolderNotWritable
from kb.german import Analyzer, Glossary, Term, terms
from kb.model import Publication
from tests.hostile import fuzzed, mutated, texts

_RECORD = """\
# von Hand
title = "Handbuch für Vormunde"
kind = "handbook"
publisher = "Verein"
audience = ["Vormunde"]
topics = ["alltag"]
language = "de"
visibility = "team"
confirmed = true

[[editions]]
label = "2026"
year = 2026
law_as_of = "2026-03"
file = "heft.pdf"
sha256 = "{digest}"
added = 2026-04-01
text_kinds = {{ 16 = ["table"] }}
reading = {{ reader = "pdfium", numbers = {{ 7 = "1" }}, spreads = true }}

[[editions]]
label = "2018"
file = "alt.pdf"
superseded_by = "2026"
""".format(digest="0" * 64).encode()

_TOKENS = [
    b"[[editions]]\n",
    b"[editions]\n",
    b"visibility = 1\n",
    b'label = "2026"\n',
    b"reading = [1]\n",
    b"text_kinds = {}\n",
    b"year = 99999999999999999999\n",
    b"added = 0001-01-01\n",
    b"a = " + b"[" * 2000,
    b'file = "../../etc/passwd"\n',
    b'"\\u0000" = 1\n',
    b'"""',
    b"inf",
    b"1979-05-27T07:32:00Z",
]
_ANYTHING = st.one_of(st.binary(max_size=400), mutated([_RECORD], _TOKENS))


@fuzzed
@given(data=_ANYTHING)
def test_any_record_is_a_publication_or_one_line(data: bytes) -> None:
    """So is a folder of such records; what is written over one can be read again."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("heft.pdf", "alt.pdf"):
            (folder / file).write_bytes(b"%PDF-")
        path = folder / "heft.toml"
        path.write_bytes(data)
        found = _read(path)
        catalogue = Catalogue(folder)
        catalogue.publications()
        catalogue.unusable()
        catalogue.unrecorded()
        catalogue.doubles()
        catalogue.recorded("0" * 64)
        catalogue.free_file("heft.pdf")
        if found and found.editions:
            catalogue.save(found)
            assert _read(path) == found


def _read(path: Path) -> Publication | None:
    try:
        return record.read(path)[0]
    except BadRecord as error:
        problem = str(error)
    assert "\n" not in problem
    return None


@fuzzed
@given(data=_ANYTHING, name=st.sampled_from(["heft", "Heft 2", "ä", "-", "a" * 200]))
@example(data=b"\x80", name="heft")
@example(data=b"no TOML", name="heft")
@example(data=b"[[editions]]\nlabel = 1\nlabel = 2\n", name="heft")
@example(data=b"editions = 1", name="heft")
def test_anything_in_the_trash_is_listed_and_comes_back_or_stays(data: bytes, name: str) -> None:
    """Its record may be broken, its file's name taken: restored, or left as it was."""
    with TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "heft.pdf").write_bytes(b"%PDF- here")
        held = folder / "trash" / "heft"
        held.mkdir(parents=True)
        (held / "heft.pdf").write_bytes(b"%PDF- there")
        (held / f"{name}.toml").write_bytes(data)
        (held / "about").write_bytes(data)
        trash = Trash(folder)
        assert [one.name for one in trash.contents()] == ["heft"]
        try:
            trash.restore("heft")
        except FolderNotWritable:
            assert [one.name for one in trash.contents()] == ["heft"]
        else:
            assert {p.read_bytes() for p in folder.glob("*.pdf")} == {
                b"%PDF- here",
                b"%PDF- there",
            }


_GLOSSARY = "\t".join(terms.COLUMNS) + "\n" + "\t".join("Wort" for _ in terms.COLUMNS) + "\n"
_TABLES = st.one_of(
    texts,
    st.binary(max_size=300).map(lambda data: data.decode("utf-8", "replace")),
    mutated([_GLOSSARY.encode()], [b"\t", b"\n", b"#", b"|", b"\x85", b"term_de", b"\x0b"]).map(
        lambda data: data.decode("utf-8", "replace")
    ),
)


@fuzzed
@given(table=_TABLES, name=texts, definition=texts)
@example(table="a column of their own", name="Amsel", definition="Ein Vogel.")
def test_any_glossary_is_read_and_written(table: str, name: str, definition: str) -> None:
    """Bad lines are named, the good ones count; an entry is put in and taken out of any of them."""
    found, problems = terms.parse(table, Path("glossary.tsv"))
    assert all("\n" not in str(problem) for problem in problems)
    Glossary(found, Analyzer())
    with_header(table)
    term = Term(id="own-1", name=name, definition=definition)
    with_term(table, term, name)
    without_term(table, name)


@fuzzed
@given(data=st.binary(max_size=300))
def test_any_file_of_a_glossary_is_read(data: bytes) -> None:
    """In any encoding, as the file and as what the screen takes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "glossary.tsv")
        path.write_bytes(data)
        found, problems = terms.read(path)
        assert not any("\n" in str(problem) for problem in problems), found
    with suppress(BadGlossaryLine):
        assert encoded(decoded(data), data) == data
