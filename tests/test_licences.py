"""docs/licences.md names every package that is asked for, and says of each what is so."""

import re
import sys
import tomllib
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

from tests.chromium import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = ("ocr", "oidc", "metrics", "opensearch", "postgres")
MODULES = packages_distributions()
_IMPORT = re.compile(
    r"^\s*(?:from (\w+)[\w.]* import |import (\w+)[\w.]*(?: as \w+)?$)", re.MULTILINE
)
_SAYING = ("License-Expression", "License", "Classifier")
MEASURING = {"bm25s", "tantivy", "websockets"}  # extra "bench": other engines and made-up readers


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked_for() -> set[str]:
    extras = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS for line in extras[extra])]
    return {_folded(re.match(r"[\w.-]+", line)[0]) for line in lines}  # type: ignore[index]


def _rows() -> dict[str, list[str]]:
    """Package -> the other cells of its line."""
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    table = text.partition("| --- |")[2].partition("\n\n")[0]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[1:]]
    return {_folded(cells[0]): cells[1:] for cells in lines}


ROWS = _rows()


def _imports(folder: Path) -> dict[str, set[str]]:
    """Package -> the modules of ours that import it, as far as it is installed."""
    found: dict[str, set[str]] = {}
    for file in folder.rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for match in _IMPORT.finditer(file.read_text("utf-8")):
            name = match[1] or match[2]
            if name in sys.stdlib_module_names or name == "kb":
                continue
            for package in MODULES.get(name, [name]):
                found.setdefault(_folded(package), set()).add(module)
    return found


def test_every_package_that_is_asked_for_has_a_line() -> None:
    """And no line is left of one that is not."""
    assert len(ROWS) > 20
    assert set(ROWS) == _asked_for()


@pytest.mark.parametrize("package", ROWS)
def test_a_licence_is_the_one_that_is_installed(package: str) -> None:
    """By its family: the same licence has many spellings."""
    said = metadata(package)
    lines = [line for name in _SAYING for line in said.get_all(name) or []]
    told = " ".join(line for line in lines if line.startswith("License") or "::" not in line)
    assert ROWS[package][2].casefold() in told.casefold().replace("mozilla public", "mpl")


def test_whatever_is_imported_is_asked_for_and_lives_where_it_says() -> None:
    """Also what another package would have brought along."""
    imports = _imports(ROOT / "kb")
    assert set(imports) - set(ROWS) - MEASURING == set()
    for package, cells in ROWS.items():
        if package in imports:
            homes = tuple(cells[1].split(", "))
            rooms = {m for m in imports[package] if not m.startswith("kb.bench")}
            assert {m for m in rooms if not m.startswith(homes)} == set(), package
            assert all(any(m.startswith(home) for m in rooms) for home in homes), package


def test_every_font_has_its_licence_beside_it() -> None:
    """And a line on the page."""
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    fonts = [file for kind in ("*.ttf", "*.woff2") for file in (ROOT / "kb").rglob(kind)]
    assert fonts
    for font in fonts:
        family = re.split(r"[-.]", font.name)[0]
        (licence,) = font.parent.glob(f"{family}.LICENSE*")
        assert licence.name in text
        assert "Open Font License" in licence.read_text("utf-8")
