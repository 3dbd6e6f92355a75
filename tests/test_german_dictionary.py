"""The word forms of the dictionary are kept in a folder, and what is kept there may be lost."""

import subprocess
import sys
from pathlib import Path

import pytest
import simplemma
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from kb.german.dictionary import NAME, Forms, is_known, opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dictionary is kept."""
    made = tmp_path_factory.mktemp("index")
    opened(made)
    return made


def _is_whole(forms: Forms) -> bool:
    return len(forms) > 1_000_000 and "Vormundschaft" in forms and "Vormundschaf" not in forms


def test_what_is_kept_are_exactly_the_forms_of_the_dictionary(folder: Path) -> None:
    """Opened a second time, they come from the folder."""
    theirs = set(DefaultDictionaryFactory().get_dictionary("de"))
    assert set(opened(folder)) == theirs


def test_a_word_is_known_as_the_dictionary_knows_it() -> None:
    """Small, capitalised, with an accent in two letters, with an apostrophe, in no language."""
    written = "haus Haus HAUS wohnt Wohnt u\u0308ber geht’s geht's Skibidi xyzzy İ 12 é - ß"
    words = written.split()
    assert list(map(is_known, words)) == [simplemma.is_known(word, lang="de") for word in words]


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "other"])
def test_a_damaged_file_is_made_again(folder: Path, tmp_path: Path, damage: str) -> None:
    """Also one of another edition of the dictionary, which ends in another proof."""
    content = bytearray((folder / NAME).read_bytes())
    whole = bytes(content)
    match damage:
        case "cut":
            del content[len(content) // 2 :]
        case "bit":
            content[len(content) // 3] ^= 4
        case "empty":
            content.clear()
        case _:
            content[-1] ^= 1
    (tmp_path / NAME).write_bytes(content)
    assert _is_whole(opened(tmp_path))
    assert (tmp_path / NAME).read_bytes() == whole


def test_where_nothing_can_be_written_it_is_held_in_memory(
    tmp_path: Path,
) -> None:
    """A folder under a file can never be made."""
    (tmp_path / "index").write_bytes(b"")
    assert _is_whole(opened(tmp_path / "index" / "below"))


_ASKED = """
import sys
from pathlib import Path
from kb.german.dictionary import is_known, keep_in, missing_in
keep_in(Path(sys.argv[1]))
print(missing_in())
assert is_known("Vormund")
print(missing_in())
"""


def test_it_is_missing_until_it_lies_there_or_is_open(folder: Path, tmp_path: Path) -> None:
    """In a process that has asked for no word yet."""
    for where, missing in ((tmp_path / "new", str(tmp_path / "new")), (folder, "None")):
        asked = [sys.executable, "-c", _ASKED, str(where)]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        assert said.split() == [missing, "None"]
