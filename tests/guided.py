"""The same properties, led by what code an input reaches: `python -m tests.guided TARGET [COUNT]`.

By hand, with atheris, which runs on Linux and is installed for it: `pip install atheris`. Ends with
the first input that breaks a property, and keeps it beside where it was started.
"""

import sys

import atheris
from hypothesis import given

with atheris.instrument_imports(include=["kb"]):
    from kb.german import Analyzer
    from kb.query import parse
    from tests import test_hostile_catalogue as catalogue
    from tests import test_hostile_extract as extract
    from tests.hostile import fuzzed, texts

_ANALYZER = Analyzer()


@fuzzed
@given(text=texts)
def _any_question_is_parsed(text: str) -> None:
    parse(text)


@fuzzed
@given(text=texts)
def _any_text_is_analysed(text: str) -> None:
    assert all(0 <= t.start < t.end <= len(text) for t in _ANALYZER.tokens(text))
    assert all(0 <= r.start < r.end <= len(text) for r in _ANALYZER.law_references(text))


TARGETS = {
    "query": _any_question_is_parsed,
    "analyzer": _any_text_is_analysed,
    "record": catalogue.test_any_record_is_a_publication_or_one_line,
    "glossary": catalogue.test_any_file_of_a_glossary_is_read,
    "cleaning": extract.test_any_geometry_is_cleaned,
}


def main(target: str, count: int) -> None:
    """Does not return: atheris ends the process."""
    property_ = TARGETS[target].hypothesis.fuzz_one_input  # type: ignore[attr-defined]
    # hypothesis takes its choices from the bytes, so short inputs never come to anything
    atheris.Setup([sys.argv[0], f"-runs={count}", "-max_len=4000", "-len_control=0"], property_)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
