"""The word forms of the German dictionary: laid out once, mapped from there by every process."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import simplemma
from simplemma.strategies import DictionaryLookupStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory, DictionaryFactory
from simplemma.utils import normalize_token

from kb import disk
from kb.errors import FolderNotWritable

NAME = "dictionary.trie"
_GERMAN = "de"
_PROOF = 32  # bytes at the end


class Forms(Protocol):
    """A set of word forms."""

    def __contains__(self, form: object) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[str]: ...


class _Place:
    """Where this process keeps the forms, and what it has opened."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._forms: Forms | None = None
        self._opening = Lock()

    def is_open(self) -> bool:
        return self._forms is not None

    def forms(self) -> Forms:
        with self._opening:
            forms = self._forms or (opened(self.folder) if self.folder else _trie())
            self._forms = forms
            return forms


_place = _Place()


def keep_in(folder: Path) -> None:
    """Where this process finds the dictionary, and leaves it where it is not there yet.

    Without a folder every process lays it out for itself: two seconds. One that has opened it
    already goes on with what it has.
    """
    _place.folder = folder


def kept_in() -> Path | None:
    """The same folder, for other processes of ours; by now the dictionary lies there."""
    _place.forms()
    return _place.folder


def missing_in() -> Path | None:
    """The folder where it is still to be laid out before this process can use it; None: nowhere."""
    folder = _place.folder
    return folder if folder and not _place.is_open() and not (folder / NAME).exists() else None


def opened(folder: Path) -> Forms:
    """The forms as kept in a folder, made there first where they are missing, damaged or others."""
    path = folder / NAME
    with suppress(OSError, ValueError):
        return _mapped(path)
    trie = _trie()
    with suppress(OSError, ValueError, FolderNotWritable):
        content = trie.tobytes()
        folder.mkdir(parents=True, exist_ok=True)
        disk.write(path, content + _proof(content))
        return _mapped(path)
    made: Forms = trie
    return made


def is_known(form: str) -> bool:
    """Whether the dictionary has it, with a small or a capital letter at its beginning."""
    return _lookup().get_lemma(normalize_token(form), _GERMAN) is not None


def lemma(form: str) -> str:
    """The form by which a dictionary lists it; rules guess where ours has none.

    Slow: half a second and 20 MB at first, then a tenth of a millisecond a word.
    """
    return simplemma.lemmatize(form, _GERMAN, low_memory=True)


def word_forms() -> Sequence[str]:
    """All that are one plain word, inflected forms too, in alphabetical order; takes a second."""
    return sorted(form for form in _place.forms() if form.isalpha())


class _Kept(Mapping[str, str]):
    """What simplemma looks up in: a form is its own lemma, since nobody asks for another."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    def __getitem__(self, form: str) -> str:
        if form in self._forms:
            return form
        raise KeyError(form)

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


class _Factory(DictionaryFactory):
    def __init__(self) -> None:
        self._kept = _Kept(_place.forms())

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        return self._kept


@cache
def _lookup() -> DictionaryLookupStrategy:
    return DictionaryLookupStrategy(_Factory())


def _trie() -> Any:
    from marisa_trie import Trie

    return Trie(DefaultDictionaryFactory().get_dictionary(_GERMAN))


def _mapped(path: Path) -> Forms:
    """Raises OSError, and ValueError where it is not what `opened` wrote."""
    from marisa_trie import Trie

    content = path.read_bytes()
    if content[-_PROOF:] != _proof(content[:-_PROOF]):
        raise ValueError("not what was written")
    mapped: Forms = Trie().mmap(str(path))
    return mapped


def _proof(content: bytes) -> bytes:
    """Another one for every edition of the dictionary, and of the library that lays it out."""
    made_of = f"{version('simplemma')} {version('marisa-trie')}".encode()
    return hashlib.blake2b(content, key=made_of, digest_size=_PROOF).digest()
