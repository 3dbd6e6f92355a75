"""What an attacker or an accident may send: texts, mutated files, and how many of them.

KB_FUZZ says how many examples each property is tried with, 40 unless set:
`KB_FUZZ=10000 pytest -n 0 --timeout 0 tests/test_hostile_*.py`.
"""

import os
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("KB_FUZZ", "40"))

# fixtures in use change nothing, and a busy machine is no finding
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SIGNS = "?*:(\"\\)-'~^[]{}!+&|/§<>%=;,.#@$\t\n\r\0\ufeff\u202e\u00ad\u200b\u0301"
PIECES = (
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%2e%2e%2f",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' OR 1=1 --",
    "{{7*7}}${7*7}#{7*7}",
    "{0} %s {file}",
    "\r\nSet-Cookie: a=b",
    "http://[::1",
    "//example.invalid/x",
    "a" * 5000,
    "((((" * 200,
    '"' * 99,
    "UND ODER NICHT UND",
    "titel:titel:titel:",
    "Vormund",
    "Taschengeld",
    "§ 1835a BGB",
    "handbuch.2026.3",
    "handbuch.2026.3@5",
    "٣²Ⅷ",
    "\U0001f600\U0001f468\u200d\U0001f469",
    "İıſß",
    "-1",
    "99999999999999999999",
    "NaN",
)

texts: st.SearchStrategy[str] = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=SIGNS + "aß ", max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=6).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(SIGNS, max_size=4)), max_size=6).map(
        "".join
    ),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], tokens: Sequence[bytes] = ()) -> bytes:
    """A file that was whole: bytes turned, cut out, doubled, put elsewhere, or from another one."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        change = draw(st.sampled_from(CHANGES))
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.one_of(st.integers(1, 8), st.integers(1, 2000)))
        other = draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([*tokens, b"\0", b"\xff"]),
                st.sampled_from(seeds).map(lambda seed: seed[at : at + length]),  # noqa: B023
            )
        )
        data = change(data, at, length, other)
    return data


_Change = Callable[[bytes, int, int, bytes], bytes]

CHANGES: Sequence[_Change] = (
    lambda data, at, length, other: (
        data[:at] + bytes(b ^ 1 << length % 8 for b in data[at : at + 1]) + data[at + 1 :]
    ),
    lambda data, at, length, other: data[:at] + other + data[at + len(other) :],
    lambda data, at, length, other: data[:at] + other + data[at:],
    lambda data, at, length, other: data[:at] + data[at + length :],
    lambda data, at, length, other: data[: at + length] + data[at:],
    lambda data, at, length, other: data[:at],
)


def _turned(byte: bytes, bit: int) -> bytes:
    return bytes(value ^ 1 << bit % 8 for value in byte)
