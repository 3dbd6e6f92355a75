"""Hostile PDFs by the thousand, by hand: `python -m tests.fuzz 10000 [SEED]`.

Each is read by the very child process that the product starts, forked instead of started anew, and
goes through choice, verdict, cleaning and analysis. The other properties take their number from
KB_FUZZ, see tests/hostile.py.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.extract.child import Work, _limit
from kb.extract.job import Job
from kb.extract.limits import Limits
from kb.extract.raw import RawDocument
from kb.extract.read import _assemble, _refused_unread
from kb.extract.record import Record
from tests.hostile import CHANGES
from tests.test_hostile_extract import TOKENS, check, seeds

_PATIENCE = 30.0  # seconds for a file; the product has its own limits, which take longer


def main(count: int, seed: int) -> int:
    """Put that many files through; returns how many of them gave anything but a clean outcome."""
    randomly, outcomes, bad = random.Random(seed), Counter[str](), 0
    began = time.monotonic()
    with TemporaryDirectory() as name:
        path = Path(name, "a.pdf")
        for number in range(count):
            data = _mutated(randomly)
            path.write_bytes(data)
            try:
                raw, died = _read(path, data)
                check(raw, Path(name, "pages"))
            except Exception as error:
                bad += 1
                kept = Path.cwd() / f"fuzz-{seed}-{number}.pdf"
                kept.write_bytes(data)
                print(f"{kept}: {type(error).__name__}: {error}", flush=True)  # noqa: T201
                continue
            outcomes[raw.outcome.value] += 1
            outcomes["of these, the child died"] += died
    print(f"{count} files in {time.monotonic() - began:.0f} s, {bad} bad: {dict(outcomes)}")  # noqa: T201
    return bad


def _mutated(randomly: random.Random) -> bytes:
    held = seeds()
    data = randomly.choice(held)
    for _ in range(randomly.choice((1, 1, 2, 3))):
        at = randomly.randrange(max(1, len(data)))
        length = randomly.choice((1, 2, 8, randomly.randint(1, 2000)))
        other = randomly.choice(
            (randomly.randbytes(randomly.randint(0, 12)), randomly.choice(TOKENS), b"\0")
        )
        if randomly.random() < 0.2:
            other = randomly.choice(held)[at : at + length]
        data = randomly.choice(CHANGES)(data, at, length, other)
    return data


def _read(path: Path, data: bytes) -> tuple[RawDocument, bool]:
    """What `kb.extract.read` gives, and whether the child died at it."""
    limits = Limits()
    if refusal := _refused_unread(data[:65_536], len(data), limits):
        return RawDocument("0" * 64, *refusal), False
    record, died = _gathered(Job(str(path), memory=1_000_000_000, cpu_seconds=20))
    if died and not record.pages and not record.refused:
        record.refused["pypdf"] = ("limit", "it died")
    return _assemble("0" * 64, record, limits, data[:65_536]), died


def _gathered(job: Job) -> tuple[Record, bool]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        signal.alarm(int(_PATIENCE))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _limit(job)
        with FileIO(writing, "w") as out:
            Work(job, out).run()
        os._exit(0)
    os.close(writing)
    record = Record()
    with os.fdopen(reading, "rb") as events:
        for line in events:
            if line.endswith(b"\n"):
                record.take(json.loads(line))
    return record, os.waitpid(child, 0)[1] != 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1) > 0)
